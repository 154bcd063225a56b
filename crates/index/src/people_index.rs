//! Opening, changing and committing the index.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde_json::Value;
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::{LockError, OpenDirectoryError};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

use crate::facets::Values;
use crate::person::Change;
use crate::schema::{Fields, VERSION, document, key, schema, tokenizers};
use crate::segment::Snapshot;

/// What a writer gathers before it writes a segment; Tantivy takes no less than 15 MB.
const WRITER_BYTES: usize = 20_000_000;
/// Segments of like size are merged when there are this many: every search opens each segment.
const SEGMENTS_MERGED: usize = 4;
/// Segments with this share of dead documents are rewritten.
const DEAD_SHARE_MAX: f32 = 0.25;

/// How far each workspace's journal has been followed.
pub type Cursors = BTreeMap<i64, i64>;

/// Why the index could not answer. Always ours to mend, never the reader's mistake.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("the search index failed")]
    Engine(#[from] TantivyError),
    #[error("the search index could not be read")]
    Files(#[from] std::io::Error),
    #[error("the folder of the search index could not be opened")]
    Folder(#[from] OpenDirectoryError),
    #[error("another process writes the search index")]
    Locked,
    #[error("this index was opened for reading only")]
    ReadOnly,
}

/// What the living documents add up to: equal for indexes that hold the same, in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Digest {
    pub people: u64,
    pub sum: u64,
}

/// The index over all people of all workspaces. One process writes; searches run beside it and see
/// the last commit.
pub struct PeopleIndex {
    fields: Fields,
    reader: IndexReader,
    writer: Option<Mutex<IndexWriter>>,
    snapshot: RwLock<Arc<Snapshot>>,
    values: RwLock<Values>,
    cursors: RwLock<Cursors>,
    /// Held while a snapshot is made: an older one must not replace a newer.
    reloading: Mutex<()>,
}

impl PeopleIndex {
    /// Opens the index in a folder, for this process alone to write; makes an empty one when there
    /// is none, or only one of another version. Its cursors say what must be followed again.
    #[expect(clippy::disallowed_methods, reason = "the index's own folder")]
    pub fn open(folder: &Path) -> Result<PeopleIndex, IndexError> {
        let own = folder.join(format!("people-{VERSION}"));
        std::fs::create_dir_all(&own)?;
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let old = entry.file_name().to_string_lossy().starts_with("people-");
            if old && entry.path() != own {
                std::fs::remove_dir_all(entry.path())?;
            }
        }
        let index = Self::with(Index::open_or_create(MmapDirectory::open(&own)?, schema().0)?, true)?;
        // Files that were being written when a process died; the writer's lock says that nobody writes now.
        for entry in std::fs::read_dir(&own)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(".tmp") {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(index)
    }

    /// Opens the index of another process for reading, as of its last commit.
    pub fn open_read_only(folder: &Path) -> Result<PeopleIndex, IndexError> {
        let own = folder.join(format!("people-{VERSION}"));
        Self::with(Index::open(MmapDirectory::open(own)?)?, false)
    }

    /// An index in memory, for tests and small corpora.
    pub fn in_memory() -> Result<PeopleIndex, IndexError> {
        Self::with(Index::create_in_ram(schema().0), true)
    }

    fn with(mut index: Index, writes: bool) -> Result<PeopleIndex, IndexError> {
        index.set_tokenizers(tokenizers());
        let (_, fields) = schema();
        let writer = if writes { Some(Mutex::new(open_writer(&index)?)) } else { None };
        let cursors = read_cursors(index.load_metas()?.payload.as_deref());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let values = RwLock::default();
        let reader: IndexReader = reader;
        let snapshot = Snapshot::new(reader.searcher(), &fields, &values, None)?;
        Ok(PeopleIndex {
            fields,
            reader,
            writer,
            snapshot: RwLock::new(Arc::new(snapshot)),
            values,
            cursors: RwLock::new(cursors),
            reloading: Mutex::default(),
        })
    }

    /// Takes changes, in order. They are found after [`PeopleIndex::commit`].
    pub fn apply(&self, changes: impl IntoIterator<Item = Change>) -> Result<(), IndexError> {
        let mut writer = self.writer()?;
        let outcome = changes.into_iter().try_for_each(|change| {
            let (workspace, person) = match &change {
                Change::Put(doc) => (doc.workspace, doc.person),
                Change::Remove { workspace, person } => (*workspace, *person),
            };
            writer.delete_term(Term::from_field_bytes(self.fields.key, &key(workspace, person)));
            if let Change::Put(doc) = &change {
                writer.add_document(document(doc, &self.fields))?;
            }
            Ok(())
        });
        mended(&mut writer, outcome)
    }

    /// Makes all changes found and durable, together with how far the journal was followed:
    /// workspaces not named keep their cursors.
    pub fn commit(&self, cursors: &Cursors) -> Result<(), IndexError> {
        let mut all = self.cursors.read().unwrap_or_else(PoisonError::into_inner).clone();
        all.extend(cursors);
        self.commit_with(all)
    }

    /// The journal number up to which this workspace is in the index; 0 before the first.
    #[must_use]
    pub fn cursor(&self, workspace: i64) -> i64 {
        let cursors = self.cursors.read().unwrap_or_else(PoisonError::into_inner);
        cursors.get(&workspace).copied().unwrap_or(0)
    }

    /// Empties the index and forgets all cursors, before building it anew.
    pub fn wipe(&self) -> Result<(), IndexError> {
        self.writer()?.delete_all_documents()?;
        self.commit_with(Cursors::new())
    }

    /// Sees what another process has committed meanwhile, or our own merges.
    pub fn reload(&self) -> Result<(), IndexError> {
        let _one = self.reloading.lock().unwrap_or_else(PoisonError::into_inner);
        self.reader.reload()?;
        let before = self.snapshot();
        let searcher = self.reader.searcher();
        let after = Snapshot::new(searcher, &self.fields, &self.values, Some(&before))?;
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(after);
        Ok(())
    }

    /// How many people a workspace has; counted once for a segment.
    pub fn people(&self, workspace: i64) -> Result<u64, IndexError> {
        let snapshot = self.snapshot();
        let mut sum = 0;
        for segment in &snapshot.segments {
            sum += segment.residents(workspace, &self.fields)?.count;
        }
        Ok(sum)
    }

    /// Number and sum of all that is found, to compare a rebuilt index with the live one.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let snapshot = self.snapshot();
        let stamps = snapshot.segments.iter().flat_map(|segment| {
            segment.reader.doc_ids_alive().map(|document| segment.stamp.get_val(document))
        });
        stamps.fold(Digest::default(), |digest, stamp| Digest {
            people: digest.people + 1,
            sum: digest.sum.wrapping_add(stamp),
        })
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn values(&self) -> &RwLock<Values> {
        &self.values
    }

    fn writer(&self) -> Result<std::sync::MutexGuard<'_, IndexWriter>, IndexError> {
        let writer = self.writer.as_ref().ok_or(IndexError::ReadOnly)?;
        Ok(writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn commit_with(&self, cursors: Cursors) -> Result<(), IndexError> {
        let mut writer = self.writer()?;
        let outcome = writer.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&write_cursors(&cursors));
            prepared.commit()
        });
        mended(&mut writer, outcome)?;
        drop(writer);
        self.reload()?;
        // Last: who waits for a cursor then finds what it stands for.
        *self.cursors.write().unwrap_or_else(PoisonError::into_inner) = cursors;
        Ok(())
    }
}

