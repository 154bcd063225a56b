//! Signing in: password, then the second factor where it is on; new passwords by one-time link.
//! An unknown account is answered like a wrong password, in words and in time.

use db::Row;

use super::links::{self, Purpose};
use super::totp::Totp;
use super::users::{email_key, new_password};
use super::{Q, password, policy};
use crate::{Entry, House, Refusal, UserId, WorkspaceId};

/// How an attempt to sign in ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInOutcome {
    Ok(UserId),
    /// The password was right; a code is due.
    SecondFactorDue(UserId),
    Refused,
    /// Too many attempts; nothing was checked.
    TooMany,
}

struct Account {
    user: UserId,
    password_hash: String,
    totp_on: bool,
}

/// Checks a password. Every attempt leaves an entry (except of whoever is over the limit).
pub async fn sign_in(
    house: &House,
    workspace: WorkspaceId,
    address: &str,
    email: &str,
    password: &str,
) -> Result<SignInOutcome, Refusal> {
    let key = email_key(email);
    if !house.attempts.allow(workspace, &key, address) {
        return Ok(SignInOutcome::TooMany);
    }
    let account = account(house, workspace, &key).await?;
    let stored =
        account.as_ref().map(|account| account.password_hash.clone()).filter(|hash| !hash.is_empty());
    let right = verified(password.to_owned(), stored).await?;
    let visitor = policy::visitor(workspace);
    match account {
        Some(account) if right && account.totp_on => Ok(SignInOutcome::SecondFactorDue(account.user)),
        Some(account) if right => {
            let user = account.user;
            house
                .db
                .write(&visitor, async |tx| {
                    let recorded = tx.record(Entry::SignedIn { user }).await?;
                    Ok::<_, Refusal>((SignInOutcome::Ok(user), recorded))
                })
                .await
        }
        account => {
            let user = account.map_or(UserId(0), |account| account.user);
            house
                .db
                .write(&visitor, async |tx| {
                    let recorded = tx.record(Entry::SignInFailed { user }).await?;
                    Ok::<_, Refusal>((SignInOutcome::Refused, recorded))
                })
                .await
        }
    }
}

/// The living account of this address.
async fn account(house: &House, workspace: WorkspaceId, key: &str) -> Result<Option<Account>, Refusal> {
    let row = |row: &Row<'_>| Account {
        user: UserId(row.int(0)),
        password_hash: row.text(1),
        totp_on: row.flag(2),
    };
    Ok(house
        .db
        .read(async |rd| rd.optional(Q.get("account-of-email"), &[&workspace, &key], row).await)
        .await?)
}

/// Checks on a thread of its own: argon2 takes tens of milliseconds. Without a stored hash a decoy is
/// checked, and the answer is no.
pub(super) async fn verified(password: String, stored: Option<String>) -> Result<bool, Refusal> {
    if password.chars().count() > password::CHARS_MAX {
        return Ok(false);
    }
    let check = move || match stored {
        Some(stored) => password::verify(&password, &stored),
        None => {
            let _ = password::verify(&password, password::decoy());
            false
        }
    };
    tokio::task::spawn_blocking(check).await.map_err(|cause| Refusal::Fault(cause.to_string()))
}

/// Checks the code of a user whose password was right. A code works once. `None`: too many attempts.
pub async fn second_factor(
    house: &House,
    workspace: WorkspaceId,
    user: UserId,
    address: &str,
    code: &str,
) -> Result<Option<bool>, Refusal> {
    if !house.attempts.allow(workspace, &format!("code/{user}"), address) {
        return Ok(None);
    }
    let keys = &house.keys;
    let right = house
        .db
        .write(&policy::visitor(workspace), async |tx| {
            let bound: [&dyn db::Bind; 2] = [&workspace, &user];
            let row = |row: &Row<'_>| (row.opt_bytes(0), row.int(1));
            let held = tx.optional(Q.get("totp-of-user"), &bound, row).await?;
            let now = tx.now();
            let step = held.and_then(|(sealed, last)| {
                Totp::open(keys, workspace, &sealed?).and_then(|totp| totp.check(code, now, last))
            });
            let used = match step {
                Some(step) => tx.run(Q.get("totp-use"), &[&workspace, &user, &step]).await? == 1,
                None => false,
            };
            let entry = if used { Entry::SignedIn { user } } else { Entry::SignInFailed { user } };
            let recorded = tx.record(entry).await?;
            Ok::<_, Refusal>((used, recorded))
        })
        .await?;
    Ok(Some(right))
}

/// Sends a link for a new password, where the account exists. The answer is the same where it does not.
/// False: too many attempts.
pub async fn forgot(
    house: &House,
    workspace: WorkspaceId,
    address: &str,
    email: &str,
) -> Result<bool, Refusal> {
    let key = email_key(email);
    if !house.attempts.allow(workspace, &format!("forgot/{key}"), address) {
        return Ok(false);
    }
    let account = account(house, workspace, &key).await?;
    house
        .db
        .write(&policy::visitor(workspace), async |tx| {
            let user = account.map_or(UserId(0), |account| account.user);
            if user.0 != 0 {
                let token = links::make(tx, Purpose::Reset, user).await?;
                tx.enqueue(links::mail(tx, &house.keys, user, "reset", &token)).await?;
            }
            let recorded = tx.record(Entry::PasswordResetAsked { user }).await?;
            Ok::<_, Refusal>((true, recorded))
        })
        .await
}

/// What a visitor reads whose link no longer works.
pub const LINK_ENDED: &str = "This link has been used or has ended. Ask for a new one.";

/// Sets the password of whoever holds an invitation or reset link. Every session of theirs ends.
pub async fn set_password_by_link(
    house: &House,
    workspace: WorkspaceId,
    token: &str,
    password: &str,
) -> Result<UserId, Refusal> {
    let link = links::look(&house.db, workspace, token, false).await?;
    let email = link.ok_or_else(|| Refusal::because(LINK_ENDED))?.email;
    let hash = new_password(password, &email).await?;
    house
        .db
        .write(&policy::visitor(workspace), async |tx| {
            let taken = links::take(tx, &[Purpose::Reset, Purpose::Invite], token).await?;
            let user = taken.ok_or_else(|| Refusal::because(LINK_ENDED))?;
            tx.run(Q.get("user-password"), &[&workspace, &user, &hash]).await?;
            tx.run(Q.get("sessions-end-all"), &[&workspace, &user]).await?;
            let recorded = tx.record(Entry::PasswordChanged { user }).await?;
            Ok::<_, Refusal>((user, recorded))
        })
        .await
}
