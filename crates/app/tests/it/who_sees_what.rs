//! Who sees what, as a table: roles against fields and operations, asked of the running house and compared with
//! `docs/who-sees-what.txt`. A change of policy is a change of that file, which a reviewer reads.

use std::fmt::Write as _;

use record::applications::receive;
use record::interviews::{self, NewInterview};
use record::jobs::edit::{self, JobDraft, NewJob};
use record::jobs::team::{self, TeamRole};
use testkit::{Browser, Role, TestHouse};

use crate::PROGRAM;
use crate::world::{self, TITLE, World};

/// What stands on a profile where the field is seen.
const FIELDS: [(&str, &str); 11] = [
    ("name", "Quixolotl"),
    ("e-mail", "zq.canary@"),
    ("phone", "7700900963"),
    ("city", "Xanthopolis"),
    ("employer", "Vexillumworks"),
    ("school", "Ytterbyschool"),
    ("note", "canary-note"),
    ("tag", "canary-tag"),
    ("title", TITLE),
    ("skill", "Fresnel lenses"),
    ("degree", "BSc"),
];

/// `OFFERS` asks whether the page has a form for it. `POST` goes out empty: a form that is read and found wanting is one that this role may send.
const OPERATIONS: [(&str, &str, &str); 18] = [
    ("open the list of candidates", "GET", "/candidates"),
    ("search by name", "SEARCH", "/candidates?q=name:quixolotl"),
    ("search by skill", "SEARCH", "/candidates?q=skill:fresnel"),
    ("facets by city, company, source", "FACETS", "/candidates"),
    ("sort by name", "SORT", "/candidates?sort=name"),
    ("open the profile", "GET", "/candidates/{ref}"),
    ("write a note", "POST", "/candidates/{ref}/notes"),
    ("add a fact", "OFFERS", "/candidates/{ref}?tab=experience /facts"),
    ("write a mail", "GET", "/candidates/{ref}/messages/new"),
    ("open the board", "GET", "/jobs/{job}"),
    ("see the matches", "GET", "/jobs/{job}/matches"),
    ("open the application", "GET", "/applications/{application}"),
    ("move on the board", "OFFERS", "/applications/{application} /transitions\""),
    ("decline", "OFFERS", "/applications/{application} /disposition?"),
    ("edit the job", "GET", "/jobs/{job}/edit"),
    ("upload resumes", "GET", "/uploads"),
    ("users and their rights", "GET", "/users"),
    ("audit log", "GET", "/settings/audit"),
];

/// One column of the table: somebody, and the addresses under which they meet the planted person.
struct Seat {
    who: &'static str,
    browser: Browser,
    person: String,
    application: String,
    job: String,
}

async fn seats(kit: &TestHouse, world: &World) -> Vec<Seat> {
    let (db, system) = (&kit.house.db, kit.system());
    let draft = JobDraft { title: "Keeper of the harbour".into(), ..JobDraft::default() };
    let open = edit::create(db, &system, NewJob { draft, openings: 1, open: true }).await.unwrap();
    let seen = receive::receive(db, &system, world.person, open, "Sourced").await.unwrap().application;
    kit.settle().await;
    let (blind, alias) = (world.job.to_string(), world.alias.clone());
    let (person, seen_id, open_id) = (world.person.to_string(), seen.to_string(), open.to_string());
    let clear = (person.clone(), seen_id.clone(), open_id.clone());
    let masked = (alias.clone(), alias, blind);
    let mut seats = vec![];
    for (who, role, at) in [
        ("administrator", Role::Admin, &clear),
        ("recruiter", Role::Recruiter, &clear),
        ("manager of an open job", Role::HiringManager, &clear),
        ("manager of a blind job", Role::HiringManager, &masked),
        ("interviewer", Role::Interviewer, &clear),
        ("blind reviewer", Role::BlindReviewer, &masked),
        ("manager of another job", Role::HiringManager, &clear),
    ] {
        let user = kit.user(who, role).await;
        match who {
            "manager of an open job" => {
                team::join(db, &system.mixed(), open, user, TeamRole::HiringManager).await.unwrap();
            }
            "manager of a blind job" => {
                team::join(db, &system.mixed(), world.job, user, TeamRole::HiringManager).await.unwrap();
            }
            "interviewer" => {
                let interview = NewInterview {
                    application: seen,
                    title: "First call".into(),
                    starts_at: kit.clock.now() + 3_600_000_000,
                    ends_at: kit.clock.now() + 7_200_000_000,
                    zone: "UTC".into(),
                    place: String::new(),
                    attendees: vec![user],
                };
                interviews::schedule(db, &system, interview).await.unwrap();
            }
            _ => {}
        }
        let browser = kit.browser(user).await;
        let (person, application, job) = at.clone();
        seats.push(Seat { who, browser, person, application, job });
    }
    seats
}

