//! What the record holds, compared with the ledger.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use base::Id;
use db::{Db, DbError, Options, Rd, Row};

use super::deeds::{Deed, What};
use super::smtp::Handed;
use crate::server::Place;

/// A message as it is kept.
pub struct Mail {
    pub id: String,
    pub subject: String,
    pub state: String,
    pub message_id: String,
}

/// The rows that matter here.
pub struct Found {
    people: usize,
    /// People that have an address.
    by_email: HashMap<String, Vec<i64>>,
    by_name: HashMap<String, usize>,
    /// States of the listed files, by digest.
    files: HashMap<String, Vec<String>>,
    /// Living documents, by digest.
    documents: HashMap<String, usize>,
    applications: HashMap<String, usize>,
    moves: HashMap<(String, String), usize>,
    pub mails: Vec<Mail>,
    pub chores_waiting: usize,
    chores_failed: Vec<(String, String)>,
}

/// Opens the record beside the server, or after its death.
pub async fn open(place: &Place, file: Option<&Path>) -> Result<Db> {
    let options = match (&place.database, file) {
        (Some(url), _) => Options::postgres(url.clone()),
        (None, Some(file)) => Options::sqlite(file),
        (None, None) => Options::sqlite(place.data.join("rapport.db")),
    };
    Db::open(options).await.context("opening the record")
}

/// A copy of the database as the killed server left it, so that looking at it mends nothing.
pub fn copy_database(place: &Place, into: &Path) -> Result<Option<PathBuf>> {
    if place.database.is_some() {
        return Ok(None);
    }
    let copy = into.join("rapport.db");
    for ending in ["", "-wal"] {
        let from = place.data.join(format!("rapport.db{ending}"));
        let to = into.join(format!("rapport.db{ending}"));
        let _ = std::fs::remove_file(&to);
        if from.exists() {
            std::fs::copy(from, to)?;
        }
    }
    let _ = std::fs::remove_file(into.join("rapport.db-shm"));
    Ok(Some(copy))
}

fn id(row: &Row<'_>, column: usize) -> String {
    Id(row.int(column)).to_string()
}

fn counted<K: std::hash::Hash + Eq>(keys: Vec<K>) -> HashMap<K, usize> {
    let mut counts = HashMap::new();
    keys.into_iter().for_each(|key| *counts.entry(key).or_insert(0) += 1);
    counts
}

fn grouped<T>(pairs: Vec<(String, T)>) -> HashMap<String, Vec<T>> {
    let mut groups: HashMap<String, Vec<T>> = HashMap::new();
    pairs.into_iter().for_each(|(key, value)| groups.entry(key).or_default().push(value));
    groups
}

pub async fn find(db: &Db) -> Result<Found> {
    let found: Result<Found, DbError> = db.read(async |rd| rows(rd).await).await;
    Ok(found?)
}

async fn rows(rd: &mut Rd<'_>) -> Result<Found, DbError> {
    let people = rd.all("select name from person", &[], |row| row.text(0)).await?;
    let emails = "select value_key, person_id from identity where kind = 'email' and retracted_at = 0";
    let by_email = rd.all(emails, &[], |row| (row.text(0), row.int(1))).await?;
    let files =
        rd.all("select digest, state from upload_file", &[], |row| (row.text(0), row.text(1))).await?;
    let documents = "select digest from document where retracted_at = 0";
    let documents = rd.all(documents, &[], |row| row.text(0)).await?;
    let applications = rd.all("select person_id from application", &[], |row| id(row, 0)).await?;
    let moves = "select application_id, to_stage_id from transition where from_stage_id <> 0";
    let moves = rd.all(moves, &[], |row| (id(row, 0), id(row, 1))).await?;
    let mails = "select id, subject, state, message_id from message";
    let mail = |row: &Row<'_>| Mail {
        id: id(row, 0),
        subject: row.text(1),
        state: row.text(2),
        message_id: row.text(3),
    };
    let waiting = rd.count("select count(*) from chore where state = 'waiting'", &[]).await?;
    let failed = "select name, last_error from chore where state = 'failed'";
    Ok(Found {
        people: people.len(),
        by_email: grouped(by_email),
        by_name: counted(people),
        files: grouped(files),
        documents: counted(documents),
        applications: counted(applications),
        moves: counted(moves),
        mails: rd.all(mails, &[], mail).await?,
        chores_waiting: usize::try_from(waiting).unwrap_or(0),
        chores_failed: rd.all(failed, &[], |row| (row.text(0), row.text(1))).await?,
    })
}

