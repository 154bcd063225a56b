//! The table of contents: every room, by hand; and the opening of the house.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use base::Clock;
use record::House;
use record::access::MasterKey;
use record::house::HouseSettings;

use crate::config::Config;

/// Every room of the house.
pub const ROOMS: &[web::Room] = &[desk::ROOM, talent::ROOM, hiring::ROOM, outreach::ROOM, admin::ROOM];

/// How the house is opened: as the one server of its folder, or beside it.
#[derive(Clone, Debug)]
pub struct Opening {
    pub data: PathBuf,
    /// A PostgreSQL address; `None` is SQLite in the data folder.
    pub database: Option<String>,
    pub base_url: String,
    pub demo: bool,
    pub offline: bool,
    pub clock: Clock,
    pub node: u16,
    /// False in tests only.
    pub durable: bool,
    /// The binary that becomes the reading child.
    pub program: PathBuf,
}

impl Opening {
    pub fn of(config: &Config) -> Result<Self> {
        Ok(Self {
            data: config.data.clone(),
            database: config.database.clone(),
            base_url: config.base_url(),
            demo: false,
            offline: config.offline,
            clock: Clock::system(),
            node: config.node,
            durable: true,
            program: std::env::current_exe().context("finding our own program file")?,
        })
    }
}

/// Opens the database, the files, the index and the keys; makes what is not there yet.
pub async fn open(opening: Opening) -> Result<House> {
    create_private_dir(&opening.data)?;
    let people = index::PeopleIndex::open(&opening.data.join("index")).context("opening the index")?;
    furnish(opening, people).await
}

/// The node number of commands beside a running server, so that no id is made twice.
const NODE_BESIDE: u16 = 1023;

/// Opens the house beside a running server: rows may be written, the index is only read, as of its last
/// commit (or empty, where there is none yet).
pub async fn open_beside(mut opening: Opening) -> Result<House> {
    if !opening.data.is_dir() {
        bail!(
            "there is nothing in {} yet: start `rapport serve` once, or name the folder with --data",
            opening.data.display()
        );
    }
    opening.node = NODE_BESIDE;
    let people = index::PeopleIndex::open_read_only(&opening.data.join("index"))
        .or_else(|_| index::PeopleIndex::in_memory())
        .context("opening the index")?;
    furnish(opening, people).await
}

async fn furnish(opening: Opening, people: index::PeopleIndex) -> Result<House> {
    let place = match &opening.database {
        Some(url) => db::Place::Postgres(url.clone()),
        None => db::Place::Sqlite(opening.data.join("rapport.db")),
    };
    let options =
        db::Options { place, clock: opening.clock.clone(), node: opening.node, durable: opening.durable };
    let db = db::Db::open(options).await.context("opening the database")?;
    let files = files::Store::open(&opening.data.join("files")).context("opening the stored files")?;
    let keys = master_key(&opening.data)?;
    let mut reading = sandbox::PoolOptions::new(&opening.program, [crate::read::CHILD_ARGUMENT]);
    reading.input_limit = crate::read::INPUT_BYTES_MAX;
    let reader = sandbox::Pool::new(reading);
    Ok(House {
        attempts: record::access::Attempts::new(db.clock()),
        db,
        files,
        keys,
        people: Arc::new(people),
        reader,
        outside: outside::Outside { offline: opening.offline || opening.demo },
        settings: Arc::new(HouseSettings {
            base_url: opening.base_url.trim_end_matches('/').to_owned(),
            demo: opening.demo,
        }),
        progress: record::journal::Progress::default(),
        meters: record::meters::Meters::default(),
    })
}

fn create_private_dir(dir: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("creating the data folder {}", dir.display()))
}

/// The key that seals secrets at rest: from `RAPPORT_MASTER_KEY` (64 hex digits) or `master.key`,
/// which is made on the first start and readable by its owner alone.
fn master_key(data: &Path) -> Result<MasterKey> {
    if let Ok(text) = std::env::var("RAPPORT_MASTER_KEY") {
        return parse_key(&text).context("RAPPORT_MASTER_KEY must be 64 hexadecimal digits");
    }
    let path = data.join("master.key");
    if !path.exists() {
        let text: String = base::random::bytes::<32>().iter().map(|byte| format!("{byte:02x}")).collect();
        write_private(&path, text.as_bytes())?;
    }
    let text = std::fs::read_to_string(&path).context("reading master.key")?;
    parse_key(&text).with_context(|| format!("{} must hold 64 hexadecimal digits", path.display()))
}

/// Writes a new file that only its owner can read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.with_context(|| format!("creating {}", path.display()))?;
    std::io::Write::write_all(&mut file, bytes)?;
    Ok(file.sync_all()?)
}

fn parse_key(text: &str) -> Result<MasterKey> {
    let text = text.trim();
    if text.len() != 64 {
        bail!("it has {} characters", text.len());
    }
    let mut bytes = [0; 32];
    for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *slot = u8::from_str_radix(std::str::from_utf8(pair)?, 16)?;
    }
    Ok(MasterKey::new(&bytes))
}

/// The lock of a data folder: one server at a time. Held until dropped.
pub struct FolderLock {
    _file: std::fs::File,
}

impl FolderLock {
    /// `None` when another process holds it.
    pub fn take(data: &Path) -> Result<Option<Self>> {
        create_private_dir(data)?;
        let file =
            std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(data.join("lock"))?;
        match rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            Err(cause) => Err(cause).context("locking the data folder"),
        }
    }
}
