//! The plan: who did what when, worked out from the story before anything is written, in order of time.

use anyhow::{Context, Result};
use base::Micros;
use base::clock::{DAY, HOUR, MINUTE};

use super::dice::Dice;
use super::journey::{self, Goal};
use super::letters;
use super::people::{self, Candidate, Inventor};
use super::story::Story;

/// How long ago the story begins.
pub(super) const LENGTH: Micros = 300 * DAY;

/// One thing that somebody did. People, jobs, pools and files are numbers in the plan's and the story's lists.
#[derive(Clone)]
pub(super) enum Deed {
    OpenJob {
        job: usize,
    },
    MakePool {
        pool: usize,
    },
    /// Somebody becomes known, with their resume.
    Arrive {
        person: usize,
        recruiter: String,
    },
    Apply {
        person: usize,
        job: usize,
    },
    Move {
        person: usize,
        job: usize,
        stage: usize,
    },
    /// We declined, or they withdrew.
    End {
        person: usize,
        job: usize,
        ours: bool,
    },
    Hire {
        person: usize,
        job: usize,
    },
    Meet {
        person: usize,
        job: usize,
        meeting: usize,
        starts_at: Micros,
    },
    Note {
        person: usize,
        by: String,
        text: String,
        job: Option<usize>,
    },
    Call {
        person: usize,
        by: String,
        text: String,
        job: Option<usize>,
    },
    Join {
        person: usize,
        pool: usize,
    },
    /// A mail that went out or came in: the thread's number in the story, the message's in the thread.
    Mail {
        person: usize,
        thread: usize,
        message: usize,
    },
    /// One of a thread that the plan made up; `talk` numbers the threads.
    Letter {
        person: usize,
        job: Option<usize>,
        by: String,
        talk: usize,
        ours: bool,
        subject: String,
        text: String,
    },
    /// Resume files arrive together.
    Files {
        files: Vec<usize>,
        job: Option<usize>,
    },
    /// Whoever is new on a board and has heard nothing gets a word; all but a few.
    Answer,
    /// Mail templates and saved views are made.
    Furnish,
    /// What the server does beside the pages is done.
    Night,
}

pub(super) struct Event {
    pub(super) at: Micros,
    pub(super) deed: Deed,
}

/// Everything that will have happened by `until`.
pub(super) struct Plan {
    pub(super) people: Vec<Candidate>,
    pub(super) events: Vec<Event>,
}

/// A plan in the making.
pub(super) struct Planner<'s> {
    pub(super) story: &'s Story,
    pub(super) dice: Dice,
    pub(super) begins: Micros,
    pub(super) until: Micros,
    pub(super) people: Vec<Candidate>,
    pub(super) events: Vec<Event>,
    /// Threads made up so far.
    pub(super) talks: usize,
    /// Meetings that lie ahead, so that each gets a place in the calendar of its own.
    pub(super) ahead: i64,
}

/// The same story every time.
const SEED: u64 = 20_261_123;
/// People in no job: so many for each ten on the boards.
const FREE_IN_TEN: i64 = 1;
/// Files that one person sends at once.
const FILES_AT_ONCE: usize = 3;

/// Plans a story that ends at `until`.
pub(super) fn plan(story: &Story, until: Micros) -> Result<Plan> {
    let mut planner = Planner {
        story,
        dice: Dice::new(SEED),
        begins: until - LENGTH,
        until,
        people: vec![],
        events: vec![],
        talks: 0,
        ahead: 0,
    };
    let mut inventor = Inventor::new(story, SEED);
    for pool in 0..story.firm.pools.len() {
        let at = planner.begins + (3 + pool as i64) * DAY;
        planner.put(at, Deed::MakePool { pool });
    }
    for job in 0..story.jobs.len() {
        planner.job(job, &mut inventor)?;
    }
    planner.free_people(&mut inventor)?;
    planner.files();
    planner.pools();
    planner.mail();
    planner.asked();
    planner.rounds();
    planner.put(planner.begins + 25 * DAY, Deed::Furnish);
    let mut night = planner.begins + DAY;
    while night < until {
        planner.put(night, Deed::Night);
        night += DAY;
    }
    let mut events = planner.events;
    // Stable: what was planned first comes first within a moment.
    events.sort_by_key(|event| event.at);
    Ok(Plan { people: planner.people, events })
}

