//! A house for one test.

use std::path::PathBuf;

use axum::Router;
use base::{Clock, Micros};
use record::access::{Role, policy, session, workspaces};
use record::{House, UserId, WorkspaceId};

use crate::Browser;

/// Monday 23 November 2026, 9:00 UTC: when every test begins.
pub const BEGIN: Micros = 1_795_424_400_000_000;

/// A house, its folder and its clock.
pub struct TestHouse {
    pub house: House,
    pub clock: Clock,
    pub workspace: WorkspaceId,
    site: Router,
    _data: tempfile::TempDir,
}

impl TestHouse {
    /// `program` is `env!("CARGO_BIN_EXE_rapport")`: it becomes the reading child.
    pub async fn new(program: &str) -> Self {
        Self::in_folder(program, tempfile::tempdir().unwrap()).await
    }

    /// The same with its data in this folder.
    pub async fn in_folder(program: &str, data: tempfile::TempDir) -> Self {
        let clock = Clock::held_at(BEGIN);
        let opening = app::house::Opening {
            data: data.path().to_owned(),
            files: None,
            database: database().await,
            base_url: "http://localhost".to_owned(),
            demo: false,
            offline: true,
            clock: clock.clone(),
            durable: false,
            program: PathBuf::from(program),
        };
        let house = app::house::open(opening).await.unwrap();
        let workspace = workspaces::create(&house.db, "Harbour & Pine", None).await.unwrap();
        let site = app::serve::router(&house, vec![]);
        Self { house, clock, workspace, site, _data: data }
    }

    /// Another workspace in the same house, answering its own host.
    pub async fn another_workspace(&self, host: &str) -> WorkspaceId {
        workspaces::create(&self.house.db, "Another firm", Some(host)).await.unwrap()
    }

    /// The scope of the person at the console.
    pub fn system(&self) -> record::access::System {
        policy::system(self.workspace)
    }

    /// A user with a role over the whole workspace (hiring managers and interviewers get theirs by job).
    pub async fn user(&self, name: &str, role: Role) -> UserId {
        self.user_in(self.workspace, name, role).await
    }

    pub async fn user_in(&self, workspace: WorkspaceId, name: &str, role: Role) -> UserId {
        let email = format!("{}@example.test", name.to_lowercase().replace(' ', "."));
        record::access::users::create_with_role(
            &self.house.db,
            &policy::system(workspace),
            name,
            &email,
            role.word(),
        )
        .await
        .unwrap()
    }

    /// A browser without a session.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.site.clone(), None, String::new())
    }

    /// A browser in which this user is signed in.
    pub async fn browser(&self, user: UserId) -> Browser {
        self.browser_in(self.workspace, user).await
    }

    pub async fn browser_in(&self, workspace: WorkspaceId, user: UserId) -> Browser {
        let start =
            session::start(&self.house.db, workspace, user, "testkit", "127.0.0.1", false).await.unwrap();
        Browser::new(self.site.clone(), Some(start.token), start.csrf)
    }

    /// A browser of a new user with this role.
    pub async fn as_role(&self, role: Role) -> Browser {
        let user = self.user(&format!("{role:?} of the test"), role).await;
        self.browser(user).await
    }

    /// Lets index, listeners and due chores run until nothing is left to do.
    pub async fn settle(&self) {
        let kinds = app::work::kinds();
        loop {
            let mut busy = app::work::index_all(&self.house).await.unwrap() > 0;
            busy |= app::work::hear_all(&self.house).await.unwrap() > 0;
            while record::journal::chores::run_next(&self.house, &kinds).await.unwrap() {
                busy = true;
            }
            if !busy {
                return;
            }
        }
    }
}

/// A PostgreSQL database of this test's own, or `None` for SQLite.
pub async fn database() -> Option<String> {
    let server = std::env::var("RAPPORT_TEST_DATABASE").ok().filter(|url| !url.is_empty())?;
    let name = format!("t_{}", base::random::token(16));
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(&format!("create database {name}")).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
    let (head, _) = server.rsplit_once('/').unwrap();
    Some(format!("{head}/{name}"))
}
