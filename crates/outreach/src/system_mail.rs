//! Mails of the house to its own users: invitations and new passwords.

use base::{Micros, clock};
use db::{ClaimedChore, QuietReason};
use outside::{Delivery, Envelope, OutgoingMail, Party};
use record::access::users::{self, UserView};
use record::access::{AnyScope, links, policy};
use record::journal::chores::Running;
use record::journal::{ChoreError, ChoreKind};
use record::{House, UserId, WorkspaceId};

use crate::mail_settings::{self, Patience};
use crate::{Q, queue};

/// A reset link lives for an hour: later attempts would send a dead one.
const ATTEMPTS_MAX: i64 = 10;
const TIME_LIMIT: Micros = 9 * clock::MINUTE;

pub(crate) const CHORE: ChoreKind =
    ChoreKind { name: "SendSystemMail", attempts_max: ATTEMPTS_MAX, time_limit: TIME_LIMIT, run };

/// Never a second copy of a mail that may have arrived: whoever misses it asks for another link.
const INTERRUPTED: &str =
    "Sending was interrupted: the mail may have arrived. Ask for another link if it did not.";

struct Letter {
    subject: String,
    body: String,
}

fn run<'a>(house: &'a House, chore: &'a ClaimedChore) -> Running<'a> {
    Box::pin(async move {
        let workspace = WorkspaceId(chore.workspace);
        let payload: serde_json::Value = serde_json::from_str(&chore.payload).unwrap_or_default();
        if chore.interrupted {
            return Err(ChoreError::Never(INTERRUPTED.into()));
        }
        let word = |name: &str| payload[name].as_str().unwrap_or_default();
        let user = word("user_id").parse::<UserId>().unwrap_or_default();
        let system = policy::system(workspace);
        let user = users::list(&house.db, &system).await?.into_iter().find(|known| known.id == user);
        let user = user.ok_or_else(|| ChoreError::Never("the user is no longer there".into()))?;
        let token = links::unseal(&house.keys, workspace, word("token"));
        let token = token.ok_or_else(|| {
            ChoreError::Never("The master key is not the one of then. Ask for another link.".into())
        })?;
        let link = format!("{}/password/{token}", house.settings.base_url);
        let letter = match word("template") {
            "invite" => invitation(&user, &link),
            "reset" => new_password(&user, &link),
            other => return Err(ChoreError::Never(format!("there is no system mail named {other:?}"))),
        };
        if house.settings.demo {
            return Ok(keep(house, workspace, &user.email, &letter).await?);
        }
        deliver(house, &system, &user, chore.id, letter).await
    })
}

fn invitation(user: &UserView, link: &str) -> Letter {
    Letter {
        subject: "Your account on Rapport".to_owned(),
        body: format!(
            "Hello {},\n\nan account on Rapport was made for you. Choose your password here:\n\n{link}\n\nThe link works \
             once, for seven days. If you did not expect this mail, ignore it.\n",
            user.name
        ),
    }
}

fn new_password(user: &UserView, link: &str) -> Letter {
    Letter {
        subject: "A new password for Rapport".to_owned(),
        body: format!(
            "Hello {},\n\nsomebody asked for a new password for your account. If it was you, choose one here:\n\n{link}\n\n\
             The link works once, for one hour. If it was not you, ignore this mail: your password stays as it is.\n",
            user.name
        ),
    }
}

/// The demo's outbox.
async fn keep(house: &House, workspace: WorkspaceId, to: &str, letter: &Letter) -> Result<(), db::DbError> {
    house
        .db
        .write_quiet(workspace.0, QuietReason::Progress, async |tx| {
            let (id, now) = (tx.new_id(), tx.now());
            let bound: [&dyn db::Bind; 6] = [&workspace, &id, &to, &letter.subject, &letter.body, &now];
            tx.run(Q.get("system-mail-insert"), &bound).await.map(drop)
        })
        .await
}

async fn deliver(
    house: &House,
    who: &record::access::System,
    user: &UserView,
    id: i64,
    letter: Letter,
) -> Result<(), ChoreError> {
    let workspace = who.workspace_id();
    let never = |words: String| ChoreError::Never(words);
    let stored = mail_settings::load(house, workspace).await?;
    let stored = stored.ok_or_else(|| never(queue::NOT_SET_UP.to_owned()))?;
    let settings = &stored.settings;
    let party = |address: &str, name: &str| Party { address: address.to_owned(), name: name.to_owned() };
    let mail = OutgoingMail {
        from: party(&settings.sender_address, &settings.sender_name),
        to: party(&user.email, &user.name),
        subject: letter.subject,
        text: letter.body,
        // The same for every attempt, so that a reader shows one mail.
        message_id: format!("<system.{id}@{}>", settings.domain()),
        date_unix_micros: house.db.now(),
        headers: vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())],
        ..OutgoingMail::default()
    };
    let bytes = outside::compose(&mail).map_err(|cause| never(cause.to_string()))?;
    let envelope =
        Envelope::new(&settings.sender_address, &user.email).map_err(|cause| never(cause.to_string()))?;
    let smtp = settings.smtp(house, stored.password(house, workspace)?, Patience::WORK);
    match house.outside.send(&smtp, &envelope, &bytes).await {
        Delivery::Accepted { .. } => Ok(()),
        Delivery::RefusedForGood { code, text } => {
            Err(never(format!("The mail server refused the mail to {}: {code} {text}", user.name)))
        }
        Delivery::Unsure { text } => Err(never(format!("{text} Ask for another link if it did not arrive."))),
        Delivery::TryLater { code, text } => Err(ChoreError::Later(format!("{code} {text}"))),
        Delivery::NotSent { why } => Err(ChoreError::Later(why)),
    }
}
