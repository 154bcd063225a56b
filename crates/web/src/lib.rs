//! Web: the shell around every page: sessions, guards, frame, replies, assets.
//!
//! Holds true: a handler's signature is its permission; only `reply.rs` turns errors into HTTP; every
//! state change is checked for its origin and its CSRF token before a handler sees it.
//! Never: knows a feature; renders a page of a room.

pub mod assets;
mod caller;
mod frame;
mod guard;
mod reply;
mod room;
pub mod upload;
pub mod words;

pub use caller::{Admin, Asked, Caller, Input, Public, Recruiter, Reviewer, ScopeKind, Staff};
pub use frame::{Frame, FramePart, NavJob, PublicFrame, Toast};
pub use guard::{Web, serve_house};
pub use reply::{Answer, Go, Problem, escape, fragment, page, page_with, with_toast};
pub use room::{Ask, BoxFuture, NavItem, Panel, PanelBody, PanelPlace, Room, Routes};

pub use askama::Template;
pub use axum;
pub use axum::extract::{Path, Query};
pub use axum::http::StatusCode;
