//! The story as its files tell it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Everything in `story/`.
pub(super) struct Story {
    pub(super) firm: Firm,
    pub(super) jobs: Vec<Job>,
    pub(super) people: Vec<Named>,
    pub(super) origins: Vec<Origin>,
    pub(super) professions: Vec<Profession>,
    pub(super) places: Places,
    pub(super) words: Words,
    pub(super) mail: Mail,
    pub(super) files: Vec<File>,
}

#[derive(Deserialize)]
pub(super) struct Firm {
    pub(super) name: String,
    pub(super) offices: Vec<Office>,
    pub(super) users: Vec<User>,
    pub(super) pipelines: Vec<Pipeline>,
    pub(super) pools: Vec<Pool>,
    pub(super) tags: Tags,
}

#[derive(Deserialize)]
pub(super) struct Office {
    pub(super) city: String,
    pub(super) country: String,
    pub(super) time_zone: String,
}

#[derive(Deserialize)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: String,
    pub(super) title: String,
    pub(super) office: String,
    /// One of the accounts that the demo prints.
    #[serde(default)]
    pub(super) login: bool,
}

#[derive(Deserialize)]
pub(super) struct Pipeline {
    pub(super) name: String,
    pub(super) stages: Vec<String>,
    /// Days in each stage: least and most.
    pub(super) days: Vec<[i64; 2]>,
}

#[derive(Deserialize)]
pub(super) struct Pool {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) professions: Vec<String>,
    pub(super) owner: String,
}

#[derive(Deserialize)]
pub(super) struct Tags {
    pub(super) people: Vec<String>,
    pub(super) sources: Vec<String>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Job {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) department: String,
    pub(super) pipeline: String,
    #[serde(default)]
    pub(super) client: String,
    pub(super) city: String,
    pub(super) work_mode: String,
    pub(super) hours: String,
    pub(super) profession: String,
    pub(super) openings: i64,
    pub(super) pay: Pay,
    /// What it takes, in plain words.
    pub(super) must: Vec<String>,
    pub(super) nice: Vec<String>,
    pub(super) skills: Vec<String>,
    pub(super) team: Team,
    pub(super) age_days: i64,
    pub(super) target_days: i64,
    pub(super) board: Vec<i64>,
    pub(super) description: String,
    #[serde(default)]
    pub(super) blind: bool,
}

#[derive(Clone, Deserialize)]
pub(super) struct Pay {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) currency: String,
}

#[derive(Clone, Deserialize)]
pub(super) struct Team {
    pub(super) recruiter: String,
    pub(super) manager: String,
    pub(super) interviewers: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) city: String,
    pub(super) country: String,
    #[serde(default)]
    pub(super) job: String,
    #[serde(default)]
    pub(super) stage: String,
    #[serde(default)]
    pub(super) status: String,
    pub(super) source: String,
    pub(super) skills: Vec<String>,
    pub(super) languages: Vec<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) pools: Vec<String>,
    pub(super) degree: String,
    pub(super) employments: Vec<Held>,
    #[serde(default)]
    pub(super) notes: Vec<String>,
}

