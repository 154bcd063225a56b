//! Playing the plan: every deed goes through the operation that its page calls, at its moment.

use std::collections::HashMap;

use anyhow::{Context, Result};
use base::Micros;
use base::clock::{DAY, HOUR, MINUTE};
use outreach::story::{self, PastMail};
use record::applications::{self, ApplicationRef, Changed, DispositionKind, ReasonView};
use record::interviews::{self, NewInterview};
use record::people::add::{self, NewPerson};
use record::people::notes::{self, NewCall, NewNote};
use record::people::uploads::{self, Incoming, Target};
use record::people::{edit, keys};
use record::{
    ApplicationId, House, JobId, MessageId, PersonId, PersonRef, PoolId, Refusal, UploadBatchId, overview,
    pools,
};

use super::dice::Dice;
use super::firm::{self, Firm, OpenJob};
use super::plan::{Deed, Plan};
use super::story::Story;
use super::{desks, journey, resume_text};

#[derive(rust_embed::RustEmbed)]
#[folder = "src/demo/resumes"]
struct Resumes;

/// Answers of one round.
const ANSWERS_MAX: i64 = 200;
/// Of a hundred who are new, so many slip through; and of those who were met.
const SLIPS_NEW: i64 = 13;
const SLIPS_MET: i64 = 50;
/// Who slipped through is found again.
const FOUND_AFTER: Micros = 5 * DAY;

/// The story on its way.
pub(super) struct Player<'a> {
    pub(super) house: &'a House,
    pub(super) story: &'a Story,
    pub(super) firm: Firm,
    pub(super) plan: &'a Plan,
    pub(super) until: Micros,
    reasons: Vec<ReasonView>,
    pub(super) jobs: HashMap<usize, OpenJob>,
    pub(super) people: HashMap<usize, PersonId>,
    pools: HashMap<usize, PoolId>,
    /// Person and job: the application and the version that was seen last.
    applications: HashMap<(usize, usize), (ApplicationId, i64)>,
    /// The newest message of each thread.
    mails: HashMap<usize, MessageId>,
    talks: HashMap<usize, MessageId>,
    dice: Dice,
    /// The last round of answers.
    answered: Micros,
}

impl<'a> Player<'a> {
    /// Founds the firm and is ready to play.
    pub(super) async fn begin(
        house: &'a House,
        story: &'a Story,
        plan: &'a Plan,
        until: Micros,
    ) -> Result<Self> {
        let firm = firm::found(house, story).await?;
        let system = record::access::policy::system(firm.workspace);
        Ok(Self {
            house,
            story,
            plan,
            until,
            reasons: applications::reasons(&house.db, &system).await?,
            firm,
            jobs: HashMap::new(),
            people: HashMap::new(),
            pools: HashMap::new(),
            applications: HashMap::new(),
            mails: HashMap::new(),
            talks: HashMap::new(),
            dice: Dice::new(7),
            answered: 0,
        })
    }