/// A write that failed (the disk is full) ends Tantivy's worker for good: begin again from the last commit. What is
/// lost with it is applied again by whoever follows the journal from the cursor of that commit.
fn mended<T>(writer: &mut IndexWriter, outcome: Result<T, TantivyError>) -> Result<T, IndexError> {
    outcome.map_err(|cause| match writer.rollback().and_then(|_| begin(writer)) {
        Ok(()) => cause.into(),
        Err(worse) => worse.into(),
    })
}

/// What every new writer needs, after opening and after a rollback.
///
/// A commit that did not end (the process died in it, the disk was full) leaves its files behind. The next commit
/// counts from the same number and would give a file the same name, find it there, and fail for ever: so what no
/// commit names is removed first.
fn begin(writer: &IndexWriter) -> Result<(), TantivyError> {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(SEGMENTS_MERGED);
    policy.set_del_docs_ratio_before_merge(DEAD_SHARE_MAX);
    writer.set_merge_policy(Box::new(policy));
    writer.garbage_collect_files().wait().map(drop)
}

fn open_writer(index: &Index) -> Result<IndexWriter, IndexError> {
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(WRITER_BYTES)
        .num_worker_threads(1)
        .num_merge_threads(1)
        .build();
    let writer: IndexWriter = index.writer_with_options(options).map_err(|error| match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Locked,
        error => IndexError::Engine(error),
    })?;
    begin(&writer)?;
    Ok(writer)
}

fn write_cursors(cursors: &Cursors) -> String {
    let entries = cursors.iter().map(|(workspace, at)| (workspace.to_string(), Value::from(*at)));
    Value::Object(entries.collect()).to_string()
}

/// Damaged cursors are none: following the journal again is always right.
fn read_cursors(payload: Option<&str>) -> Cursors {
    let read = payload.and_then(|payload| serde_json::from_str::<Value>(payload).ok());
    let Some(Value::Object(entries)) = read else {
        return Cursors::new();
    };
    let parsed = entries.iter().map(|(workspace, at)| Some((workspace.parse().ok()?, at.as_i64()?)));
    parsed.collect::<Option<Cursors>>().unwrap_or_default()
}
