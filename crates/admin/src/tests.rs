#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use base::Clock;
use http_body_util::BodyExt;
use record::access::{Attempts, MasterKey, users, workspaces};
use record::house::HouseSettings;
use record::{House, WorkspaceId};
use tower::ServiceExt;
use web::StatusCode;
use web::axum::Router;
use web::axum::body::Body;
use web::axum::http::{Request, header};

static ROOMS: [web::Room; 1] = [crate::ROOM];
const PASSWORD: &str = "plain words in a row";

/// A browser in front of this room alone.
struct Desk {
    house: House,
    workspace: WorkspaceId,
    site: Router,
    cookie: String,
    _folder: tempfile::TempDir,
}

struct Page {
    status: StatusCode,
    location: String,
    body: String,
}

impl Desk {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held_at(1_795_435_200_000_000);
        let place = db::Place::Sqlite(folder.path().join("record.db"));
        let options = db::Options { place, clock: clock.clone(), durable: false, holder: None };
        let db = db::Db::open(options).await.unwrap();
        let workspace = workspaces::create(&db, "Tidewater", None).await.unwrap();
        let house = House {
            files: files::Store::open(&folder.path().join("files")).unwrap(),
            people: Arc::new(index::PeopleIndex::open(&folder.path().join("index")).unwrap()),
            keys: MasterKey::new(&[7; 32]),
            attempts: Attempts::new(&clock),
            reader: sandbox::Pool::new(sandbox::PoolOptions::new("no-child", ["read"])),
            outside: outside::Outside { offline: true },
            settings: Arc::new(HouseSettings { base_url: "http://localhost".into(), demo: false }),
            progress: record::journal::Progress::default(),
            meters: record::meters::Meters::default(),
            db,
        };
        let site = web::serve_house(web::Web::new(house.clone(), &ROOMS, vec![]));
        Self { house, workspace, site, cookie: String::new(), _folder: folder }
    }

    /// Set up through the page, and signed in by it.
    async fn set_up() -> Self {
        let mut desk = Self::open().await;
        let token = users::setup_link(&desk.house.db, desk.workspace).await.unwrap().unwrap();
        assert_eq!(desk.get(&format!("/setup/{token}")).await.status, StatusCode::OK);
        let form = format!("firm=Pine&name=Ada+Quist&email=ada%40example.test&password={}", plus(PASSWORD));
        let page = desk.post(&format!("/setup/{token}"), &form).await;
        assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/"));
        desk
    }

    async fn send(&mut self, request: Request<Body>) -> Page {
        let answer = self.site.clone().oneshot(request).await.unwrap();
        for value in answer.headers().get_all(header::SET_COOKIE) {
            let pair = value.to_str().unwrap().split(';').next().unwrap();
            if pair.starts_with("rapport=") {
                self.cookie = pair.to_owned();
            }
        }
        let location = answer.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        Page { status, location: location.unwrap_or_default(), body }
    }

    async fn get(&mut self, path: &str) -> Page {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Posts a form as a page of ours would: from our origin, with the session's token.
    async fn post(&mut self, path: &str, form: &str) -> Page {
        let token = self.cookie.strip_prefix("rapport=").unwrap_or_default().to_owned();
        let session = record::access::session::find(&self.house.db, &token).await.unwrap();
        let csrf = session.map(|session| session.csrf).unwrap_or_default();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("csrf={csrf}&{form}")))
            .unwrap();
        self.send(request).await
    }
}

fn plus(text: &str) -> String {
    text.replace(' ', "+")
}

/// The value after `before` and up to a quote.
fn after<'a>(text: &'a str, before: &str) -> &'a str {
    text.split_once(before).unwrap().1.split(['"', '<']).next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_signs_out_and_in_again_and_comes_back_to_where_one_was() {
    let mut desk = Desk::set_up().await;
    let old = desk.cookie.clone();
    assert_eq!(desk.post("/sign-out", "").await.location, "/sign-in?done=out");
    assert_eq!(desk.cookie, "rapport=");
    let page = desk.get("/preferences").await;
    assert_eq!(page.location, "/sign-in?next=/preferences");
    assert!(desk.get(&page.location).await.body.contains("Pine"));
    let wrong = desk.post("/sign-in", "email=ada%40example.test&password=nope&next=/preferences").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("ada@example.test") && !wrong.body.contains("nope"));
    let unknown = desk.post("/sign-in", "email=eve%40example.test&password=nope&next=/preferences").await;
    assert_eq!(unknown.body.replace("eve@", "ada@"), wrong.body, "an unknown account is answered alike");
    let form = format!("email=ada%40example.test&password={}&next=/preferences", plus(PASSWORD));
    assert_eq!(desk.post("/sign-in", &form).await.location, "/preferences");
    assert_ne!(desk.cookie, old);
    assert!(desk.get("/preferences").await.body.contains("Ada Quist"));
}

