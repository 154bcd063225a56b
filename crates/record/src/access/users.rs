//! Users: who can sign in, their grants, invitations. Changes are an administrator's or the console's.

use base::Micros;
use db::{Db, Row, Tx};

use super::links::{self, Purpose};
use super::roles::{Reach, Role};
use super::scope::{Administering, AnyScope, System};
use super::{MasterKey, Q, password, policy};
use crate::{Entry, GrantId, House, JobId, ReadError, Refusal, UserId, WorkspaceId};

/// A user as administrators see them.
#[derive(Clone, Debug)]
pub struct UserView {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub title: String,
    /// False while an invitation is open.
    pub has_password: bool,
    pub second_factor: bool,
    pub created_at: Micros,
    pub last_seen_at: Micros,
    /// 0 while the account is open.
    pub disabled_at: Micros,
    pub version: i64,
    pub grants: Vec<GrantView>,
}

/// One grant: a role and where it reaches.
#[derive(Clone, Debug)]
pub struct GrantView {
    pub id: GrantId,
    pub role: Role,
    pub reach: Reach,
    /// Name of the department or title of the job; empty for the workspace.
    pub target: String,
}

/// How an address is compared: folded, without the spaces around it.
pub(super) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The address as it is kept, or what is wrong with it.
fn checked_email(email: &str) -> Result<String, Refusal> {
    let email = email.trim();
    let shaped = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.len() > 2 && !domain.contains('@') && !domain.starts_with('.')
    });
    if !shaped
        || email.chars().any(|c| c.is_whitespace() || c.is_control())
        || email.chars().count() > base::limits::LINE_CHARS_MAX
    {
        return Err(Refusal::field("email", "Enter a whole address, such as ada@firm.example."));
    }
    Ok(email.to_owned())
}

/// A line of a form, without spaces around it, or what is wrong with it.
pub(super) fn checked_line(field: &'static str, text: &str, what: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::field(field, format!("Enter {what}.")));
    }
    if text.chars().count() > base::limits::LINE_CHARS_MAX || text.chars().any(char::is_control) {
        return Err(Refusal::field(
            field,
            format!("Use one line of at most {} characters.", base::limits::LINE_CHARS_MAX),
        ));
    }
    Ok(text.to_owned())
}

/// The hash of a new password, or what is wrong with it.
pub(super) async fn new_password(new: &str, email: &str) -> Result<String, Refusal> {
    if let Some(complaint) = password::complaint(new, email) {
        return Err(Refusal::field("password", complaint));
    }
    let new = new.to_owned();
    let hashed = tokio::task::spawn_blocking(move || password::hash(&new)).await;
    hashed.map_err(|cause| Refusal::Fault(cause.to_string()))?.map_err(Refusal::Fault)
}

// set-up --------------------------------------------------------------------------------------------

/// True once the workspace has been set up.
pub async fn any(db: &Db, workspace: WorkspaceId) -> Result<bool, db::DbError> {
    Ok(db.read(async |rd| rd.count(Q.get("users-count"), &[&workspace]).await).await? > 0)
}

/// A fresh set-up link while the workspace has no user; `None` afterwards.
pub async fn setup_link(db: &Db, workspace: WorkspaceId) -> Result<Option<String>, Refusal> {
    if any(db, workspace).await? {
        return Ok(None);
    }
    db.write(&policy::system(workspace), async |tx| {
        let token = links::make(tx, Purpose::Setup, UserId(0)).await?;
        let recorded = tx.record(Entry::SetupLinkMade {}).await?;
        Ok::<_, Refusal>((Some(token), recorded))
    })
    .await
}

/// What the set-up page asks.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    pub firm: String,
    pub name: String,
    pub email: String,
    pub password: String,
}

/// Names the workspace and makes its first administrator. Works once.
pub async fn set_up(
    house: &House,
    workspace: WorkspaceId,
    token: &str,
    setup: &Setup,
) -> Result<UserId, Refusal> {
    let firm = checked_line("firm", &setup.firm, "the name of your firm")?;
    let name = checked_line("name", &setup.name, "your name")?;
    let email = checked_email(&setup.email)?;
    if links::look(&house.db, workspace, token, true).await?.is_none() {
        return Err(Refusal::because(super::sign_in::LINK_ENDED));
    }
    let hash = new_password(&setup.password, &email).await?;
    let user = house
        .db
        .write(&policy::visitor(workspace), async |tx| {
            tx.run(Q.get("lock-workspace"), &[&workspace]).await?;
            let users = tx.count(Q.get("users-count"), &[&workspace]).await?;
            if links::take(tx, &[Purpose::Setup], token).await?.is_none() || users > 0 {
                return Err(Refusal::because(super::sign_in::LINK_ENDED));
            }
            tx.run(Q.get("workspace-rename"), &[&workspace, &firm]).await?;
            let user = insert(tx, &name, &email, &hash).await?;
            insert_grant(tx, user, Role::Admin, Reach::Workspace).await?;
            let recorded = tx.record(Entry::UserCreated { user, role: Role::Admin.word() }).await?;
            Ok::<_, Refusal>((user, recorded))
        })
        .await?;
    crate::applications::ensure_default_reasons(&house.db, &policy::system(workspace)).await?;
    Ok(user)
}