/// A position; months count back from today, `to` 0 is now.
#[derive(Clone, Deserialize)]
pub(super) struct Held {
    pub(super) title: String,
    pub(super) employer: String,
    pub(super) city: String,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct Origin {
    pub(super) countries: Vec<String>,
    pub(super) women: Vec<String>,
    pub(super) men: Vec<String>,
    pub(super) last: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Profession {
    pub(super) key: String,
    pub(super) trades: Vec<String>,
    pub(super) ladder: Vec<String>,
    pub(super) skills: Vec<String>,
    pub(super) lines: Vec<String>,
    pub(super) degrees: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Places {
    pub(super) employers: Vec<Employer>,
    pub(super) schools: Vec<String>,
    pub(super) phones: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct Employer {
    pub(super) name: String,
    pub(super) trade: String,
    pub(super) city: String,
    pub(super) country: String,
}

#[derive(Deserialize)]
pub(super) struct Words {
    pub(super) notes: Vec<String>,
    pub(super) calls: Vec<Call>,
    pub(super) tasks: Vec<Task>,
    pub(super) interviews: Vec<Meeting>,
    pub(super) saved_views: Vec<SavedView>,
    pub(super) asked: Vec<Asked>,
    pub(super) handed: Vec<Handed>,
}

/// A note about somebody whom the story names, on the last day; it mentions a colleague.
#[derive(Deserialize)]
pub(super) struct Asked {
    pub(super) person: String,
    pub(super) by: String,
    pub(super) text: String,
}

/// A task that one colleague gives to another, about somebody whom the story names.
#[derive(Deserialize)]
pub(super) struct Handed {
    pub(super) person: String,
    pub(super) by: String,
    pub(super) to: String,
    pub(super) text: String,
    pub(super) due_days: i64,
}

#[derive(Deserialize)]
pub(super) struct Call {
    pub(super) minutes: i64,
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct Task {
    pub(super) text: String,
    pub(super) due_days: i64,
    /// The stage somebody stands in whom such a task is about.
    pub(super) on: String,
}

#[derive(Deserialize)]
pub(super) struct Meeting {
    pub(super) kind: String,
    pub(super) minutes: i64,
    pub(super) place: String,
}

#[derive(Deserialize)]
pub(super) struct SavedView {
    pub(super) name: String,
    pub(super) query: String,
}

#[derive(Deserialize)]
pub(super) struct Mail {
    pub(super) templates: Vec<Template>,
    pub(super) threads: Vec<Thread>,
    pub(super) letters: Vec<Letter>,
    /// Words to those who are new on a job, and to those who came to an interview.
    pub(super) received: Vec<Word>,
    pub(super) met: Vec<Word>,
}

#[derive(Deserialize)]
pub(super) struct Word {
    pub(super) subject: String,
    pub(super) text: String,
}

/// A thread with somebody whom the story invents.
#[derive(Deserialize)]
pub(super) struct Letter {
    /// The stages it fits; `Pool` is somebody on no board.
    pub(super) on: Vec<String>,
    /// Countries it is for; empty for any.
    #[serde(default)]
    pub(super) countries: Vec<String>,
    /// Percent of those it fits who have it.
    pub(super) chance: i64,
    pub(super) subject: String,
    pub(super) messages: Vec<Message>,
}

#[derive(Deserialize)]
pub(super) struct Template {
    pub(super) name: String,
    pub(super) subject: String,
    pub(super) body: String,
}

#[derive(Deserialize)]
pub(super) struct Thread {
    /// Empty: with anybody who stands in the stage `on`.
    #[serde(default)]
    pub(super) person: String,
    #[serde(default)]
    pub(super) user: String,
    pub(super) subject: String,
    #[serde(default)]
    pub(super) days_ago: i64,
    pub(super) messages: Vec<Message>,
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) from: String,
    #[serde(default)]
    pub(super) hours_after: i64,
    pub(super) text: String,
}

/// A resume file in `resumes/`.
#[derive(Clone, Deserialize)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) job: String,
}

#[derive(Deserialize)]
struct Jobs {
    jobs: Vec<Job>,
}
#[derive(Deserialize)]
struct People {
    people: Vec<Named>,
}
#[derive(Deserialize)]
struct Names {
    origins: Vec<Origin>,
}
#[derive(Deserialize)]
struct Careers {
    professions: Vec<Profession>,
}
#[derive(Deserialize)]
struct Files {
    files: Vec<File>,
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).with_context(|| format!("in the demo's {name}.toml"))
}

/// The story that is built into the program.
pub(super) fn load() -> Result<Story> {
    Ok(Story {
        firm: parse("firm", include_str!("story/firm.toml"))?,
        jobs: parse::<Jobs>("jobs", include_str!("story/jobs.toml"))?.jobs,
        people: parse::<People>("people", include_str!("story/people.toml"))?.people,
        origins: parse::<Names>("names", include_str!("story/names.toml"))?.origins,
        professions: parse::<Careers>("careers", include_str!("story/careers.toml"))?.professions,
        places: parse("places", include_str!("story/places.toml"))?,
        words: parse("words", include_str!("story/words.toml"))?,
        mail: parse("mail", include_str!("story/mail.toml"))?,
        files: parse::<Files>("files", include_str!("story/files.toml"))?.files,
    })
}

impl Story {
    /// The pipeline of a job.
    pub(super) fn pipeline(&self, job: &Job) -> Result<&Pipeline> {
        let found = self.firm.pipelines.iter().find(|pipeline| pipeline.name == job.pipeline);
        found.with_context(|| format!("the demo's jobs.toml names no known pipeline for {}", job.key))
    }
}
