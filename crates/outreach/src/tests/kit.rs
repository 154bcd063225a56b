//! A house with one recruiter and one person, and a mail server that does as it is told.
#![expect(clippy::disallowed_methods, reason = "a mail server beside the test")]

use std::sync::{Arc, Mutex};

use base::{Clock, Micros, clock};
use record::access::{policy, users, workspaces};
use record::house::HouseSettings;
use record::journal::chores;
use record::people::add::{NewPerson, add};
use record::{Clear, House, MessageId, PersonId, Scope, UserId, WorkspaceId};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use crate::mail_settings::{self, MailSettings};
use crate::queue::{self, NewMessage};
use crate::store::{self, Message};

const BEGIN: Micros = 1_795_424_400_000_000;

pub(super) struct Kit {
    pub(super) house: House,
    pub(super) clock: Clock,
    pub(super) workspace: WorkspaceId,
    pub(super) nora: Scope<Clear>,
    pub(super) amara: PersonId,
    _folder: tempfile::TempDir,
}

impl Kit {
    pub(super) async fn open(demo: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held_at(BEGIN);
        let place = db::Place::Sqlite(folder.path().join("record.db"));
        let options = db::Options { place, clock: clock.clone(), durable: false, holder: None };
        let db = db::Db::open(options).await.unwrap();
        let house = House {
            attempts: record::access::Attempts::new(db.clock()),
            db,
            files: files::Store::open(&folder.path().join("files")).unwrap(),
            people: Arc::new(index::PeopleIndex::open(&folder.path().join("index")).unwrap()),
            keys: record::access::MasterKey::new(&[7; 32]),
            reader: sandbox::Pool::new(sandbox::PoolOptions::new("/nowhere", [])),
            outside: outside::Outside { offline: demo },
            settings: Arc::new(HouseSettings { base_url: "https://rapport.example".into(), demo }),
            progress: record::journal::Progress::default(),
            meters: record::meters::Meters::default(),
        };
        let workspace = workspaces::create(&house.db, "Harbour & Pine", None).await.unwrap();
        let system = policy::system(workspace);
        let user =
            users::create_with_role(&house.db, &system, "Nora Whitfield", "nora@firm.example", "admin");
        let user = user.await.unwrap();
        let nora = policy::recruiting_in_the_name_of(&house.db, workspace, user).await.unwrap().unwrap();
        let new = NewPerson {
            name: "Amara Okafor".into(),
            emails: vec!["amara@okafor.example".into()],
            ..NewPerson::default()
        };
        let amara = add(&house.db, &nora, new).await.unwrap().person;
        Self { house, clock, workspace, nora, amara, _folder: folder }
    }

    /// The same with this mail server set.
    pub(super) async fn with_server(server: &Server) -> Self {
        let kit = Self::open(false).await;
        kit.set_mail(server.port).await;
        kit
    }

    pub(super) async fn set_mail(&self, port: u16) {
        let settings = MailSettings {
            host: "127.0.0.1".into(),
            port,
            security: "none".into(),
            sender_name: "Harbour & Pine".into(),
            sender_address: "jobs@firm.example".into(),
            ..MailSettings::default()
        };
        mail_settings::save(&self.house, &self.admin().await, &settings, Some("")).await.unwrap();
    }

    pub(super) async fn admin(&self) -> record::access::Administering {
        let user = record::access::AnyScope::user(&self.nora);
        let start = record::access::session::start(&self.house.db, self.workspace, user, "", "", false);
        let token = start.await.unwrap().token;
        let session = record::access::session::find(&self.house.db, &token).await.unwrap().unwrap();
        policy::administering(&session).unwrap()
    }

    pub(super) fn letter(&self) -> NewMessage {
        NewMessage {
            person: self.amara,
            to: "amara@okafor.example".into(),
            subject: "A role for {{ person.first_name }}".into(),
            body: "Hi {{ person.first_name }},\nshall we talk?\n\n{{ sender.name }}\n".into(),
            ..NewMessage::default()
        }
    }