    /// Does one thing. What an operation refuses is the story's mistake and is left out.
    pub(super) async fn play(&mut self, deed: &Deed) -> Result<(), Refusal> {
        match deed {
            Deed::OpenJob { job } => {
                let opened =
                    firm::open_job(self.house, &self.firm, self.story, &self.story.jobs[*job], self.until);
                let opened = opened.await.map_err(|cause| Refusal::Fault(format!("{cause:#}")))?;
                self.jobs.insert(*job, opened);
                Ok(())
            }
            Deed::MakePool { pool } => self.make_pool(*pool).await,
            Deed::Arrive { person, recruiter } => self.arrive(*person, recruiter).await,
            Deed::Apply { person, job } => self.apply(*person, *job).await,
            Deed::Move { person, job, stage } => self.advance(*person, *job, *stage).await,
            Deed::End { person, job, ours } => self.end(*person, *job, *ours).await,
            Deed::Hire { person, job } => self.hire(*person, *job).await,
            Deed::Meet { person, job, meeting, starts_at } => {
                self.meet(*person, *job, *meeting, *starts_at).await
            }
            Deed::Note { person, by, text, job } => {
                let new = NewNote { text: text.clone(), job: self.job_id(*job)?, ..NewNote::default() };
                let (who, person) = (self.firm.scope(by), self.person(*person)?);
                notes::write_note(&self.house.db, &who, person, new).await.map(drop)
            }
            Deed::Call { person, by, text, job } => {
                let new = NewCall { text: text.clone(), job: self.job_id(*job)?, ..NewCall::default() };
                let (who, person) = (self.firm.scope(by), self.person(*person)?);
                notes::log_call(&self.house.db, &who, person, new).await.map(drop)
            }
            Deed::Join { person, pool } => {
                let owner = self.firm.scope(&self.story.firm.pools[*pool].owner);
                let pool = *self.pools.get(pool).ok_or(Refusal::NotFound)?;
                pools::add_member(&self.house.db, &owner, pool, self.person(*person)?).await.map(drop)
            }
            Deed::Mail { person, thread, message } => self.mail(*person, *thread, *message).await,
            Deed::Letter { person, job, by, talk, ours, subject, text } => {
                let past = PastMail {
                    person: self.person(*person)?,
                    subject: subject.clone(),
                    body: text.clone(),
                    answers: self.talks.get(talk).copied(),
                    job: self.job_id(*job)?,
                    ..PastMail::default()
                };
                let written = self.letter(by, *ours, past).await?;
                self.talks.insert(*talk, written);
                Ok(())
            }
            Deed::Files { files, job } => self.files(files, *job).await,
            Deed::Answer => self.answer().await,
            Deed::Furnish => desks::furnish(self).await,
            Deed::Night => night(self.house).await,
        }
    }

    /// Who came since the last round hears that they are read, who was met is thanked. Now and then one slips.
    async fn answer(&mut self) -> Result<(), Refusal> {
        let system = record::access::policy::system(self.firm.workspace);
        let waiting = overview::waiting_on_us(&self.house.db, &system, ANSWERS_MAX).await?;
        let before = std::mem::replace(&mut self.answered, self.house.db.now());
        for one in waiting {
            let PersonRef::Person(person) = one.person else { continue };
            let slipped = one.since < before && self.house.db.now() - one.since < FOUND_AFTER;
            if slipped || self.dice.chance(if one.is_new { SLIPS_NEW } else { SLIPS_MET }) {
                continue;
            }
            let Some((number, _)) = self.jobs.iter().find(|(_, job)| job.id == one.job) else { continue };
            let by = self.story.jobs[*number].team.recruiter.clone();
            let (first, us) =
                (one.label.split(' ').next().unwrap_or_default(), by.split(' ').next().unwrap_or_default());
            let word =
                self.dice.pick(if one.is_new { &self.story.mail.received } else { &self.story.mail.met });
            let fill = |text: &str| {
                text.replace("{first}", first).replace("{job}", &one.job_title).replace("{sender}", us)
            };
            let past = PastMail {
                person,
                subject: fill(&word.subject),
                body: fill(&word.text),
                job: one.job,
                ..PastMail::default()
            };
            self.letter(&by, true, past).await?;
            if self.house.db.now() < self.until - HOUR {
                self.house.db.clock().advance(2 * MINUTE);
            }
        }
        Ok(())
    }

    fn person(&self, person: usize) -> Result<PersonId, Refusal> {
        self.people.get(&person).copied().ok_or(Refusal::NotFound)
    }

    fn job(&self, job: usize) -> Result<&OpenJob, Refusal> {
        self.jobs.get(&job).ok_or(Refusal::NotFound)
    }

    fn job_id(&self, job: Option<usize>) -> Result<JobId, Refusal> {
        job.map_or(Ok(JobId(0)), |job| self.job(job).map(|job| job.id))
    }

    async fn make_pool(&mut self, number: usize) -> Result<(), Refusal> {
        let pool = &self.story.firm.pools[number];
        let who = self.firm.scope(&pool.owner);
        let (id, _) = pools::create(&self.house.db, &who, &pool.name, &pool.about).await?;
        self.pools.insert(number, id);
        Ok(())
    }