impl Found {
    /// After any kill: what was acknowledged is there, and nothing is there twice.
    pub fn keeps(&self, place: &Place, deeds: &[Deed]) -> Result<()> {
        let mut by_subject: HashMap<&str, usize> = HashMap::new();
        self.mails.iter().for_each(|mail| *by_subject.entry(&mail.subject).or_insert(0) += 1);
        for deed in deeds {
            let counts: Vec<usize> = match &deed.what {
                What::Upload { email, digests, files } => {
                    self.upload(place, deed, email, digests, files)?;
                    continue;
                }
                What::Add { name, .. } => vec![of(&self.by_name, name)],
                What::Apply { person } => vec![of(&self.applications, person)],
                What::Move { application, stage, .. } => {
                    vec![of(&self.moves, &(application.clone(), stage.clone()))]
                }
                What::Mail { subject } => vec![by_subject.get(subject.as_str()).copied().unwrap_or(0)],
            };
            for count in counts {
                ensure!(count > 0 || !deed.acknowledged, "lost: {:?}", deed.what);
                ensure!(count < 2, "{count} times: {:?}", deed.what);
            }
        }
        Ok(())
    }

    fn upload(
        &self,
        place: &Place,
        deed: &Deed,
        email: &str,
        digests: &[String],
        files: &[Vec<u8>],
    ) -> Result<()> {
        ensure!(self.people_of(email) < 2, "{} people are {email}", self.people_of(email));
        for (digest, bytes) in digests.iter().zip(files) {
            ensure!(
                of(&self.documents, digest) < 2,
                "{digest} is stored {} times",
                of(&self.documents, digest)
            );
            if !deed.acknowledged {
                continue;
            }
            ensure!(self.files.contains_key(digest), "lost: a file of {email}");
            let path = place.data.join("files/blobs").join(&digest[..2]).join(&digest[2..4]).join(digest);
            let kept =
                std::fs::read(&path).with_context(|| format!("lost: the bytes of a file of {email}"))?;
            ensure!(kept == *bytes, "changed: the bytes of a file of {email}");
        }
        Ok(())
    }

    fn people_of(&self, email: &str) -> usize {
        let mut people = self.by_email.get(email).cloned().unwrap_or_default();
        people.sort_unstable();
        people.dedup();
        people.len()
    }

    /// When everything has come to rest: every deed was done once, and nothing else was.
    pub fn is_all_of(&self, deeds: &[Deed]) -> Result<()> {
        ensure!(self.chores_waiting == 0, "{} chores wait for ever", self.chores_waiting);
        ensure!(self.chores_failed.is_empty(), "chores failed: {:?}", self.chores_failed);
        let mut people = 0;
        for deed in deeds {
            ensure!(deed.acknowledged, "never acknowledged: {:?}", deed.what);
            match &deed.what {
                What::Upload { email, digests, .. } => {
                    people += 1;
                    ensure!(self.people_of(email) == 1, "nobody is {email}");
                    for digest in digests {
                        ensure!(of(&self.documents, digest) == 1, "no document of {email}");
                        let states = &self.files[digest];
                        let read = |state: &String| ["created", "added", "known"].contains(&state.as_str());
                        ensure!(states.iter().all(read), "files of {email} ended as {states:?}");
                    }
                }
                What::Add { .. } => people += 1,
                _ => {}
            }
        }
        ensure!(self.people == people, "{} people instead of {people}", self.people);
        Ok(())
    }

    /// No message was handed over twice; what the record says of each is so.
    pub fn mail_went_once(&self, handed: &HashMap<String, Handed>, at_rest: bool) -> Result<usize> {
        let mut unsure = 0;
        for mail in &self.mails {
            let met = handed.get(&mail.message_id).cloned().unwrap_or_default();
            ensure!(met.times < 2, "{} was handed over {} times", mail.subject, met.times);
            match mail.state.as_str() {
                "sent" => ensure!(met.accepted == 1, "{} counts as sent and is not", mail.subject),
                "held" | "sending" if at_rest => bail!("{} is {} for ever", mail.subject, mail.state),
                // In between it may be in flight, or on its way to being known.
                "held" => ensure!(met.times == 0, "{} has left and waits to leave again", mail.subject),
                "sending" => {}
                "unsure" => unsure += 1,
                other => bail!("{} is {other}", mail.subject),
            }
        }
        let known: Vec<_> = self.mails.iter().map(|mail| &mail.message_id).collect();
        for id in handed.keys() {
            ensure!(known.contains(&id), "a message that nobody wrote was sent: {id}");
        }
        Ok(unsure)
    }
}

fn of<K: std::hash::Hash + Eq>(counts: &HashMap<K, usize>, key: &K) -> usize {
    counts.get(key).copied().unwrap_or(0)
}