impl Seat {
    fn address(&self, pattern: &str) -> String {
        pattern
            .replace("{ref}", &self.person)
            .replace("{application}", &self.application)
            .replace("{job}", &self.job)
    }

    /// `yes`, `no`, or `-` where there is nothing to be seen at all.
    async fn sees(&self, sign: &str) -> &'static str {
        let page = self.browser.get(&format!("/candidates/{}", self.person)).await;
        if page.status == 404 {
            return "-";
        }
        let more = self.browser.get(&format!("/candidates/{}?tab=experience", self.person)).await;
        // Numbers are shown in groups.
        let shows = |page: &testkit::Page| {
            page.html().contains(sign) || page.text().replace([' ', '\u{a0}'], "").contains(sign)
        };
        if shows(&page) || shows(&more) { "yes" } else { "no" }
    }

    async fn may(&self, method: &str, pattern: &str) -> &'static str {
        // What follows the address is the form that a page must offer.
        let (pattern, form) = pattern.split_once(' ').unwrap_or((pattern, ""));
        let address = self.address(pattern);
        let page = match method {
            "POST" => self.browser.post(&address, &[]).await,
            _ => self.browser.get(&address).await,
        };
        let met = || {
            let html = page.html();
            html.contains(&format!("/candidates/{}", self.person)) || html.contains("Quixolotl")
        };
        let allowed = match method {
            "SEARCH" => met(),
            "FACETS" => page.html().contains("Xanthopolis"),
            "OFFERS" => page.status == 200 && page.html().contains(form),
            "SORT" => page.status == 200 && page.html().contains("Quixolotl"),
            _ => !matches!(page.status, 403 | 404),
        };
        if allowed { "yes" } else { "no" }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_what_is_as_written() {
    let kit = TestHouse::new(PROGRAM).await;
    let world = world::plant(&kit).await;
    let seats = seats(&kit, &world).await;
    let mut table = String::from(
        "Who sees what of a person, and who may do what. Made by crates/app/tests/it/who_sees_what.rs: a change of\n\
         policy changes this file. The person stands on an open job and on a blind one.\n\n",
    );
    let line = |table: &mut String, label: &str, cells: &[&str]| {
        let _ = write!(table, "{label:<34}");
        for cell in cells {
            let _ = write!(table, "| {cell:<23}");
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    };
    let names: Vec<&str> = seats.iter().map(|seat| seat.who).collect();
    line(&mut table, "FIELDS on the profile", &names);
    for (field, sign) in FIELDS {
        let mut cells = vec![];
        for seat in &seats {
            cells.push(seat.sees(sign).await);
        }
        line(&mut table, field, &cells);
    }
    table.push('\n');
    line(&mut table, "OPERATIONS", &names);
    for (label, method, pattern) in OPERATIONS {
        let mut cells = vec![];
        for seat in &seats {
            cells.push(seat.may(method, pattern).await);
        }
        line(&mut table, label, &cells);
    }
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/who-sees-what.txt");
    if std::env::var_os("WRITE_TABLES").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(table == kept, "run again with WRITE_TABLES=1 if this is meant:\n{table}");
}
