//! The house: what every room is handed. Cloning shares it.

use std::sync::Arc;

use db::Db;

use crate::access::MasterKey;

/// Everything a room may use, opened once at start.
#[derive(Clone)]
pub struct House {
    pub db: Db,
    pub files: files::Store,
    /// Full-text search over people.
    pub people: Arc<index::PeopleIndex>,
    pub keys: MasterKey,
    /// How often anybody may try to sign in.
    pub attempts: crate::access::Attempts,
    /// Children that read hostile bytes.
    pub reader: sandbox::Pool,
    /// The way out: SMTP.
    pub outside: outside::Outside,
    pub settings: Arc<HouseSettings>,
    /// How far the index has heard the journal.
    pub progress: crate::journal::Progress,
    pub meters: crate::meters::Meters,
}

/// What the configuration says that rooms need to know.
#[derive(Clone, Debug)]
pub struct HouseSettings {
    /// Where people reach us, without a slash at the end: decides links and `Secure` cookies.
    pub base_url: String,
    /// The demo: no mail ever leaves, an outbox page shows what would have gone.
    pub demo: bool,
}

impl HouseSettings {
    /// Cookies are `Secure` where the address is https.
    pub fn secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}