#[tokio::test(flavor = "multi_thread")]
async fn next_leads_nowhere_outside() {
    let mut desk = Desk::set_up().await;
    desk.post("/sign-out", "").await;
    for next in ["https://evil.test", "//evil.test", "/%5Cevil.test"] {
        let form = format!("email=ada%40example.test&password={}&next={next}", plus(PASSWORD));
        assert_eq!(desk.post("/sign-in", &form).await.location, "/", "{next}");
        desk.post("/sign-out", "").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_an_administrator_opens_and_a_recruiter_finds_no_settings() {
    let mut desk = Desk::set_up().await;
    let pages = [
        "/users",
        "/users/new",
        "/settings",
        "/settings/departments",
        "/settings/reasons",
        "/settings/chores",
        "/settings/audit",
        "/settings/audit?show=views",
        "/preferences",
    ];
    for path in pages {
        assert_eq!(desk.get(path).await.status, StatusCode::OK, "{path}");
    }
    let reasons = desk.get("/settings/reasons").await.body;
    assert!(reasons.contains("/retire\""), "the usual reasons came with the set-up");
    let who = record::access::policy::system(desk.workspace);
    users::create_with_role(&desk.house.db, &who, "Bo", "bo@example.test", "recruiter").await.unwrap();
    let token = users::reset_password_link(&desk.house.db, desk.workspace, "bo@example.test").await.unwrap();
    desk.post("/sign-out", "").await;
    desk.post(&format!("/password/{token}"), &format!("password={}", plus(PASSWORD))).await;
    desk.post("/sign-in", &format!("email=bo%40example.test&password={}", plus(PASSWORD))).await;
    for path in pages.iter().filter(|path| **path != "/preferences") {
        assert_eq!(desk.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(desk.get("/preferences").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invited_sets_a_password_and_signs_in() {
    let mut desk = Desk::set_up().await;
    let taken = desk.post("/users", "name=Ada&email=ada%40example.test&role=recruiter&reach=workspace").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = desk.post("/users", "name=Bo&email=bo%40example.test&role=recruiter&reach=workspace").await;
    assert_eq!(page.status, StatusCode::OK);
    let link = after(&page.body, "data-copy=\"http://localhost").to_owned();
    let card = after(&page.body, "href=\"/users/0").to_owned();
    assert!(desk.get(&format!("/users/0{card}")).await.body.contains("bo@example.test"));
    desk.post("/sign-out", "").await;
    assert!(desk.get(&link).await.body.contains("Welcome"));
    let short = desk.post(&link, "password=short").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("password-error"));
    desk.post(&link, &format!("password={}", plus(PASSWORD))).await;
    assert_eq!(desk.get(&link).await.status, StatusCode::GONE);
    let form = format!("email=bo%40example.test&password={}", plus(PASSWORD));
    assert_eq!(desk.post("/sign-in", &form).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_second_factor_on_nothing_opens_before_the_code() {
    let mut desk = Desk::set_up().await;
    assert_eq!(
        desk.post("/preferences/second-factor/begin", "").await.location,
        "/preferences/second-factor"
    );
    assert!(desk.get("/preferences/second-factor").await.body.contains("otpauth://totp/"));
    let system = record::access::policy::system(desk.workspace);
    let ada = users::of_email(&desk.house.db, &system, "ada@example.test").await.unwrap();
    let waiting = async |desk: &Desk| {
        let db = &desk.house.db;
        let start = record::access::session::start(db, desk.workspace, ada, "", "", false).await.unwrap();
        let session = record::access::session::find(db, &start.token).await.unwrap().unwrap();
        let who = record::access::policy::staff(&session);
        record::access::own::waiting_second_factor(&desk.house, &who).await.unwrap().unwrap()
    };
    let totp = waiting(&desk).await;
    let step = desk.house.db.now() / base::clock::SECOND / 30;
    let wrong = desk.post("/preferences/second-factor", "code=12").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = totp.code(step);
    assert_eq!(
        desk.post("/preferences/second-factor", &format!("code={code}")).await.location,
        "/preferences"
    );
    desk.post("/sign-out", "").await;
    let form = format!("email=ada%40example.test&password={}&next=/users", plus(PASSWORD));
    assert_eq!(desk.post("/sign-in", &form).await.location, "/sign-in/code?next=/users");
    let half = desk.cookie.clone();
    assert_eq!(desk.get("/users").await.location, "/sign-in/code");
    let next = totp.code(step + 1);
    assert_eq!(desk.post("/sign-in/code", &format!("code={next}&next=/users")).await.location, "/users");
    assert_ne!(desk.cookie, half, "a new session after the code");
    assert_eq!(desk.get("/users").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_verifies_its_chain() {
    let mut desk = Desk::set_up().await;
    let page = desk.post("/settings/audit/verify", "").await;
    assert!(page.body.contains("Unbroken from entry 1 to"), "{}", page.body);
    assert!(page.body.contains("User created"));
    let filtered = desk.get("/settings/audit?kind=SignInFailed&user=").await;
    assert!(filtered.body.contains("Nothing like this has happened"));
}
