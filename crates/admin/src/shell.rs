//! The list of settings at the left of every settings page.

pub(crate) struct Item {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    pub(crate) icon: &'static str,
}

pub(crate) const HIRING: [Item; 2] = [
    Item { href: "/settings/departments", label: "Departments", icon: "building-2" },
    Item { href: "/settings/reasons", label: "Reasons", icon: "list-checks" },
];

pub(crate) const WORKSPACE: [Item; 5] = [
    Item { href: "/settings", label: "Firm", icon: "settings" },
    Item { href: "/users", label: "People and roles", icon: "users" },
    Item { href: "/settings/mail", label: "Mail", icon: "mail" },
    Item { href: "/settings/chores", label: "Background work", icon: "workflow" },
    Item { href: "/settings/audit", label: "Audit log", icon: "file-text" },
];

impl Item {
    /// Is `here` (path and query) this page or one below it?
    pub(crate) fn holds(&self, here: &str) -> bool {
        let path = here.split('?').next().unwrap_or_default();
        let below = self.href != "/settings"
            && path.strip_prefix(self.href).is_some_and(|rest| rest.starts_with('/'));
        path == self.href || below
    }
}
