//! The table of contents: every room, by hand; and the opening of the house.
#![expect(clippy::disallowed_methods, reason = "the data folder's own lock and key")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use base::Clock;
use record::House;
use record::access::MasterKey;
use record::house::HouseSettings;

use crate::config::Config;

/// The file that says whose folder it is: the demo's.
pub(crate) const DEMO_MARKER: &str = "demo.toml";

/// Every room of the house.
pub const ROOMS: &[web::Room] = &[desk::ROOM, talent::ROOM, hiring::ROOM, outreach::ROOM, admin::ROOM];

/// How the house is opened by the one process of its data folder: the server, or a command without one.
#[derive(Clone, Debug)]
pub struct Opening {
    pub data: PathBuf,
    /// Where the stored files are; `None` is `files` in the data folder.
    pub files: Option<PathBuf>,
    /// A PostgreSQL address; `None` is SQLite in the data folder.
    pub database: Option<String>,
    pub base_url: String,
    pub demo: bool,
    pub offline: bool,
    pub clock: Clock,
    /// False in tests only.
    pub durable: bool,
    /// The binary that becomes the reading child.
    pub program: PathBuf,
}

impl Opening {
    pub fn of(config: &Config) -> Result<Self> {
        Ok(Self {
            data: config.data.clone(),
            files: config.files.clone(),
            database: config.database.clone(),
            base_url: config.base_url(),
            // Whatever opens the demo's folder: its mail never leaves.
            demo: config.data.join(DEMO_MARKER).exists(),
            offline: config.offline,
            clock: Clock::system(),
            durable: true,
            program: std::env::current_exe().context("finding our own program file")?,
        })
    }
}

/// Opens the database, the files, the index and the keys; makes what is not there yet.
pub async fn open(opening: Opening) -> Result<House> {
    create_private_dir(&opening.data)?;
    let people = index::PeopleIndex::open(&opening.data.join("index")).context(
        "opening the search index (it may be deleted: stop the server, remove the folder `index`, start again)",
    )?;
    let place = match &opening.database {
        Some(url) => db::Place::Postgres(url.clone()),
        None => db::Place::Sqlite(opening.data.join("rapport.db")),
    };
    let holder = Some(node_name(&opening.data)?);
    let options = db::Options { place, clock: opening.clock.clone(), durable: opening.durable, holder };
    let db = db::Db::open(options).await.context("opening the database")?;
    let files = opening.files.clone().unwrap_or_else(|| opening.data.join("files"));
    let files = files::Store::open(&files)
        .with_context(|| format!("opening the stored files in {}", files.display()))?;
    let keys = parse_key(&key_text(&opening.data, &db).await?)?;
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

/// Refuses a master key that is not the one of this database: a second node, or a lost `master.key`, would
/// otherwise go unnoticed until a mail password cannot be read.
pub async fn check_key(house: &House) -> Result<()> {
    if !record::access::fits(&house.db, &house.keys).await? {
        bail!("{WRONG_KEY}");
    }
    Ok(())
}

/// What to do about another master key.
pub const WRONG_KEY: &str = "the master key here is not the one that this database was set up with. Bring back \
     master.key (or RAPPORT_MASTER_KEY); every node of one database uses the same. If it is lost for good: \
     `rapport backup` this place, `rapport restore` the file into a new one, and enter mail passwords and \
     second factors again";

/// The name of this node, made on its first start: after a crash it takes up its own work again.
fn node_name(data: &Path) -> Result<String> {
    let path = data.join("node");
    if !path.exists() {
        write_private(&path, base::random::token(16).as_bytes())?;
    }
    std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

fn create_private_dir(dir: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).with_context(|| {
        format!(
            "the data folder {} cannot be made: create it and give it to the user who runs Rapport, or name another with --data",
            dir.display()
        )
    })
}

/// The key that seals secrets at rest, as text: from `RAPPORT_MASTER_KEY` (64 hex digits) or `master.key`,
/// which is made on the first start and readable by its owner alone.
async fn key_text(data: &Path, db: &db::Db) -> Result<String> {
    if let Some(text) = known_key(data)? {
        return Ok(text);
    }
    if !db.is_empty().await? {
        tracing::warn!("there is no master.key in {}: a new one is made", data.display());
    }
    let text: String = base::random::bytes::<32>().iter().map(|byte| format!("{byte:02x}")).collect();
    write_private(&data.join("master.key"), text.as_bytes())?;
    Ok(text)
}

/// The key as it is configured; `None` where there is none yet.
pub(crate) fn known_key(data: &Path) -> Result<Option<String>> {
    if let Ok(text) = std::env::var("RAPPORT_MASTER_KEY") {
        parse_key(&text).context("RAPPORT_MASTER_KEY must be 64 hexadecimal digits")?;
        return Ok(Some(text));
    }
    let path = data.join("master.key");
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            parse_key(&text)
                .with_context(|| format!("{} must hold 64 hexadecimal digits", path.display()))?;
            Ok(Some(text))
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause).with_context(|| format!("reading {}", path.display())),
    }
}

/// Writes a new file that only its owner can read. It has its name only when it is whole and on the disk:
/// half a key would be no key.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let failed = || format!("writing {}", path.display());
    let half = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(&half);
    let mut file = file.with_context(failed)?;
    std::io::Write::write_all(&mut file, bytes).with_context(failed)?;
    file.sync_all().with_context(failed)?;
    if path.exists() {
        bail!("{} is there already", path.display());
    }
    std::fs::rename(&half, path).with_context(failed)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .with_context(failed)
}

/// A new file that only its owner can read.
pub(crate) fn create_private(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
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

/// The lock of a data folder: one process at a time. Held until dropped.
pub struct FolderLock {
    _file: std::fs::File,
}

impl FolderLock {
    /// `None` when another process holds it.
    pub fn take(data: &Path) -> Result<Option<Self>> {
        create_private_dir(data)?;
        let path = data.join("lock");
        let file = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.with_context(|| {
            format!(
                "the data folder {} cannot be written to: give it to the user who runs Rapport, or name another with --data",
                data.display()
            )
        })?;
        match rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            Err(cause) => Err(cause).context("locking the data folder"),
        }
    }
}