    async fn arrive(&mut self, number: usize, recruiter: &str) -> Result<(), Refusal> {
        let one = &self.plan.people[number];
        let who = self.firm.scope(recruiter);
        let new = NewPerson {
            name: one.name.clone(),
            emails: vec![one.email.clone()],
            phones: vec![one.phone.clone()],
            city: one.city.clone(),
            country_code: one.country.clone(),
            source: one.source.clone(),
            owner: self.firm.users.get(recruiter).copied().unwrap_or_default(),
            tags: one.tags.clone(),
            ..NewPerson::default()
        };
        let person = add::add(&self.house.db, &who, new).await?.person;
        self.people.insert(number, person);
        let text = resume_text::write(one, self.house.db.clock().year_month());
        let file_name = format!("{}.txt", keys::name_key(&one.name).replace(' ', "-"));
        let target = Target { person, ..Target::default() };
        self.upload(&who, vec![(file_name, text.into_bytes())], target).await?;
        if one.status != "unknown" {
            let field = edit::Field::Status;
            edit::edit(&self.house.db, &who, person, 1, field, one.status).await?;
        }
        Ok(())
    }

    async fn upload(
        &self,
        who: &record::Scope<record::Clear>,
        files: Vec<(String, Vec<u8>)>,
        target: Target,
    ) -> Result<UploadBatchId, Refusal> {
        let fault = |cause: files::FilesError| Refusal::Files(cause);
        let mut incoming = vec![];
        for (file_name, bytes) in files {
            let mut staging = self.house.files.stage(base::limits::UPLOAD_BYTES_MAX).await.map_err(fault)?;
            staging.write(&bytes).await.map_err(fault)?;
            incoming.push(Incoming { file_name, staged: Ok(staging.finish().await.map_err(fault)?) });
        }
        let (house, db) = (self.house, &self.house.db);
        uploads::receive(db, &house.files, who, incoming, target).await.map(|(batch, _)| batch)
    }

    async fn files(&mut self, numbers: &[usize], job: Option<usize>) -> Result<(), Refusal> {
        let recruiter = job.map_or("Nora Whitfield", |job| self.story.jobs[job].team.recruiter.as_str());
        let mut files = vec![];
        for number in numbers {
            let name = &self.story.files[*number].name;
            let file = Resumes::get(name).ok_or_else(|| Refusal::Fault(format!("{name} is not built in")))?;
            files.push((name.clone(), file.data.into_owned()));
        }
        let target = Target { job: self.job_id(job)?, ..Target::default() };
        self.upload(&self.firm.scope(recruiter), files, target).await.map(drop)
    }

    async fn mail(&mut self, person: usize, thread: usize, message: usize) -> Result<(), Refusal> {
        let about = &self.story.mail.threads[thread];
        let mail = &about.messages[message];
        let subject = if message == 0 { about.subject.clone() } else { format!("Re: {}", about.subject) };
        let past = PastMail {
            person: self.person(person)?,
            subject,
            body: mail.text.clone(),
            answers: self.mails.get(&thread).copied(),
            ..PastMail::default()
        };
        let written = self.letter(&about.user, mail.from == "us", past).await?;
        self.mails.insert(thread, written);
        Ok(())
    }

    /// A mail between somebody of ours and somebody of the story.
    async fn letter(&self, by: &str, ours: bool, past: PastMail) -> Result<MessageId, Refusal> {
        let user = self.story.firm.users.iter().find(|user| user.name == by).ok_or(Refusal::NotFound)?;
        let past = PastMail {
            user: self.firm.users.get(&user.name).copied().unwrap_or_default(),
            address: user.email.clone(),
            ..past
        };
        let who = self.firm.scope(&user.name);
        if ours {
            story::sent(self.house, &who, past).await
        } else {
            story::received(self.house, &who, past).await
        }
    }

