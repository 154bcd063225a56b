//! What a room hands to the house: routes, navigation, panels, listeners, chores.

use std::future::Future;
use std::pin::Pin;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};
use record::access::Rights;
use record::journal::{ChoreKind, Listener};
use record::{House, Mixed, PersonId, Scope};

use crate::frame::FramePart;
use crate::guard::Web;
use crate::reply::Problem;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a room answers when a frame is drawn.
pub type AskFrame = for<'a> fn(Ask<'a>) -> BoxFuture<'a, Result<FramePart, Problem>>;

/// A feature crate, as the house sees it. `app/src/house.rs` lists them by hand.
#[derive(Clone, Copy)]
pub struct Room {
    pub name: &'static str,
    pub routes: fn() -> Routes,
    pub nav: &'static [NavItem],
    /// What this room adds to the frame of every page: counts, shortcuts, unread.
    pub frame: Option<AskFrame>,
    pub panels: &'static [Panel],
    pub listeners: &'static [Listener],
    pub chores: &'static [ChoreKind],
    /// Every named query of the room.
    pub queries: fn() -> Vec<(&'static str, &'static str)>,
}

/// Who asks, handed to frame parts and panels.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub house: &'a House,
    pub scope: &'a Scope<Mixed>,
    pub session: &'a record::access::Session,
    /// The CSRF token for forms inside.
    pub csrf: &'a str,
}

/// One line of the side bar.
#[derive(Clone, Copy)]
pub struct NavItem {
    pub href: &'static str,
    pub label: &'static str,
    pub icon: &'static str,
    /// `G` then this letter; empty for none.
    pub goto_key: &'static str,
    /// Place in the side bar, lowest first.
    pub order: u8,
    /// Who finds it there.
    pub shown: fn(&Rights) -> bool,
}

/// Where on the person page a panel stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PanelPlace {
    /// A tab of the middle column, with its slug.
    Tab(&'static str),
    /// The right column.
    Side,
    /// The header: one link or button with its key.
    Action,
}

/// A part of the person page that belongs to another room. Asked for clear readers only.
#[derive(Clone, Copy)]
pub struct Panel {
    pub title: &'static str,
    pub place: PanelPlace,
    /// It stands in the slide-over too.
    pub preview: bool,
    pub order: u8,
    pub render: for<'a> fn(Ask<'a>, PersonId) -> BoxFuture<'a, Result<PanelBody, Problem>>,
}

/// A rendered panel. An empty `html` leaves the panel out.
#[derive(Clone, Debug, Default)]
pub struct PanelBody {
    pub html: String,
    pub count: Option<usize>,
}

/// Routes with a table of themselves, so that the crawl cannot forget one.
#[derive(Default)]
pub struct Routes {
    pub(crate) router: Router<Web>,
    pub(crate) table: Vec<(Method, &'static str)>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(Method::GET, path, routing::get(handler))
    }

    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(Method::POST, path, routing::post(handler))
    }

    fn add(mut self, method: Method, path: &'static str, handler: MethodRouter<Web>) -> Self {
        self.router = self.router.route(path, handler);
        self.table.push((method, path));
        self
    }

    /// Every route of the room, for the crawl.
    pub fn table(&self) -> &[(Method, &'static str)] {
        &self.table
    }
}
