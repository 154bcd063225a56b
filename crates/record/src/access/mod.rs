//! Access: sessions, rights, scopes and sights. The only place that decides who may see or do what.

mod attempts;
pub mod audit;
pub mod links;
mod master_key;
pub mod own;
pub mod password;
pub mod policy;
mod rights;
mod roles;
mod scope;
pub mod session;
pub mod settings;
mod sight;
pub mod sign_in;
#[cfg(test)]
mod tests;
pub mod totp;
pub mod users;
pub(crate) mod verdict;
pub mod workspaces;

pub use attempts::Attempts;
pub use master_key::{MasterKey, fits};
pub use rights::{JobRight, Rights};
pub use roles::{Reach, Role};
pub use scope::{Administering, AnyScope, Scope, System};
pub use session::{Session, SessionStart};
pub use sight::{Clear, Masked, Mixed, Seen, Sight};

pub(crate) const Q: db::Queries<128> = db::Queries::new(include_str!("queries.sql"));

pub use session::rights_of;