    async fn apply(&mut self, person: usize, job: usize) -> Result<(), Refusal> {
        let who = self.firm.scope(&self.story.jobs[job].team.recruiter);
        let (id, known) = (self.job(job)?.id, self.person(person)?);
        let source = &self.plan.people[person].source;
        let received = applications::receive::receive(&self.house.db, &who, known, id, source).await?;
        self.applications.insert((person, job), (received.application, 1));
        Ok(())
    }

    fn application(&self, person: usize, job: usize) -> Result<(ApplicationRef, i64), Refusal> {
        let known = self.applications.get(&(person, job));
        known.map(|(id, version)| (ApplicationRef::Id(*id), *version)).ok_or(Refusal::NotFound)
    }

    fn changed(&mut self, person: usize, job: usize, changed: &Changed) {
        if let Some(known) = self.applications.get_mut(&(person, job)) {
            known.1 = changed.version;
        }
    }

    async fn advance(&mut self, person: usize, job: usize, stage: usize) -> Result<(), Refusal> {
        let who = self.firm.scope(&self.story.jobs[job].team.recruiter).mixed();
        let to = *self.job(job)?.stages.get(stage).ok_or(Refusal::NotFound)?;
        let (application, version) = self.application(person, job)?;
        let changed =
            applications::advance::advance(&self.house.db, &who, &application, to, version, "").await?;
        self.changed(person, job, &changed);
        Ok(())
    }

    async fn end(&mut self, person: usize, job: usize, ours: bool) -> Result<(), Refusal> {
        let who = self.firm.scope(&self.story.jobs[job].team.recruiter).mixed();
        let kind = if ours { DispositionKind::WeRejected } else { DispositionKind::TheyWithdrew };
        let fitting: Vec<_> =
            self.reasons.iter().filter(|reason| reason.kind == kind).map(|one| one.id).collect();
        if fitting.is_empty() {
            return Err(Refusal::NotFound);
        }
        let reason = *self.dice.pick(&fitting);
        let (application, version) = self.application(person, job)?;
        let db = &self.house.db;
        let changed = applications::dispose::dispose(db, &who, &application, reason, version, "").await?;
        self.changed(person, job, &changed);
        Ok(())
    }

    async fn hire(&mut self, person: usize, job: usize) -> Result<(), Refusal> {
        let who = self.firm.scope(&self.story.jobs[job].team.recruiter).mixed();
        let (application, version) = self.application(person, job)?;
        let changed = applications::hire::hire(&self.house.db, &who, &application, version).await?;
        self.changed(person, job, &changed);
        Ok(())
    }

    async fn meet(
        &mut self,
        person: usize,
        job: usize,
        meeting: usize,
        starts_at: Micros,
    ) -> Result<(), Refusal> {
        let about = &self.story.words.interviews[meeting];
        let team = &self.story.jobs[job].team;
        let names = team.interviewers.iter().take(1).chain([&team.manager]);
        let (application, _) = self.application(person, job)?;
        let ApplicationRef::Id(application) = application else { return Err(Refusal::NotFound) };
        let new = NewInterview {
            application,
            title: about.kind.clone(),
            starts_at,
            ends_at: starts_at + about.minutes * MINUTE,
            zone: journey::ZONE.to_owned(),
            place: about.place.clone(),
            attendees: names.filter_map(|name| self.firm.users.get(name).copied()).collect(),
        };
        interviews::schedule(&self.house.db, &self.firm.scope(&team.recruiter), new).await.map(drop)
    }
}

/// Does what the server does beside the pages: chores, two at a time, and listeners, until all is quiet.
pub(super) async fn night(house: &House) -> Result<(), Refusal> {
    loop {
        let (one, two) = tokio::join!(crate::work::run_due(house), crate::work::run_due(house));
        if one? | two? {
            continue;
        }
        if crate::work::hear_all(house).await? == 0 {
            return Ok(());
        }
    }
}

/// The number of people, for the word at the end.
pub(super) async fn count_people(house: &House, firm: &Firm) -> Result<u64> {
    let system = record::access::policy::system(firm.workspace);
    let all = record::people::search::Search { limit: 1, ..Default::default() };
    let found = record::people::search::search(house, &system, &all).await;
    Ok(found.context("counting the people")?.total)
}
