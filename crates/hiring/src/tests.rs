//! The room by itself: its pages through the whole shell, without the other rooms.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use base::{Clock, Micros};
use db::{Db, QuietReason};
use http_body_util::BodyExt;
use record::access::{MasterKey, policy, session};
use record::applications::receive;
use record::house::HouseSettings;
use record::jobs::{TeamRole, team};
use record::{House, JobId, PersonId, UserId, WorkspaceId};
use tower::ServiceExt;
use web::axum::Router;
use web::axum::body::Body;
use web::axum::http::{HeaderMap, Request, header};

const BEGIN: Micros = 1_795_424_400_000_000;

struct Kit {
    house: House,
    workspace: WorkspaceId,
    site: Router,
    _folder: tempfile::TempDir,
}

struct Browser {
    site: Router,
    cookie: String,
    csrf: String,
}

struct Page {
    status: u16,
    headers: HeaderMap,
    html: String,
}

impl Page {
    fn says(&self, words: &str) -> &Self {
        assert!(self.html.contains(words), "{words} is not in {}: {}", self.status, self.html);
        self
    }
    fn says_not(&self, words: &str) -> &Self {
        assert!(!self.html.contains(words), "{words} is in {}", self.html);
        self
    }
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    /// What stands between two marks, the first time.
    fn between(&self, before: &str, after: &str) -> String {
        let (_, rest) =
            self.html.split_once(before).unwrap_or_else(|| panic!("no {before} in {}", self.html));
        rest.split_once(after).unwrap().0.to_owned()
    }
}

impl Kit {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held_at(BEGIN);
        let mut options = db::Options::sqlite(folder.path().join("t.db"));
        options.clock = clock;
        options.durable = false;
        let db = Db::open(options).await.unwrap();
        let workspace = record::access::workspaces::create(&db, "Harbour & Pine", None).await.unwrap();
        let house = House {
            attempts: record::access::Attempts::new(db.clock()),
            files: files::Store::open(&folder.path().join("files")).unwrap(),
            people: Arc::new(index::PeopleIndex::in_memory().unwrap()),
            keys: MasterKey::new(&[7; 32]),
            reader: sandbox::Pool::new(sandbox::PoolOptions::new("/bin/false", ["none"])),
            outside: outside::Outside { offline: true },
            settings: Arc::new(HouseSettings { base_url: "http://localhost".to_owned(), demo: false }),
            progress: record::journal::Progress::default(),
            meters: record::meters::Meters::default(),
            db,
        };
        record::applications::ensure_default_reasons(&house.db, &policy::system(workspace)).await.unwrap();
        let site = web::serve_house(web::Web::new(house.clone(), &[crate::ROOM], vec![]));
        Self { house, workspace, site, _folder: folder }
    }

    async fn raw(&self, sql: &str, bound: &[&dyn db::Bind]) {
        let db = &self.house.db;
        db.write_quiet(self.workspace.0, QuietReason::Progress, async |tx| tx.run(sql, bound).await)
            .await
            .unwrap();
    }

    async fn user(&self, name: &str, role: &str) -> UserId {
        let (id, grant, now) = (UserId(self.house.db.new_id()), self.house.db.new_id(), self.house.db.now());
        let sql = "insert into user_account (workspace_id, id, email, email_key, name, password_hash, created_at) values ($1, $2, $3, $3, $3, '', $4)";
        self.raw(sql, &[&self.workspace, &id, &name, &now]).await;
        if !role.is_empty() {
            let sql = "insert into role_grant (workspace_id, id, user_id, role, scope_kind, scope_id, created_at) values ($1, $2, $3, $4, 'workspace', 0, $5)";
            self.raw(sql, &[&self.workspace, &grant, &id, &role, &now]).await;
        }
        id
    }

    async fn person(&self, name: &str) -> PersonId {
        let (id, now) = (PersonId(self.house.db.new_id()), self.house.db.now());
        let sql = "insert into person (workspace_id, id, name, name_key, current_employer, created_at, updated_at, last_contact_at) values ($1, $2, $3, $3, 'Tidewater', $4, $4, 0)";
        self.raw(sql, &[&self.workspace, &id, &name, &now]).await;
        let doc = index::PersonDoc {
            workspace: self.workspace.0,
            person: id.0,
            name: name.to_owned(),
            ..index::PersonDoc::default()
        };
        self.house.people.apply([index::Change::Put(Box::new(doc))]).unwrap();
        self.house.people.commit(&index::Cursors::default()).unwrap();
        id
    }

    async fn browser(&self, user: UserId) -> Browser {
        let db = &self.house.db;
        let start = session::start(db, self.workspace, user, "", "", false).await.unwrap();
        Browser { site: self.site.clone(), cookie: format!("rapport={}", start.token), csrf: start.csrf }
    }

    async fn settle(&self) {
        record::journal::listen::catch_up(&self.house, self.workspace, &crate::scores::LISTENER)
            .await
            .unwrap();
        while record::journal::chores::run_next(&self.house, &[crate::scores::CHORE]).await.unwrap() {}
    }
}