    pub(super) async fn queued(&self) -> MessageId {
        queue::queue(&self.house, &self.nora, &self.letter()).await.unwrap()
    }

    pub(super) async fn message(&self, id: MessageId) -> Message {
        store::one(&self.house.db, &self.nora, id).await.unwrap()
    }

    /// Lets every chore run that is due now.
    pub(super) async fn work(&self) {
        while chores::run_next(&self.house, crate::ROOM.chores).await.unwrap() {}
    }

    /// The ten seconds pass, and what is due runs.
    pub(super) async fn after_the_hold(&self) {
        self.clock.advance(base::limits::UNDO_SECONDS * clock::SECOND);
        self.work().await;
    }

    pub(super) async fn kinds(&self) -> Vec<String> {
        let lines =
            self.house.db.read(async |rd| rd.journal_after(self.workspace.0, 0, 500).await).await.unwrap();
        lines.into_iter().map(|line| line.kind).filter(|kind| kind.starts_with("Message")).collect()
    }

    pub(super) async fn timeline(&self) -> Vec<(String, String)> {
        const SQL: &str = "select kind, subject from interaction where workspace_id = $1 and person_id = $2";
        let bound: [&dyn db::Bind; 2] = [&self.workspace, &self.amara];
        let lines =
            self.house.db.read(async |rd| rd.all(SQL, &bound, |row| (row.text(0), row.text(1))).await);
        lines.await.unwrap()
    }

    /// The tab of Amara's page, as the user of this session sees it.
    pub(super) async fn panel(&self, token: &str) -> web::PanelBody {
        let session = record::access::session::find(&self.house.db, token).await.unwrap().unwrap();
        let scope = policy::staff(&session);
        let ask = web::Ask { house: &self.house, scope: &scope, session: &session, csrf: &session.csrf };
        crate::panel::emails(ask, self.amara).await.unwrap()
    }

    pub(super) fn user(&self) -> UserId {
        record::access::AnyScope::user(&self.nora)
    }
}

/// What the server does when the message has been handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Accept,
    /// 550 at the recipient.
    Refuse,
    /// 451 at the recipient.
    Later,
    /// Hangs up without a word after the last byte.
    HangUp,
    /// Hangs up before it has agreed to take the message.
    HangUpBefore,
}

/// A mail server of this machine that follows a script, one verdict a conversation; the last one stays.
pub(super) struct Server {
    pub(super) port: u16,
    pub(super) mails: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) async fn start(verdicts: &[Verdict]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mails = Arc::new(Mutex::new(vec![]));
        let (kept, verdicts) = (Arc::clone(&mails), verdicts.to_vec());
        tokio::spawn(async move {
            let mut count = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let verdict = *verdicts.get(count).or(verdicts.last()).unwrap();
                count += 1;
                // A client that hangs up early ends its own conversation only.
                let _ = talk(stream, verdict, &kept).await;
            }
        });
        Self { port, mails }
    }

    pub(super) fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

async fn talk(
    stream: tokio::net::TcpStream,
    verdict: Verdict,
    mails: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mail.firm.example\r\n").await?;
    let mut line = String::new();
    while {
        line.clear();
        stream.read_line(&mut line).await?
    } > 0
    {
        let answer = match line.get(..4).unwrap_or_default() {
            "RCPT" if verdict == Verdict::Refuse => "550 no such mailbox\r\n",
            "RCPT" if verdict == Verdict::Later => "451 come back later\r\n",
            "DATA" if verdict == Verdict::HangUpBefore => return Ok(()),
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while !mail.ends_with("\r\n.\r\n") && stream.read_line(&mut mail).await? > 0 {}
                mails.lock().unwrap().push(mail);
                if verdict == Verdict::HangUp {
                    return Ok(());
                }
                "250 taken as 4711\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 fine\r\n",
        };
        stream.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
