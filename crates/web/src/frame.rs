//! The frame of every page: navigation, shortcuts, notifications, toasts.

use record::access::Rights;

/// What `templates/layout.html` draws around a signed-in page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub user_name: String,
    pub user_initials: String,
    pub user_hue: u16,
    pub csrf: String,
    pub theme: &'static str,
    pub keys_on: bool,
    pub unread: u32,
    /// Path and query of this page, where small forms come back to.
    pub here: String,
    /// `person:ID`, `job:ID` or empty: what the page is about, for the palette.
    pub about: String,
    pub nav: Vec<NavEntry>,
    pub jobs: Vec<NavJob>,
    pub toasts: Vec<Toast>,
    pub settings_href: String,
}

#[derive(Clone, Debug)]
pub struct NavEntry {
    pub href: &'static str,
    pub label: &'static str,
    pub icon: &'static str,
    pub count: Option<String>,
    pub current: bool,
    pub goto_key: &'static str,
}

/// A job under "My open jobs".
#[derive(Clone, Debug)]
pub struct NavJob {
    pub href: String,
    pub title: String,
    pub count: String,
    pub hue: u16,
}

/// A result shown for ten seconds.
#[derive(Clone, Debug)]
pub struct Toast {
    pub text: String,
    pub kind: &'static str,
    /// Where the undo form posts to; empty for none.
    pub undo: String,
}

/// What one room adds to the frame.
#[derive(Clone, Debug, Default)]
pub struct FramePart {
    /// Figures beside navigation entries, by their address.
    pub counts: Vec<(&'static str, String)>,
    pub jobs: Vec<NavJob>,
    pub unread: u32,
}

impl Frame {
    /// The hashed address of a file in `assets/`.
    pub fn asset(&self, name: &str) -> String {
        crate::assets::address(name)
    }

    /// What a phone's bottom bar has room for: what one does on the way, in this order.
    pub fn tabbar(&self) -> Vec<&NavEntry> {
        ON_A_PHONE.iter().filter_map(|href| self.nav.iter().find(|item| item.href == *href)).collect()
    }

    /// The rest, under More.
    pub fn beyond_tabbar(&self) -> Vec<&NavEntry> {
        self.nav.iter().filter(|item| !ON_A_PHONE.contains(&item.href)).collect()
    }

    /// A key for a form that makes something: sent twice, it is carried out once (`record::once`).
    pub fn form_key(&self) -> String {
        record::once::key()
    }

    /// What the page is about, for the palette.
    pub fn about(mut self, kind: &str, id: impl std::fmt::Display) -> Self {
        self.about = format!("{kind}:{id}");
        self
    }

    pub(crate) fn fill(&mut self, rooms: &[crate::Room], rights: &Rights, parts: Vec<FramePart>) {
        let mut items: Vec<_> =
            rooms.iter().flat_map(|room| room.nav).filter(|item| (item.shown)(rights)).collect();
        items.sort_by_key(|item| item.order);
        let counts: Vec<_> = parts.iter().flat_map(|part| part.counts.clone()).collect();
        let path = self.here.split('?').next().unwrap_or_default().to_owned();
        self.nav = items
            .into_iter()
            .map(|item| NavEntry {
                href: item.href,
                label: item.label,
                icon: item.icon,
                goto_key: item.goto_key,
                current: path == item.href
                    || path.strip_prefix(item.href).is_some_and(|rest| rest.starts_with('/')),
                count: counts.iter().find(|(href, _)| *href == item.href).map(|(_, count)| count.clone()),
            })
            .collect();
        self.unread = parts.iter().map(|part| part.unread).sum();
        self.jobs = parts.into_iter().flat_map(|part| part.jobs).collect();
        self.settings_href = if rights.admin { "/settings".to_owned() } else { String::new() };
    }
}

/// Addresses in a phone's bottom bar.
const ON_A_PHONE: [&str; 4] = ["/", "/candidates", "/jobs", "/tasks"];

/// What `templates/public.html` draws around a page without a session.
#[derive(Clone, Debug, Default)]
pub struct PublicFrame {
    pub theme: &'static str,
    pub csrf: String,
}

impl PublicFrame {
    pub fn asset(&self, name: &str) -> String {
        crate::assets::address(name)
    }
}
