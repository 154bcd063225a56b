#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use base::{Clock, clock};
use db::Db;

use super::links;
use super::roles::{Reach, Role};
use super::session::{self, Session};
use super::sign_in::{self, SignInOutcome};
use super::totp::Totp;
use super::users::{self, Setup};
use super::{Administering, AnyScope, Attempts, MasterKey, Scope, own, policy, settings, workspaces};
use crate::house::HouseSettings;
use crate::{House, Mixed, Refusal, UserId, WorkspaceId};

/// 2026-11-23 12:00 UTC.
const NOON: i64 = 1_795_435_200_000_000;
const PASSWORD: &str = "plain words in a row";

struct Kit {
    house: House,
    clock: Clock,
    workspace: WorkspaceId,
    _folder: tempfile::TempDir,
}

impl Kit {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held_at(NOON);
        let options = db::Options {
            place: db::Place::Sqlite(folder.path().join("record.db")),
            clock: clock.clone(),
            durable: false,
            holder: None,
        };
        let db = Db::open(options).await.unwrap();
        let workspace = workspaces::create(&db, "Tidewater", None).await.unwrap();
        let house = House {
            files: files::Store::open(&folder.path().join("files")).unwrap(),
            people: Arc::new(index::PeopleIndex::open(&folder.path().join("index")).unwrap()),
            keys: MasterKey::new(&[7; 32]),
            attempts: Attempts::new(&clock),
            reader: sandbox::Pool::new(sandbox::PoolOptions::new("no-child", ["read"])),
            outside: outside::Outside { offline: true },
            settings: Arc::new(HouseSettings { base_url: "http://localhost".into(), demo: false }),
            progress: crate::journal::Progress::default(),
            meters: crate::meters::Meters::default(),
            db,
        };
        Self { house, clock, workspace, _folder: folder }
    }

    /// A house that was set up by Ada, with the password of these tests.
    async fn set_up() -> (Self, UserId) {
        let kit = Self::open().await;
        let token = users::setup_link(&kit.house.db, kit.workspace).await.unwrap().unwrap();
        let ada = users::set_up(&kit.house, kit.workspace, &token, &ada()).await.unwrap();
        (kit, ada)
    }

    async fn try_password(&self, email: &str, password: &str) -> SignInOutcome {
        sign_in::sign_in(&self.house, self.workspace, "192.0.2.1", email, password).await.unwrap()
    }

    async fn session(&self, user: UserId) -> (String, Session) {
        let start = session::start(&self.house.db, self.workspace, user, "Firefox", "192.0.2.1", false)
            .await
            .unwrap();
        let found = session::find(&self.house.db, &start.token).await.unwrap().unwrap();
        (start.token, found)
    }

    async fn staff(&self, user: UserId) -> Scope<Mixed> {
        policy::staff(&self.session(user).await.1)
    }

    async fn admin(&self, user: UserId) -> Administering {
        policy::administering(&self.session(user).await.1).unwrap()
    }

    async fn kinds(&self) -> Vec<String> {
        let db = &self.house.db;
        let lines = db.read(async |rd| rd.journal_after(self.workspace.0, 0, 1_000).await).await.unwrap();
        lines.into_iter().map(|line| line.kind).collect()
    }
}

