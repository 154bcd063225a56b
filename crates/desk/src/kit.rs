//! A house for the tests of this room.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use base::{Clock, Micros};
use db::{Db, QuietReason};
use http_body_util::BodyExt;
use record::access::{Attempts, MasterKey, policy, session, users, workspaces};
use record::applications::{ApplicationRef, advance, hire, receive};
use record::house::HouseSettings;
use record::jobs::{self, JobDraft, NewJob, TeamRole};
use record::people::add::{NewPerson, add};
use record::people::notes::{NewNote, write_note};
use record::{ApplicationId, Clear, House, JobId, Mixed, PersonId, Scope, UserId, WorkspaceId};
use tower::ServiceExt;
use web::axum::Router;
use web::axum::body::Body;
use web::axum::http::{Request, StatusCode, header};

/// Monday 23 November 2026, 9:00 UTC.
pub(crate) const BEGIN: Micros = 1_795_424_400_000_000;

pub(crate) struct Kit {
    pub(crate) house: House,
    pub(crate) clock: Clock,
    pub(crate) workspace: WorkspaceId,
    site: Router,
    _folder: tempfile::TempDir,
}

impl Kit {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held_at(BEGIN);
        let mut options = db::Options::sqlite(folder.path().join("t.db"));
        options.clock = clock.clone();
        options.durable = false;
        let db = Db::open(options).await.unwrap();
        let workspace = workspaces::create(&db, "Harbour & Pine", None).await.unwrap();
        let house = House {
            files: files::Store::open(&folder.path().join("files")).unwrap(),
            people: Arc::new(index::PeopleIndex::in_memory().unwrap()),
            keys: MasterKey::new(&[7; 32]),
            attempts: Attempts::new(&clock),
            reader: sandbox::Pool::new(sandbox::PoolOptions::new("none", [])),
            outside: outside::Outside { offline: true },
            settings: Arc::new(HouseSettings { base_url: "http://localhost".into(), demo: false }),
            progress: record::journal::Progress::default(),
            meters: record::meters::Meters::default(),
            db,
        };
        let rooms: &'static [web::Room] = &[crate::ROOM];
        let site = web::serve_house(web::Web::new(house.clone(), rooms, vec![]));
        Self { house, clock, workspace, site, _folder: folder }
    }

    pub(crate) fn system(&self) -> Scope<Clear> {
        policy::system(self.workspace)
    }

    /// A user with a role over the workspace.
    pub(crate) async fn user(&self, name: &str, role: &str) -> UserId {
        let email = format!("{}@example.test", name.to_lowercase().replace(' ', "."));
        users::create_with_role(&self.house.db, &self.system(), name, &email, role).await.unwrap()
    }

    pub(crate) async fn as_user(&self, user: UserId) -> Scope<Mixed> {
        policy::in_the_name_of(&self.house.db, self.workspace, user).await.unwrap()
    }

    pub(crate) async fn as_recruiter(&self, user: UserId) -> Scope<Clear> {
        policy::recruiting_in_the_name_of(&self.house.db, self.workspace, user).await.unwrap().unwrap()
    }

    pub(crate) async fn person(&self, name: &str, owner: UserId) -> PersonId {
        let new = NewPerson { name: name.to_owned(), owner, ..NewPerson::default() };
        add(&self.house.db, &self.system(), new).await.unwrap().person
    }

    pub(crate) async fn job(&self, title: &str, blind: bool) -> JobId {
        let draft = JobDraft { title: title.to_owned(), blind, ..JobDraft::default() };
        let new = NewJob { draft, openings: 3, open: true };
        jobs::edit::create(&self.house.db, &self.system(), new).await.unwrap()
    }

    pub(crate) async fn join(&self, job: JobId, user: UserId, role: TeamRole) {
        jobs::team::join(&self.house.db, &self.system().mixed(), job, user, role).await.unwrap();
    }

    pub(crate) async fn apply(&self, person: PersonId, job: JobId) -> ApplicationId {
        receive::receive(&self.house.db, &self.system(), person, job, "").await.unwrap().application
    }

    /// Moves an application to the stage at this place, from 0.
    pub(crate) async fn advance(
        &self,
        who: &Scope<Mixed>,
        application: ApplicationId,
        job: JobId,
        to: usize,
        version: i64,
    ) -> i64 {
        let stages = jobs::stages::stages(&self.house.db, &self.system(), job).await.unwrap();
        let reference = ApplicationRef::Id(application);
        advance::advance(&self.house.db, who, &reference, stages[to].id, version, "").await.unwrap().version
    }

    pub(crate) async fn hire(&self, who: &Scope<Mixed>, application: ApplicationId, version: i64) {
        hire::hire(&self.house.db, who, &ApplicationRef::Id(application), version).await.unwrap();
    }

    pub(crate) async fn note(&self, who: &Scope<Clear>, person: PersonId, text: &str) {
        let new = NewNote { text: text.to_owned(), ..NewNote::default() };
        write_note(&self.house.db, who, person, new).await.unwrap();
    }

    /// Lets this room hear what happened, and the index too.
    pub(crate) async fn settle(&self) {
        record::people::index_doc::catch_up(&self.house, self.workspace).await.unwrap();
        for listener in crate::ROOM.listeners {
            record::journal::listen::catch_up(&self.house, self.workspace, listener).await.unwrap();
        }
    }

    /// Lets the listeners hear everything once more, as after a crash before the cursor was moved.
    pub(crate) async fn hear_again(&self) {
        let sql = "update listener_cursor set last_seq = 0 where workspace_id = $1";
        self.house
            .db
            .write_quiet(self.workspace.0, QuietReason::Progress, async |tx| {
                tx.run(sql, &[&self.workspace]).await
            })
            .await
            .unwrap();
        self.settle().await;
    }

    pub(crate) async fn browser(&self, user: UserId) -> Browser<'_> {
        let start =
            session::start(&self.house.db, self.workspace, user, "test", "127.0.0.1", false).await.unwrap();
        Browser { kit: self, token: start.token, csrf: start.csrf }
    }
}

/// A signed-in user's requests.
pub(crate) struct Browser<'k> {
    kit: &'k Kit,
    token: String,
    csrf: String,
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> (StatusCode, String) {
        let (status, _, body) = self.send(Request::get(path), Body::empty()).await;
        (status, body)
    }

    pub(crate) async fn fragment(&self, path: &str) -> String {
        self.send(Request::get(path).header("hx-request", "true"), Body::empty()).await.2
    }

    /// Status, where it leads, body.
    pub(crate) async fn post(&self, path: &str, form: &str) -> (StatusCode, String, String) {
        let body = format!("csrf={}&{form}", self.csrf);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body.into()).await
    }

    async fn send(
        &self,
        request: web::axum::http::request::Builder,
        body: Body,
    ) -> (StatusCode, String, String) {
        let request = request
            .header(header::HOST, "localhost")
            .header(header::COOKIE, format!("rapport={}", self.token))
            .body(body)
            .unwrap();
        let answer = self.kit.site.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, to.unwrap_or_default(), String::from_utf8(bytes.to_vec()).unwrap())
    }
}