// making --------------------------------------------------------------------------------------------

async fn insert(tx: &mut Tx<'_>, name: &str, email: &str, hash: &str) -> Result<UserId, Refusal> {
    let (workspace, id, now, key) = (tx.workspace(), UserId(tx.new_id()), tx.now(), email_key(email));
    let taken = tx.optional(Q.get("user-of-key"), &[&workspace, &key], |row| row.int(0)).await?;
    if taken.is_some() {
        return Err(Refusal::field("email", "Somebody with this address is already here."));
    }
    let bound: [&dyn db::Bind; 7] = [&workspace, &id, &email, &key, &name, &hash, &now];
    tx.run(Q.get("user-create"), &bound).await?;
    Ok(id)
}

async fn insert_grant(tx: &mut Tx<'_>, user: UserId, role: Role, reach: Reach) -> Result<(), Refusal> {
    let (workspace, id, now) = (tx.workspace(), tx.new_id(), tx.now());
    let (word, target) = (reach.word(), reach.target());
    let bound: [&dyn db::Bind; 7] = [&workspace, &id, &user, &role.word(), &word, &target, &now];
    if tx.run(Q.get("grant-create"), &bound).await? == 0 {
        return Err(Refusal::because("They have this grant already."));
    }
    Ok(())
}

/// Makes a user without a password, with a role over the whole workspace. For the console and tests.
pub async fn create_with_role(
    db: &Db,
    who: &System,
    name: &str,
    email: &str,
    role: &str,
) -> Result<UserId, Refusal> {
    let (role, name): (Role, _) = (role.parse()?, checked_line("name", name, "a name")?);
    let email = checked_email(email)?;
    db.write(who, async |tx| {
        let user = insert(tx, &name, &email, "").await?;
        insert_grant(tx, user, role, Reach::Workspace).await?;
        let recorded = tx.record(Entry::UserCreated { user, role: role.word() }).await?;
        Ok((user, recorded))
    })
    .await
}

/// Adds a user from the console; the token of a link with which they set their password.
pub async fn add(
    db: &Db,
    workspace: WorkspaceId,
    email: &str,
    name: &str,
    role: &str,
) -> Result<String, Refusal> {
    let role = role.parse()?;
    invite_as(db, None, &policy::system(workspace), name, email, role, Reach::Workspace)
        .await
        .map(|(_, token)| token)
}

/// Invites somebody: the mail goes out, and the link's token comes back to be handed over.
pub async fn invite(
    house: &House,
    who: &Administering,
    name: &str,
    email: &str,
    role: Role,
    reach: Reach,
) -> Result<(UserId, String), Refusal> {
    invite_as(&house.db, Some(&house.keys), who, name, email, role, reach).await
}

/// With `mail`, the key that seals the token on its way, the invitation is sent.
async fn invite_as(
    db: &Db,
    mail: Option<&MasterKey>,
    who: &dyn AnyScope,
    name: &str,
    email: &str,
    role: Role,
    reach: Reach,
) -> Result<(UserId, String), Refusal> {
    let (name, email) = (checked_line("name", name, "a name")?, checked_email(email)?);
    check_reach(db, who.workspace_id(), role, reach).await?;
    db.write(&Acting(who), async |tx| {
        let user = insert(tx, &name, &email, "").await?;
        insert_grant(tx, user, role, reach).await?;
        let token = links::make(tx, Purpose::Invite, user).await?;
        if let Some(keys) = mail {
            tx.enqueue(links::mail(tx, keys, user, "invite", &token)).await?;
        }
        let recorded = tx.record(Entry::UserInvited { user, role: role.word() }).await?;
        Ok((user, token)).map(|value| (value, recorded))
    })
    .await
}