fn ada() -> Setup {
    Setup {
        firm: "Harbour & Pine".into(),
        name: "Ada Quist".into(),
        email: " Ada@Example.test ".into(),
        password: PASSWORD.into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_set_up_once() {
    let kit = Kit::open().await;
    let db = &kit.house.db;
    let first = users::setup_link(db, kit.workspace).await.unwrap().unwrap();
    let token = users::setup_link(db, kit.workspace).await.unwrap().unwrap();
    kit.clock.advance(1);
    let ended = users::set_up(&kit.house, kit.workspace, &first, &ada()).await;
    assert!(matches!(ended, Err(Refusal::Because(_))), "a newer link ends the older one");
    let weak = Setup { password: "short".into(), ..ada() };
    let refused = users::set_up(&kit.house, kit.workspace, &token, &weak).await;
    assert!(matches!(refused, Err(Refusal::Field { field: "password", .. })));
    let user = users::set_up(&kit.house, kit.workspace, &token, &ada()).await.unwrap();
    assert!(session::rights_of(db, kit.workspace, user).await.unwrap().admin);
    assert_eq!(workspaces::name(db, kit.workspace).await.unwrap(), "Harbour & Pine");
    assert!(users::setup_link(db, kit.workspace).await.unwrap().is_none());
    assert!(users::set_up(&kit.house, kit.workspace, &token, &ada()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_password_signs_in_and_every_attempt_is_recorded() {
    let (kit, ada) = Kit::set_up().await;
    assert_eq!(kit.try_password("ADA@example.test", PASSWORD).await, SignInOutcome::Ok(ada));
    assert_eq!(kit.try_password("ada@example.test", "wrong").await, SignInOutcome::Refused);
    assert_eq!(kit.try_password("nobody@example.test", PASSWORD).await, SignInOutcome::Refused);
    let kinds = kit.kinds().await;
    assert_eq!(kinds[kinds.len() - 3..], ["SignedIn", "SignInFailed", "SignInFailed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_user_without_a_password_cannot_sign_in() {
    let (kit, _) = Kit::set_up().await;
    let who = policy::system(kit.workspace);
    users::create_with_role(&kit.house.db, &who, "Bo", "bo@example.test", "recruiter").await.unwrap();
    for password in ["", "no account has this password"] {
        assert_eq!(kit.try_password("bo@example.test", password).await, SignInOutcome::Refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_by_account_and_a_minute_forgives() {
    let (kit, ada) = Kit::set_up().await;
    for _ in 0..base::limits::SIGN_IN_PER_MINUTE {
        assert_eq!(kit.try_password("ada@example.test", "wrong").await, SignInOutcome::Refused);
    }
    assert_eq!(kit.try_password("ada@example.test", PASSWORD).await, SignInOutcome::TooMany);
    assert_eq!(kit.try_password("other@example.test", "x").await, SignInOutcome::Refused, "others may try");
    kit.clock.advance(clock::MINUTE);
    assert_eq!(kit.try_password("ada@example.test", PASSWORD).await, SignInOutcome::Ok(ada));
}

#[test]
fn guessing_is_slowed_down_by_address_too() {
    let attempts = Attempts::new(&Clock::held_at(NOON));
    let allowed = (0..200)
        .filter(|n| attempts.allow(WorkspaceId(1), &format!("user{n}@example.test"), "192.0.2.1"))
        .count();
    assert_eq!(allowed, base::limits::SIGN_IN_PER_MINUTE_ADDRESS as usize);
    assert!(attempts.allow(WorkspaceId(1), "user0@example.test", "192.0.2.2"));
}

async fn with_second_factor(kit: &Kit, user: UserId) -> Totp {
    let who = kit.staff(user).await;
    own::begin_second_factor(&kit.house, &who).await.unwrap();
    let totp = own::waiting_second_factor(&kit.house, &who).await.unwrap().unwrap();
    let code = totp.code(kit.clock.now() / clock::SECOND / 30);
    own::confirm_second_factor(&kit.house, &who, &code).await.unwrap();
    totp
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_the_second_factor_works_once() {
    let (kit, ada) = Kit::set_up().await;
    let totp = with_second_factor(&kit, ada).await;
    assert_eq!(kit.try_password("ada@example.test", PASSWORD).await, SignInOutcome::SecondFactorDue(ada));
    let check = async |code: &str| {
        sign_in::second_factor(&kit.house, kit.workspace, ada, "192.0.2.1", code).await.unwrap().unwrap()
    };
    let step = kit.clock.now() / clock::SECOND / 30;
    assert!(!check(&totp.code(step)).await, "the code that turned it on is used up");
    kit.clock.advance(30 * clock::SECOND);
    let code = totp.code(step + 1);
    assert!(check(&code).await);
    assert!(!check(&code).await, "a code works once");
    assert!(!check("").await);
    assert_eq!(kit.kinds().await.iter().filter(|kind| *kind == "SignedIn").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_factor_goes_off_with_the_password_only() {
    let (kit, ada) = Kit::set_up().await;
    with_second_factor(&kit, ada).await;
    let who = kit.staff(ada).await;
    let refused = own::end_second_factor(&kit.house, &who, "wrong").await;
    assert!(matches!(refused, Err(Refusal::Field { field: "factor_password", .. })));
    own::end_second_factor(&kit.house, &who, PASSWORD).await.unwrap();
    assert_eq!(kit.try_password("ada@example.test", PASSWORD).await, SignInOutcome::Ok(ada));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_and_not_for_ever() {
    let (kit, ada) = Kit::set_up().await;
    let db = &kit.house.db;
    let reset = async || users::reset_password_link(db, kit.workspace, "ada@example.test").await.unwrap();
    let set = async |token: &str| {
        sign_in::set_password_by_link(&kit.house, kit.workspace, token, "new words in a row").await
    };
    let (cookie, _) = kit.session(ada).await;
    let late = reset().await;
    kit.clock.advance(clock::HOUR + 1);
    assert!(links::look(db, kit.workspace, &late, false).await.unwrap().is_none());
    assert!(matches!(set(&late).await, Err(Refusal::Because(_))), "an hour is over");
    let token = reset().await;
    assert!(links::look(db, kit.workspace, &token, true).await.unwrap().is_none(), "not for set-up");
    assert_eq!(set(&token).await.unwrap(), ada);
    assert!(matches!(set(&token).await, Err(Refusal::Because(_))), "used");
    assert!(session::find(db, &cookie).await.unwrap().is_none(), "sessions end with the old password");
    assert_eq!(kit.try_password("ada@example.test", PASSWORD).await, SignInOutcome::Refused);
    assert_eq!(kit.try_password("ada@example.test", "new words in a row").await, SignInOutcome::Ok(ada));
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_a_new_password_tells_nothing() {
    let (kit, _) = Kit::set_up().await;
    for email in ["ada@example.test", "nobody@example.test"] {
        assert!(sign_in::forgot(&kit.house, kit.workspace, "192.0.2.1", email).await.unwrap());
    }
    let chore = kit.house.db.claim_chore(clock::MINUTE).await.unwrap().unwrap();
    assert_eq!(chore.name, "SendSystemMail");
    assert!(kit.house.db.claim_chore(clock::MINUTE).await.unwrap().is_none(), "one mail, to who exists");
    // The row holds no door: its token is sealed, and opens with our key in this workspace alone.
    let payload: serde_json::Value = serde_json::from_str(&chore.payload).unwrap();
    let sealed = payload["token"].as_str().unwrap();
    assert!(links::look(&kit.house.db, kit.workspace, sealed, false).await.unwrap().is_none());
    let token = links::unseal(&kit.house.keys, kit.workspace, sealed).unwrap();
    assert!(links::look(&kit.house.db, kit.workspace, &token, false).await.unwrap().is_some());
    let mut dump = String::new();
    let whole = kit.house.db.dump(|_, row| {
        dump += &format!("{row:?}\n");
        Ok::<_, db::DbError>(())
    });
    whole.await.unwrap();
    assert!(dump.contains(sealed) && !dump.contains(&token), "a backup opens no door");
    assert!(links::unseal(&kit.house.keys, crate::WorkspaceId(1), sealed).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_the_password_ends_the_other_sessions() {
    let (kit, ada) = Kit::set_up().await;
    let (here, session) = kit.session(ada).await;
    let (there, _) = kit.session(ada).await;
    let who = policy::staff(&session);
    let change = async |old: &str| {
        own::change_password(&kit.house, &who, session.id, old, "other words in a row").await
    };
    assert!(matches!(change("wrong").await, Err(Refusal::Field { field: "old", .. })));
    change(PASSWORD).await.unwrap();
    assert!(session::find(&kit.house.db, &here).await.unwrap().is_some());
    assert!(session::find(&kit.house.db, &there).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_the_session_of_somebody_else() {
    let (kit, ada) = Kit::set_up().await;
    let system = policy::system(kit.workspace);
    let bo = users::create_with_role(&kit.house.db, &system, "Bo", "bo@example.test", "recruiter").await;
    let bo = kit.staff(bo.unwrap()).await;
    let (token, session) = kit.session(ada).await;
    assert!(matches!(own::end_session(&kit.house.db, &bo, session.id).await, Err(Refusal::NotFound)));
    assert!(session::find(&kit.house.db, &token).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    let (kit, ada) = Kit::set_up().await;
    let (db, who) = (&kit.house.db, kit.admin(ada).await);
    let grant = users::one(db, &who, ada).await.unwrap().grants[0].id;
    assert!(matches!(users::ungrant(db, &who, ada, grant).await, Err(Refusal::Because(_))));
    assert!(matches!(users::disable(db, &who, ada).await, Err(Refusal::Because(_))));
    let (bo, _) = users::invite(&kit.house, &who, "Bo", "bo@example.test", Role::Admin, Reach::Workspace)
        .await
        .unwrap();
    users::disable(db, &who, bo).await.unwrap();
    assert!(users::disable(db, &who, ada).await.is_err(), "a closed account administers nothing");
    users::enable(db, &who, bo).await.unwrap();
    users::ungrant(db, &who, ada, grant).await.unwrap();
    assert!(policy::administering(&kit.session(ada).await.1).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_signed_out_and_stays_out() {
    let (kit, ada) = Kit::set_up().await;
    let (db, who) = (&kit.house.db, kit.admin(ada).await);
    let (bo, token) =
        users::invite(&kit.house, &who, "Bo", "bo@example.test", Role::Recruiter, Reach::Workspace)
            .await
            .unwrap();
    sign_in::set_password_by_link(&kit.house, kit.workspace, &token, PASSWORD).await.unwrap();
    let (cookie, _) = kit.session(bo).await;
    users::disable(db, &who, bo).await.unwrap();
    assert!(session::find(db, &cookie).await.unwrap().is_none());
    assert_eq!(kit.try_password("bo@example.test", PASSWORD).await, SignInOutcome::Refused);
    users::enable(db, &who, bo).await.unwrap();
    assert_eq!(kit.try_password("bo@example.test", PASSWORD).await, SignInOutcome::Ok(bo));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_belongs_to_one_user() {
    let (kit, ada) = Kit::set_up().await;
    let who = kit.admin(ada).await;
    let again =
        users::invite(&kit.house, &who, "Ada", "ADA@EXAMPLE.test", Role::Recruiter, Reach::Workspace).await;
    assert!(matches!(again, Err(Refusal::Field { field: "email", .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn grants_add_up_and_the_blind_reviewer_stays_blind() {
    let (kit, ada) = Kit::set_up().await;
    let (db, who) = (&kit.house.db, kit.admin(ada).await);
    let (bo, _) =
        users::invite(&kit.house, &who, "Bo", "bo@example.test", Role::Interviewer, Reach::Workspace)
            .await
            .unwrap();
    let rights = async || session::rights_of(db, kit.workspace, bo).await.unwrap();
    assert!(!rights().await.everyone && rights().await.jobs.is_empty());

    let department = settings::add_department(db, &who, "Platform").await.unwrap();
    users::grant(db, &who, bo, Role::HiringManager, Reach::Department(department)).await.unwrap();
    assert!(!rights().await.everyone, "a grant over a department is not one over the workspace");
    users::grant(db, &who, bo, Role::Recruiter, Reach::Workspace).await.unwrap();
    assert!(rights().await.everyone && !rights().await.admin);
    users::grant(db, &who, bo, Role::BlindReviewer, Reach::Workspace).await.unwrap();
    let blind = rights().await;
    assert!(blind.always_masked && !blind.everyone, "blind, whatever else is granted");
    assert!(policy::recruiting(&kit.session(bo).await.1).is_none());

    let twice = users::grant(db, &who, bo, Role::Recruiter, Reach::Workspace).await;
    assert!(matches!(twice, Err(Refusal::Because(_))));
    let wide = users::grant(db, &who, bo, Role::Admin, Reach::Department(department)).await;
    assert!(matches!(wide, Err(Refusal::Field { field: "reach", .. })));
    let nowhere = users::grant(db, &who, bo, Role::Recruiter, Reach::Department(1)).await;
    assert!(matches!(nowhere, Err(Refusal::Field { field: "reach", .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_of_another_workspace_does_not_exist() {
    let (kit, ada) = Kit::set_up().await;
    let db = &kit.house.db;
    let elsewhere = workspaces::create(db, "Elsewhere", Some("elsewhere.test")).await.unwrap();
    let system = policy::system(elsewhere);
    let eve = users::create_with_role(db, &system, "Eve", "eve@example.test", "admin").await.unwrap();
    let who = kit.admin(ada).await;
    assert!(users::one(db, &who, eve).await.is_err());
    assert!(matches!(users::disable(db, &who, eve).await, Err(Refusal::NotFound)));
    assert!(users::grant(db, &who, eve, Role::Recruiter, Reach::Workspace).await.is_err());
    assert_eq!(users::list(db, &system).await.unwrap().len(), 1);
    assert_eq!(who.workspace_id(), kit.workspace);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_name_is_taken_once_and_a_retired_reason_comes_back() {
    let (kit, ada) = Kit::set_up().await;
    let (db, who) = (&kit.house.db, kit.admin(ada).await);
    settings::add_department(db, &who, "Platform").await.unwrap();
    assert!(matches!(settings::add_department(db, &who, "platform").await, Err(Refusal::Field { .. })));
    settings::add_reason(db, &who, "other", "Wrong season").await.unwrap();
    let reason = async || {
        let all = settings::reasons(db, &who).await.unwrap();
        all.into_iter().find(|known| known.label == "Wrong season").unwrap()
    };
    settings::retire_reason(db, &who, reason().await.id, true).await.unwrap();
    assert!(reason().await.retired);
    settings::retire_reason(db, &who, reason().await.id, false).await.unwrap();
    assert!(!reason().await.retired);
}