impl Browser {
    async fn send(&self, request: web::axum::http::request::Builder, body: Body) -> Page {
        let request = request.header(header::HOST, "localhost").header(header::COOKIE, &self.cookie);
        let answer = self.site.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let html = String::from_utf8(bytes.to_vec()).unwrap();
        Page { status: parts.status.as_u16(), headers: parts.headers, html }
    }

    async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path), Body::empty()).await
    }

    async fn fragment(&self, path: &str) -> Page {
        self.send(Request::get(path).header("hx-request", "true"), Body::empty()).await
    }

    async fn post_as(&self, path: &str, form: &[(&str, &str)], fragment: bool) -> Page {
        let mut pairs = vec![("csrf", self.csrf.as_str())];
        pairs.extend(form);
        let body = serde_html_form::to_string(&pairs).unwrap();
        let mut request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "http://localhost");
        if fragment {
            request = request.header("hx-request", "true");
        }
        self.send(request, body.into()).await
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.post_as(path, form, false).await
    }
}

const POST: [(&str, &str); 8] = [
    ("title", "Ledger engineer"),
    ("city", "Lisbon"),
    ("description", "You need:\n- Rust\n- PostgreSQL"),
    ("work_mode", "hybrid"),
    ("salary_min", "85,000"),
    ("salary_max", "105,000"),
    ("currency", "EUR"),
    ("status", "open"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_recruiter_makes_a_job_and_takes_somebody_to_the_hire() {
    let kit = Kit::new().await;
    let recruiter = kit.browser(kit.user("Nora Whitfield", "recruiter").await).await;
    recruiter.get("/jobs?status=all").await.says("No jobs yet");
    recruiter.get("/jobs/new").await.says("Create and open");
    let wrong = recruiter.post("/jobs", &[("title", ""), ("openings", "1"), ("city", "Porto")]).await;
    assert_eq!(wrong.status, 422);
    wrong.says("Give the job a title.").says("value=\"Porto\"");
    let mut post = POST.to_vec();
    post.push(("openings", "1"));
    let made = recruiter.post("/jobs", &post).await;
    assert_eq!(made.status, 303, "{}", made.html);
    let edit = made.header("location").to_owned();
    let job: JobId = edit.split('/').nth(2).unwrap().parse().unwrap();
    recruiter
        .get(&edit)
        .await
        .says("Read from the post")
        .says("Hiring team")
        .says("value=\"85000\"")
        .says("Rust");
    recruiter.get("/jobs").await.says("Ledger engineer").says("Lisbon, hybrid");

    let person = kit.person("Amara Okafor").await;
    let found = recruiter.get(&format!("/jobs/{job}/applications/new?q=amara")).await;
    found.says("Amara Okafor").says("Tidewater");
    let added =
        recruiter.post(&format!("/jobs/{job}/applications"), &[("person", &person.to_string())]).await;
    assert_eq!(added.status, 303, "{}", added.html);
    kit.settle().await;
    let board = recruiter.get(&format!("/jobs/{job}")).await;
    board.says("Amara Okafor").says("My open jobs").says("data-move=\"/applications/{id}/transitions\"");
    board.says("Match 0 of 100");
    let application = board.between("data-application=\"", "\"");
    let stages: Vec<String> =
        board.html.split("data-stage=\"").skip(1).map(|rest| rest[..13].to_owned()).collect();
    assert_eq!(stages.len(), 5);

    let path = format!("/applications/{application}/transitions");
    let card = recruiter.post_as(&path, &[("stage", &stages[2]), ("version", "1")], true).await;
    assert_eq!(card.status, 200, "{}", card.html);
    card.says("data-version=\"2\"").says_not("<html");
    assert!(card.header("hx-trigger").contains("Moved Amara Okafor to Interview"));
    let late = recruiter.post_as(&path, &[("stage", &stages[1]), ("version", "1")], true).await;
    assert_eq!(late.status, 409);
    late.says("Nora Whitfield moved this candidate to Interview just now.").says_not("<html");
    let undo =
        card.header("hx-trigger").split("\"undo\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(recruiter.post(&undo, &[("next", "/jobs")]).await.header("location"), "/jobs");

    let dialog = recruiter.fragment(&format!("/applications/{application}/disposition?dialog=1")).await;
    dialog.says("Took another job").says("Experience does not match yet").says_not("<html");
    recruiter.get(&format!("/applications/{application}/disposition")).await.says("<html");
    recruiter.get(&format!("/applications/{application}")).await.says("Move to").says("Final round");
    recruiter.fragment(&format!("/applications/{application}?dialog=1")).await.says("Hire").says_not("<html");
    let reason = dialog.between("name=\"reason\" value=\"", "\"");
    let path = format!("/applications/{application}/disposition");
    let missing = recruiter.post(&path, &[("version", "3")]).await;
    assert_eq!(missing.status, 422);
    missing.says("Choose a reason.");
    recruiter.post(&path, &[("version", "3"), ("reason", &reason), ("note", "Next year")]).await;
    recruiter.get(&format!("/jobs/{job}/closed")).await.says("Amara Okafor").says("Next year").says("Reopen");
    recruiter.post(&format!("/applications/{application}/reopening"), &[("version", "4")]).await;
    let hired = recruiter.post(&format!("/applications/{application}/hire"), &[("version", "5")]).await;
    assert_eq!(hired.status, 303, "{}", hired.html);
    recruiter.get(&format!("/jobs/{job}/closed?status=hired")).await.says("Hired");
    recruiter.get(&format!("/jobs/{job}/history?on=2026-11-22")).await.says("0 in play");
    recruiter.get(&format!("/jobs/{job}/matches")).await.says("What this job needs");
    recruiter.get("/jobs?status=open").await.says("0 open, 1 filled");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_chosen_in_the_list_and_the_effect_is_shown_first() {
    let kit = Kit::new().await;
    let recruiter = kit.browser(kit.user("Nora", "recruiter").await).await;
    let mut post = POST.to_vec();
    post.push(("openings", "2"));
    let edit = recruiter.post("/jobs", &post).await.header("location").to_owned();
    let job = edit.split('/').nth(2).unwrap();
    let (bo, chi) = (kit.person("Bo").await.to_string(), kit.person("Chi").await.to_string());
    let people = [("id", bo.as_str()), ("id", chi.as_str())];
    recruiter.post("/applications", &people).await.says("2 people").says("Ledger engineer");
    let added = recruiter.post("/applications", &[people[0], people[1], ("job", job)]).await;
    assert_eq!(added.status, 303, "{}", added.html);
    let list = recruiter.get(&format!("/jobs/{job}?view=list")).await;
    let ids: Vec<String> = list
        .html
        .split("name=\"id\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let chosen: Vec<(&str, &str)> = ids.iter().map(|id| ("id", id.as_str())).collect();
    let effect = recruiter.post(&format!("/jobs/{job}/transitions"), &chosen).await;
    effect.says("Move 2 people").says("2 in Applied");
    let stage = effect.html.split("name=\"stage\" value=\"").nth(2).unwrap()[..13].to_owned();
    let mut sure = chosen.clone();
    sure.push(("stage", &stage));
    let done = recruiter.post(&format!("/jobs/{job}/transitions"), &sure).await;
    assert_eq!(done.status, 303, "{}", done.html);
    recruiter.get(&format!("/jobs/{job}?view=list")).await.says(".2\" data-select-row");
    recruiter.post(&format!("/jobs/{job}/dispositions"), &chosen).await.says("Decline 2 people");

    for (path, form) in [
        (format!("/jobs/{job}/stages"), vec![("name", "Work sample"), ("kind", "screen")]),
        (format!("/jobs/{job}/openings"), vec![("openings", "2")]),
        (format!("/jobs/{job}/status"), vec![("status", "on_hold"), ("version", "1")]),
        (
            format!("/jobs/{job}/needs"),
            vec![
                ("version", "2"),
                ("kind", "skill"),
                ("label", "Rust"),
                ("weight", "10"),
                ("years", "0"),
                ("must", "0"),
            ],
        ),
    ] {
        let done = recruiter.post(&path, &form).await;
        assert_eq!(done.status, 303, "{path}: {}", done.html);
    }
    let form = recruiter.get(&edit).await;
    form.says("Work sample").says("On hold").says("value=\"100\"");
    let stale = recruiter.post(&edit, &[("title", "Mine"), ("version", "1")]).await;
    assert_eq!(stale.status, 422);
    stale.says("changed this job").says("value=\"Mine\"");
    let wrong = recruiter.post_as("/jobs/problems", &[("title", "")], true).await;
    wrong.says("Give the job a title.").says_not("<html");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blind_board_names_nobody_and_another_job_is_not_there() {
    let kit = Kit::new().await;
    let system = policy::system(kit.workspace);
    let recruiter = kit.browser(kit.user("Nora", "recruiter").await).await;
    let mut post = POST.to_vec();
    post.extend([("openings", "1"), ("blind", "on")]);
    let edit = recruiter.post("/jobs", &post).await.header("location").to_owned();
    let blind: JobId = edit.split('/').nth(2).unwrap().parse().unwrap();
    let edit = recruiter.post("/jobs", &post).await.header("location").to_owned();
    let other: JobId = edit.split('/').nth(2).unwrap().parse().unwrap();
    let person = kit.person("Canary Zzyzx").await;
    let known = receive::receive(&kit.house.db, &system, person, blind, "Canary source").await.unwrap();
    let user = kit.user("Ellen Brandt", "").await;
    team::join(&kit.house.db, &system.mixed(), blind, user, TeamRole::HiringManager).await.unwrap();
    let manager = kit.browser(user).await;

    let board = manager.get(&format!("/jobs/{blind}")).await;
    assert_eq!(board.status, 200);
    let alias = board.between("data-application=\"", "\"");
    let stage = board.html.split("data-stage=\"").nth(2).unwrap()[..13].to_owned();
    let path = format!("/applications/{alias}");
    let moved =
        manager.post_as(&format!("{path}/transitions"), &[("stage", &stage), ("version", "1")], true).await;
    assert_eq!(moved.status, 200, "{}", moved.html);
    // Whether a source fits would tell the source: a masked reader's filter is not asked.
    manager.get(&format!("/jobs/{blind}?source=Nowhere")).await.says(&alias);
    let pages = [
        manager.get(&format!("/jobs/{blind}")).await,
        manager.get(&format!("/jobs/{blind}?view=list&source=Nowhere")).await,
        manager.get(&format!("/jobs/{blind}/history?on=2026-11-23")).await,
        manager.get(&format!("/jobs/{blind}/closed")).await,
        manager.get(&path).await,
        manager.get(&format!("{path}/disposition")).await,
        manager.get(&format!("/jobs/{blind}/edit")).await,
        manager.get("/jobs").await,
        moved,
        board,
    ];
    for page in pages {
        assert_eq!(page.status, 200);
        let told = format!("{:?} {}", page.headers, page.html);
        for secret in ["Canary", "Zzyzx", "Tidewater", &person.to_string(), &known.application.to_string()] {
            assert!(!told.contains(secret), "{secret} leaks: {told}");
        }
    }
    for path in [
        format!("/jobs/{other}"),
        format!("/jobs/{other}/edit"),
        format!("/jobs/{other}/closed"),
        format!("/jobs/{other}/history"),
        format!("/applications/{}", known.application),
    ] {
        assert_eq!(manager.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(manager.get(&format!("/jobs/{blind}/matches")).await.status, 403);
    assert_eq!(manager.get("/jobs/new").await.status, 403);
    manager.get("/jobs").await.says(&blind.to_string()).says_not(&other.to_string());
}