/// Any scope, as the gate wants its actor.
struct Acting<'a>(&'a dyn AnyScope);
impl db::Actor for Acting<'_> {
    fn workspace(&self) -> i64 {
        self.0.workspace()
    }
    fn actor_kind(&self) -> db::ActorKind {
        self.0.actor_kind()
    }
    fn actor_id(&self) -> i64 {
        self.0.actor_id()
    }
}

/// A new link for a user: an invitation while they have no password, a reset afterwards.
pub async fn new_link(house: &House, who: &Administering, user: UserId) -> Result<String, Refusal> {
    link_as(&house.db, Some(&house.keys), who, user).await
}

/// The token of a reset link, from the console.
pub async fn reset_password_link(db: &Db, workspace: WorkspaceId, email: &str) -> Result<String, Refusal> {
    let user = of_email(db, &policy::system(workspace), email).await?;
    link_as(db, None, &policy::system(workspace), user).await
}

async fn link_as(
    db: &Db,
    mail: Option<&MasterKey>,
    who: &dyn AnyScope,
    user: UserId,
) -> Result<String, Refusal> {
    let found = find(db, who.workspace_id(), user).await?;
    let (purpose, template) =
        if found.has_password { (Purpose::Reset, "reset") } else { (Purpose::Invite, "invite") };
    if found.disabled_at != 0 {
        return Err(Refusal::because("This account is closed. Open it first."));
    }
    db.write(&Acting(who), async |tx| {
        let token = links::make(tx, purpose, user).await?;
        if let Some(keys) = mail {
            tx.enqueue(links::mail(tx, keys, user, template, &token)).await?;
        }
        let recorded = tx.record(Entry::PasswordResetAsked { user }).await?;
        Ok((token, recorded))
    })
    .await
}

// reading -------------------------------------------------------------------------------------------

/// Everybody who can sign in or could, by name.
pub async fn list(db: &Db, who: &dyn AnyScope) -> Result<Vec<UserView>, ReadError> {
    let workspace = who.workspace_id();
    let (mut users, grants) = db
        .read(async |rd| {
            let users = rd.all(Q.get("users"), &[&workspace], user_of).await?;
            let grants = rd.all(Q.get("grants"), &[&workspace], grant_of).await?;
            Ok::<_, db::DbError>((users, grants))
        })
        .await?;
    for (user, grant) in grants {
        if let (Some(user), Some(grant)) = (users.iter_mut().find(|known| known.id == user), grant) {
            user.grants.push(grant);
        }
    }
    Ok(users)
}

/// One user, for an administrator.
pub async fn one(db: &Db, who: &Administering, user: UserId) -> Result<UserView, ReadError> {
    list(db, who).await?.into_iter().find(|known| known.id == user).ok_or(ReadError::NotFound)
}

/// The user of an address, for the console.
pub async fn of_email(db: &Db, who: &dyn AnyScope, email: &str) -> Result<UserId, ReadError> {
    let (workspace, key) = (who.workspace_id(), email_key(email));
    db.read(async |rd| rd.optional(Q.get("user-of-key"), &[&workspace, &key], |row| UserId(row.int(0))).await)
        .await?
        .ok_or(ReadError::NotFound)
}

async fn find(db: &Db, workspace: WorkspaceId, user: UserId) -> Result<UserView, ReadError> {
    let users = db.read(async |rd| rd.all(Q.get("users"), &[&workspace], user_of).await).await?;
    users.into_iter().find(|known| known.id == user).ok_or(ReadError::NotFound)
}

fn user_of(row: &Row<'_>) -> UserView {
    UserView {
        id: UserId(row.int(0)),
        email: row.text(1),
        name: row.text(2),
        title: row.text(3),
        has_password: row.flag(4),
        second_factor: row.flag(5),
        created_at: row.int(6),
        last_seen_at: row.int(7),
        disabled_at: row.int(8),
        version: row.int(9),
        grants: vec![],
    }
}

fn grant_of(row: &Row<'_>) -> (UserId, Option<GrantView>) {
    let target = row.int(4);
    let reach = match row.str(3) {
        "department" => Reach::Department(target),
        "job" => Reach::Job(JobId(target)),
        _ => Reach::Workspace,
    };
    let grant = row.str(2).parse().ok().map(|role| GrantView {
        id: GrantId(row.int(0)),
        role,
        reach,
        target: row.text(5),
    });
    (UserId(row.int(1)), grant)
}

// changing ------------------------------------------------------------------------------------------