impl Planner<'_> {
    pub(super) fn put(&mut self, at: Micros, deed: Deed) {
        self.events.push(Event { at, deed });
    }

    pub(super) fn opened(&self, job: usize) -> Micros {
        self.until - self.story.jobs[job].age_days * DAY
    }

    /// A moment of a working day on or near this one, within the story.
    pub(super) fn at_work(&mut self, at: Micros, not_before: Micros) -> Micros {
        let day = at.div_euclid(DAY);
        // 1970-01-01 was a Thursday.
        let weekend = [0, 0, 1, 2, 0, 0, 0][day.rem_euclid(7) as usize];
        let at = (day - weekend) * DAY + 8 * HOUR + self.dice.between(0, 9 * 60) * MINUTE;
        at.min(self.until - HOUR).max(not_before)
    }

    /// A working moment between two others.
    pub(super) fn between(&mut self, from: Micros, to: Micros) -> Micros {
        let at = self.dice.between(from, to.max(from));
        self.at_work(at, from)
    }

    fn job(&mut self, job: usize, inventor: &mut Inventor<'_>) -> Result<()> {
        let story = self.story;
        let about = &story.jobs[job];
        let stages = &story.pipeline(about)?.stages;
        let opened = self.opened(job);
        self.put(opened, Deed::OpenJob { job });
        let mut left = about.board.clone();
        for one in story.people.iter().filter(|one| one.job == about.key) {
            let stage = stages.iter().position(|stage| *stage == one.stage);
            let stage = stage.with_context(|| format!("{} stands in no stage of {}", one.name, about.key))?;
            left[stage] -= 1;
            let person = self.person(people::named(one));
            journey::plan(self, person, job, Goal::Stands(stage))?;
        }
        left[0] -= story.files.iter().filter(|file| file.job == about.key).count() as i64;
        let on_board: i64 = about.board.iter().sum();
        let mut goals = vec![];
        for (stage, count) in left.iter().enumerate() {
            goals.extend((0..*count).map(|_| Goal::Stands(stage)));
        }
        let last = stages.len() as i64 - 1;
        for _ in 0..(on_board / 5).max(1) {
            // Most hear no early.
            let stage = self.dice.between(0, last).min(self.dice.between(0, last)) as usize;
            goals.push(Goal::Ends { stage, ours: self.dice.chance(70) });
        }
        // One opening stays open; young jobs have hired nobody yet.
        if about.age_days >= 15 {
            goals.extend((1..about.openings.min(4)).map(|_| Goal::Hired));
        }
        for goal in goals {
            let person = self.person(inventor.invent(&about.profession)?);
            journey::plan(self, person, job, goal)?;
        }
        Ok(())
    }

    fn person(&mut self, person: Candidate) -> usize {
        self.people.push(person);
        self.people.len() - 1
    }

    fn free_people(&mut self, inventor: &mut Inventor<'_>) -> Result<()> {
        let story = self.story;
        for one in story.people.iter().filter(|one| one.job.is_empty()) {
            let person = self.person(people::named(one));
            self.arrives(person, self.begins + 20 * DAY);
        }
        let count = (self.people.len() as i64 * FREE_IN_TEN / 10).max(3);
        for _ in 0..count {
            let profession = self.dice.pick(&story.professions).key.clone();
            let person = self.person(inventor.invent(&profession)?);
            let at = self.between(self.begins + 2 * DAY, self.until - 2 * HOUR);
            self.arrives(person, at);
        }
        Ok(())
    }

    fn arrives(&mut self, person: usize, at: Micros) {
        let recruiters: Vec<_> = self
            .story
            .firm
            .users
            .iter()
            .filter(|user| user.role == "recruiter")
            .map(|user| user.name.clone())
            .collect();
        let recruiter = self.dice.pick(&recruiters).clone();
        self.put(at, Deed::Arrive { person, recruiter: recruiter.clone() });
        journey::talk(self, person, None, &recruiter, at);
        letters::write(self, person, None, &recruiter, "Pool", at);
    }

    fn files(&mut self) {
        let story = self.story;
        let keys = story.jobs.iter().map(|job| job.key.as_str()).chain([""]);
        for key in keys {
            let job = story.jobs.iter().position(|job| job.key == key);
            let from = job.map_or(self.begins, |job| self.opened(job)) + HOUR;
            let of_job: Vec<usize> =
                (0..story.files.len()).filter(|file| story.files[*file].job == key).collect();
            for some in of_job.chunks(FILES_AT_ONCE) {
                let at = self.between(from, self.until - 2 * HOUR);
                self.put(at, Deed::Files { files: some.to_vec(), job });
            }
        }
    }

    fn pools(&mut self) {
        let story = self.story;
        let mut arrived = vec![self.until; self.people.len()];
        for event in &self.events {
            if let Deed::Arrive { person, .. } = event.deed {
                arrived[person] = event.at;
            }
        }
        let made = self.begins + 20 * DAY;
        for (number, pool) in story.firm.pools.iter().enumerate() {
            for (person, came) in arrived.iter().enumerate() {
                let one = &self.people[person];
                let named = one.pools.contains(&pool.name);
                let fits = pool.professions.contains(&one.profession) && one.notes.is_empty();
                if named || (fits && self.dice.chance(14)) {
                    let at = self.between((came + HOUR).max(made), self.until - HOUR);
                    self.put(at, Deed::Join { person, pool: number });
                }
            }
        }
    }

    /// What colleagues ask of each other on the last morning.
    fn asked(&mut self) {
        let story = self.story;
        for (number, asked) in story.words.asked.iter().enumerate() {
            let Some(person) = self.people.iter().position(|one| one.name == asked.person) else { continue };
            let at = self.until - (25 + 55 * number as i64) * MINUTE;
            let (by, text) = (asked.by.clone(), asked.text.clone());
            self.put(at, Deed::Note { person, by, text, job: None });
        }
    }

    /// The recruiters look at who is new and who was met, some times a working day.
    fn rounds(&mut self) {
        let last = self.until - 90 * MINUTE;
        let mut day = self.begins.div_euclid(DAY) + 1;
        while day * DAY < last {
            for hour in [9, 11, 13, 15, 17] {
                let at = day * DAY + hour * HOUR + 30 * MINUTE;
                if at < last && ![2, 3].contains(&day.rem_euclid(7)) {
                    self.put(at, Deed::Answer);
                }
            }
            day += 1;
        }
    }

    /// The threads with people whom the story names; they end soon before it does.
    fn mail(&mut self) {
        let story = self.story;
        for (number, thread) in story.mail.threads.iter().enumerate() {
            let person =
                self.people.iter().position(|one| !thread.person.is_empty() && one.name == thread.person);
            let Some(person) = person else { continue };
            let came = self.events.iter().find_map(|event| match event.deed {
                Deed::Arrive { person: one, .. } if one == person => Some(event.at),
                _ => None,
            });
            let begun = self.until - thread.days_ago * DAY;
            let mut at = self.at_work(begun, came.unwrap_or(self.begins) + 2 * HOUR);
            for (message, mail) in thread.messages.iter().enumerate() {
                let left = (thread.messages.len() - message) as i64 * 5 * MINUTE;
                at = (at + mail.hours_after * HOUR).min(self.until - left);
                self.put(at, Deed::Mail { person, thread: number, message });
            }
        }
    }
}
