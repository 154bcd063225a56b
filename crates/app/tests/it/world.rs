//! A small firm with one planted person, for the crawls.

use record::access::policy;
use record::applications::receive;
use record::interviews::{self, NewInterview};
use record::jobs::edit::{self, JobDraft, NewJob};
use record::people::add::{self, NewPerson};
use record::people::contacts::ContactKind;
use record::people::facts::{self, Addition, FactKind, NewEducation, NewEmployment, NewFact};
use record::people::notes::{self, NewNote};
use record::people::uploads::{self, Incoming, Target};
use record::people::{PersonRow, contacts, tags};
use record::{
    ApplicationId, DocumentId, InteractionId, InterviewId, JobId, PersonId, PoolId, StageId, UserId,
};
use testkit::{Role, TestHouse};

/// Strings that exist nowhere else: whoever finds one knows the planted person.
pub const CANARIES: [&str; 9] = [
    "Zanzibara",
    "Quixolotl",
    "zq.canary",
    "447700900963",
    "Xanthopolis",
    "Vexillumworks",
    "Ytterbyschool",
    "canary-note",
    "canary-tag",
];
/// What a masked reader may see of them.
pub const TITLE: &str = "Lighthouse engineer";

pub struct World {
    pub person: PersonId,
    pub job: JobId,
    pub application: ApplicationId,
    pub alias: String,
    pub stage: StageId,
    pub pool: PoolId,
    pub note: InteractionId,
    pub interview: InterviewId,
    pub admin: UserId,
    /// Their resume, read and waiting to be checked.
    pub document: DocumentId,
}

/// Plants everything in the kit's own workspace.
pub async fn plant(kit: &TestHouse) -> World {
    let (db, who) = (&kit.house.db, kit.system());
    let admin = kit.user("Anders Brink", Role::Admin).await;
    let new = NewPerson {
        name: "Zanzibara Quixolotl".into(),
        emails: vec!["zq.canary@example.com".into()],
        phones: vec!["+44 7700 900963".into()],
        city: "Xanthopolis".into(),
        source: "Sourced".into(),
        ..NewPerson::default()
    };
    let person = add::add(db, &who, new).await.unwrap().person;
    let held = NewEmployment {
        employer: "Vexillumworks".into(),
        title: TITLE.into(),
        started: 201_903,
        ongoing: true,
        ..NewEmployment::default()
    };
    facts::add_fact(db, &who, person, Addition::Employment(held)).await.unwrap();
    let study =
        NewEducation { school: "Ytterbyschool".into(), degree: "BSc".into(), ..NewEducation::default() };
    facts::add_fact(db, &who, person, Addition::Education(study)).await.unwrap();
    let skill = NewFact { kind: FactKind::Skill, value: "Fresnel lenses".into(), level: String::new() };
    facts::add_fact(db, &who, person, Addition::Fact(skill)).await.unwrap();
    contacts::add_contact(db, &who, person, ContactKind::Url, "linkedin.com/in/zq.canary").await.unwrap();
    let note = NewNote { text: "canary-note: call back in spring".into(), ..NewNote::default() };
    let (note, _) = notes::write_note(db, &who, person, note).await.unwrap();
    tags::change_tags(db, &who, person, &["canary-tag".into()], &[]).await.unwrap();
    let draft = JobDraft { title: "Keeper of the light".into(), blind: true, ..JobDraft::default() };
    let job = edit::create(db, &who, NewJob { draft, openings: 1, open: true }).await.unwrap();
    record::applications::dispose::ensure_default_reasons(db, &who).await.unwrap();
    let application = receive::receive(db, &who, person, job, "Sourced").await.unwrap().application;
    let stages = record::jobs::stages::stages(db, &who, job).await.unwrap();
    let interview = NewInterview {
        application,
        title: "First call".into(),
        starts_at: kit.clock.now() + 3_600_000_000,
        ends_at: kit.clock.now() + 7_200_000_000,
        zone: "UTC".into(),
        place: String::new(),
        attendees: vec![admin],
    };
    let interview = interviews::schedule(db, &who, interview).await.unwrap();
    let (pool, _) = record::pools::create(db, &who, "Lights", "").await.unwrap();
    tags::pool_many(db, &who, &[person], pool).await.unwrap();
    let document = resume(kit, admin, person).await;
    let alias = alias_of(kit, application).await;
    World { person, job, application, alias, stage: stages[1].id, pool, note, interview, admin, document }
}

/// Gives the planted person a resume, read by the reading child.
async fn resume(kit: &TestHouse, admin: UserId, person: PersonId) -> DocumentId {
    const TEXT: &str = "Zanzibara Quixolotl\nLighthouse engineer\nzq.canary@example.com\nBorn 1 May 1980\n\n\
        Experience\n\nLighthouse engineer, Vexillumworks\nMarch 2019 - present\n- Kept the light\n\n\
        Skills\nFresnel lenses, Signal flags\n";
    let house = &kit.house;
    let who = policy::recruiting_in_the_name_of(&house.db, kit.workspace, admin).await.unwrap().unwrap();
    let mut staging = house.files.stage(10_000).await.unwrap();
    staging.write(TEXT.as_bytes()).await.unwrap();
    let staged = Ok(staging.finish().await.unwrap());
    let incoming = vec![Incoming { file_name: "zq.canary.txt".into(), staged }];
    let target = Target { person, ..Target::default() };
    uploads::receive(&house.db, &house.files, &who, incoming, target).await.unwrap();
    kit.settle().await;
    let profile = record::people::read::profile(&house.db, &who, &person.into()).await.unwrap();
    profile.documents[0].id
}

async fn alias_of(kit: &TestHouse, application: ApplicationId) -> String {
    let sql = "select alias from application where workspace_id = $1 and id = $2";
    let bound: [&dyn db::Bind; 2] = [&kit.workspace, &application];
    let found: Result<String, db::DbError> =
        kit.house.db.read(async |rd| rd.one(sql, &bound, |row| row.text(0)).await).await;
    found.unwrap()
}

/// The row of the planted person as the system sees it.
pub async fn row(kit: &TestHouse, world: &World) -> PersonRow {
    let rows = record::people::read::rows(&kit.house.db, &kit.system(), &[world.person]).await.unwrap();
    rows.into_iter().next().unwrap()
}

impl World {
    /// Addresses of a route for this world: how a clear reader names things, and how a masked one does.
    /// Every route of the house needs an arm; a new one without makes the crawl stop.
    pub fn addresses(&self, pattern: &str, person: &str, application: &str) -> Option<String> {
        let filled = pattern
            .replace("{ref}", person)
            .replace("{person}", person)
            .replace("{application}", application)
            .replace("{job}", &self.job.to_string())
            .replace("{stage}", &self.stage.to_string())
            .replace("{pool}", &self.pool.to_string())
            .replace("{document}", &self.document.to_string())
            .replace("{page}", "1")
            .replace("{note}", &self.note.to_string());
        let known_elsewhere = [
            "{token}",
            "{id}",
            "{grant}",
            "{batch}",
            "{file}",
            "{seq}",
            "{view}",
            "{task}",
            "{notification}",
            "{message}",
            "{template}",
            "{opening}",
            "{contact}",
            "{fact}",
            "{employment}",
            "{education}",
            "{member}",
            "{version}",
            "{field}",
        ];
        let id = self.interview.to_string();
        let filled = known_elsewhere.iter().fold(filled, |text, part| text.replace(part, &id));
        (!filled.contains('{')).then_some(filled)
    }
}