async fn check_reach(db: &Db, workspace: WorkspaceId, role: Role, reach: Reach) -> Result<(), Refusal> {
    if !role.reaches(reach) {
        return Err(Refusal::field("reach", format!("{} is for the whole workspace only.", role.label())));
    }
    let (sql, target) = match reach {
        Reach::Workspace => return Ok(()),
        Reach::Department(id) => (Q.get("department-exists"), id),
        Reach::Job(job) => (Q.get("job-exists"), job.0),
    };
    if db.read(async |rd| rd.count(sql, &[&workspace, &target]).await).await? == 0 {
        return Err(Refusal::field("reach", "That department or job is no longer there. Choose another."));
    }
    Ok(())
}

/// Grants a role.
pub async fn grant(
    db: &Db,
    who: &Administering,
    user: UserId,
    role: Role,
    reach: Reach,
) -> Result<(), Refusal> {
    check_reach(db, who.workspace_id(), role, reach).await?;
    find(db, who.workspace_id(), user).await?;
    db.write(who, async |tx| {
        insert_grant(tx, user, role, reach).await?;
        let entry = Entry::GrantAdded {
            user,
            role: role.word().to_owned(),
            over: reach.word().to_owned(),
            target: base::Id(reach.target()).to_string(),
        };
        let recorded = tx.record(entry).await?;
        Ok(((), recorded))
    })
    .await
}

const LAST_ADMIN: &str =
    "This is the last administrator. Make somebody else an administrator first, then repeat this.";

/// Refuses where nobody but this user administers. Holds the workspace, so that two administrators
/// cannot remove each other at once.
async fn keep_one_admin(tx: &mut Tx<'_>, user: UserId) -> Result<(), Refusal> {
    let workspace = tx.workspace();
    tx.run(Q.get("lock-workspace"), &[&workspace]).await?;
    let others = tx.count(Q.get("admins-other-than"), &[&workspace, &user]).await?;
    let is_admin = tx.count(Q.get("admins-this-one"), &[&workspace, &user]).await? > 0;
    if is_admin && others == 0 { Err(Refusal::because(LAST_ADMIN)) } else { Ok(()) }
}

/// Takes a grant away.
pub async fn ungrant(db: &Db, who: &Administering, user: UserId, grant: GrantId) -> Result<(), Refusal> {
    let known = one(db, who, user).await?;
    let known = known.grants.into_iter().find(|known| known.id == grant).ok_or(Refusal::NotFound)?;
    db.write(who, async |tx| {
        if known.role == Role::Admin {
            keep_one_admin(tx, user).await?;
        }
        let workspace = tx.workspace();
        if tx.run(Q.get("grant-remove"), &[&workspace, &grant, &user]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        let entry = Entry::GrantRemoved {
            user,
            role: known.role.word().to_owned(),
            over: known.reach.word().to_owned(),
            target: base::Id(known.reach.target()).to_string(),
        };
        let recorded = tx.record(entry).await?;
        Ok(((), recorded))
    })
    .await
}

/// Closes an account: nobody signs in with it, its sessions and links end. Nothing it wrote is lost.
pub async fn disable(db: &Db, who: &dyn AnyScope, user: UserId) -> Result<(), Refusal> {
    db.write(&Acting(who), async |tx| {
        keep_one_admin(tx, user).await?;
        let (workspace, now) = (tx.workspace(), tx.now());
        if tx.run(Q.get("user-disable"), &[&workspace, &user, &now]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        tx.run(Q.get("sessions-end-all"), &[&workspace, &user]).await?;
        tx.run(Q.get("links-end-all"), &[&workspace, &user, &now]).await?;
        let recorded = tx.record(Entry::UserDisabled { user }).await?;
        Ok(((), recorded))
    })
    .await
}

/// Opens a closed account again.
pub async fn enable(db: &Db, who: &Administering, user: UserId) -> Result<(), Refusal> {
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        if tx.run(Q.get("user-disable"), &[&workspace, &user, &0_i64]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        let recorded = tx.record(Entry::UserEnabled { user }).await?;
        Ok(((), recorded))
    })
    .await
}

/// Takes the second factor away from somebody who lost it; their sessions end.
pub async fn reset_second_factor(db: &Db, who: &Administering, user: UserId) -> Result<(), Refusal> {
    db.write(who, async |tx| {
        let workspace = tx.workspace();
        if tx.run(Q.get("totp-off"), &[&workspace, &user]).await? == 0 {
            return Err(Refusal::NotFound);
        }
        tx.run(Q.get("sessions-end-all"), &[&workspace, &user]).await?;
        let recorded = tx.record(Entry::SecondFactorChanged { user, on: false }).await?;
        Ok(((), recorded))
    })
    .await
}
