//! People and roles: who can sign in, what each may do and where; invitations.

use record::access::users::{self, GrantView, UserView};
use record::access::{self, Reach, Rights, Role, settings};
use record::{JobId, UserId};
use serde::Deserialize;
use web::words;
use web::{Admin, Answer, Frame, Go, Input, Path, Problem, StatusCode, Template};

use crate::choice::Choice;
use crate::wrong::Wrong;

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage {
    frame: Frame,
    people: Vec<UserLine>,
    invited: String,
    chosen: Option<UserCard>,
    wrong: Wrong,
}

/// A row of the list.
struct UserLine {
    id: UserId,
    name: String,
    initials: String,
    hue: u16,
    /// How they sign in.
    how: &'static str,
    roles: String,
    reach: String,
    seen: String,
    disabled: bool,
    current: bool,
}

/// The card at the side.
struct UserCard {
    user: UserView,
    initials: String,
    hue: u16,
    grants: Vec<GrantLine>,
    can: Vec<Can>,
    roles: Vec<Choice>,
    reaches: Vec<Choice>,
    own: bool,
}

struct GrantLine {
    id: record::GrantId,
    role: &'static str,
    place: String,
    icon: &'static str,
}

/// One answer of "Can they…?".
struct Can {
    yes: bool,
    text: String,
}

fn line(user: &UserView, now: base::Micros, chosen: UserId) -> UserLine {
    let mut roles: Vec<&str> = user.grants.iter().map(|grant| grant.role.label()).collect();
    roles.dedup();
    let how = match (user.disabled_at, user.has_password, user.second_factor) {
        (0, false, _) => "Invited",
        (0, true, true) => "Password + code",
        (0, true, false) => "Password, no code",
        _ => "Closed",
    };
    UserLine {
        id: user.id,
        name: user.name.clone(),
        initials: words::initials(&user.name),
        hue: words::hue(&user.name),
        how,
        roles: match roles.as_slice() {
            [] => "No role".to_owned(),
            [one] => (*one).to_owned(),
            [first, rest @ ..] => format!("{first} + {}", rest.len()),
        },
        reach: match user.grants.as_slice() {
            [] => "Their own hiring teams".to_owned(),
            [one] => place(one),
            many => words::counted(i64::try_from(many.len()).unwrap_or(0), "place", "places"),
        },
        seen: words::ago(user.last_seen_at, now),
        disabled: user.disabled_at != 0,
        current: user.id == chosen,
    }
}

fn place(grant: &GrantView) -> String {
    match grant.reach {
        Reach::Workspace => "Everything".to_owned(),
        Reach::Department(_) | Reach::Job(_) => grant.target.clone(),
    }
}

/// What the rights of a user come to, in words.
fn can(rights: &Rights) -> Vec<Can> {
    let jobs = i64::try_from(rights.jobs.len()).unwrap_or(0);
    let moves = rights.jobs.iter().filter(|right| right.moves).count();
    let masked = rights.jobs.iter().filter(|right| right.masked).count();
    let talks = i64::try_from(rights.applications.len()).unwrap_or(0);
    let can = |yes, text: String| Can { yes, text };
    let mut lines = vec![
        can(rights.everyone, "See every person and every job".to_owned()),
        can(rights.everyone, "Write mail, import, export, merge".to_owned()),
    ];
    if !rights.everyone {
        lines.push(can(jobs > 0, format!("See the people on {}", words::counted(jobs, "job", "jobs"))));
        let moves = words::counted(i64::try_from(moves).unwrap_or(0), "job", "jobs");
        lines.push(can(
            rights.jobs.iter().any(|right| right.moves),
            format!("Move, decline and hire on {moves}"),
        ));
        lines.push(can(
            talks > 0,
            format!("See the people of {}", words::counted(talks, "interview", "interviews")),
        ));
    }
    let names = !rights.always_masked && (rights.everyone || masked < rights.jobs.len() || talks > 0);
    let text = if rights.always_masked {
        "See names: never, as a blind reviewer"
    } else if masked > 0 {
        "See names, but not on jobs that hide them"
    } else {
        "See names, contacts and files"
    };
    lines.push(can(names, text.to_owned()));
    lines.push(can(rights.admin, "Change people, roles and settings, read the audit log".to_owned()));
    lines
}

pub(crate) async fn list(who: Admin) -> Answer {
    draw(&who, None, Wrong::default()).await
}

pub(crate) async fn one(who: Admin, Path(id): Path<String>) -> Answer {
    draw(&who, Some(id.parse()?), Wrong::default()).await
}

async fn draw(who: &Admin, chosen: Option<UserId>, wrong: Wrong) -> Answer {
    let all = users::list(&who.house.db, &who.scope).await?;
    let now = who.now();
    let user = match chosen {
        Some(id) => Some(all.iter().find(|user| user.id == id).cloned().ok_or(Problem::NotFound)?),
        None => None,
    };
    let people = all.iter().map(|user| line(user, now, chosen.unwrap_or_default())).collect();
    let open = all.iter().filter(|user| user.disabled_at == 0 && !user.has_password).count();
    let card = match user {
        Some(user) => Some(card(who, user).await?),
        None => None,
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let invited = match open {
        0 => String::new(),
        open => {
            words::counted(i64::try_from(open).unwrap_or(0), "invitation is open", "invitations are open")
        }
    };
    web::page_with(status, &UsersPage { frame: who.frame().await?, people, invited, chosen: card, wrong })
}

async fn card(who: &Admin, user: UserView) -> Result<UserCard, Problem> {
    let rights = access::rights_of(&who.house.db, who.session.workspace, user.id).await?;
    let icon = |reach| match reach {
        Reach::Workspace => "building-2",
        Reach::Department(_) => "users",
        Reach::Job(_) => "briefcase",
    };
    let line = |grant: &GrantView| GrantLine {
        id: grant.id,
        role: grant.role.label(),
        place: place(grant),
        icon: icon(grant.reach),
    };
    Ok(UserCard {
        initials: words::initials(&user.name),
        hue: words::hue(&user.name),
        grants: user.grants.iter().map(line).collect(),
        can: if user.disabled_at == 0 { can(&rights) } else { vec![] },
        roles: Role::ALL.map(|role| Choice::new(role.word(), role.label(), role == Role::Recruiter)).into(),
        reaches: reaches(who, "workspace").await?,
        own: user.id == who.session.user,
        user,
    })
}

fn roles(chosen: Role) -> Vec<Choice> {
    let option = |role: Role| {
        Choice::new(role.word(), format!("{}: {}", role.label(), role.explanation()), role == chosen)
    };
    Role::ALL.into_iter().map(option).collect()
}

/// Where a grant may reach: the workspace, each department, each job that is not closed.
async fn reaches(who: &Admin, chosen: &str) -> Result<Vec<Choice>, Problem> {
    let db = &who.house.db;
    let mut options = vec![Choice::new("workspace", "Everything", chosen == "workspace")];
    for known in settings::departments(db, &who.scope).await? {
        let value = format!("d-{}", base::Id(known.id));
        options.push(Choice::new(&value, format!("Department: {}", known.name), chosen == value));
    }
    for (job, title) in settings::jobs(db, &who.scope).await? {
        let value = format!("j-{job}");
        options.push(Choice::new(&value, format!("Job: {title}"), chosen == value));
    }
    Ok(options)
}

fn reach_of(value: &str) -> Result<Reach, Problem> {
    match value.split_once('-') {
        Some(("d", id)) => Ok(Reach::Department(id.parse::<base::Id>()?.0)),
        Some(("j", id)) => Ok(Reach::Job(id.parse::<JobId>()?)),
        _ => Ok(Reach::Workspace),
    }
}

// invitations ---------------------------------------------------------------------------------------

#[derive(Deserialize, Default)]
pub(crate) struct InviteForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    reach: String,
}

#[derive(Template)]
#[template(path = "user_invite.html")]
struct InvitePage {
    frame: Frame,
    typed: InviteForm,
    roles: Vec<Choice>,
    reaches: Vec<Choice>,
    wrong: Wrong,
}

#[derive(Template)]
#[template(path = "user_link.html")]
struct LinkPage {
    frame: Frame,
    user: UserId,
    name: String,
    email: String,
    link: String,
    invite: bool,
}

pub(crate) async fn ask_invite(who: Admin) -> Answer {
    draw_invite(&who, InviteForm::default(), Wrong::default()).await
}

async fn draw_invite(who: &Admin, typed: InviteForm, wrong: Wrong) -> Answer {
    let role = typed.role.parse().unwrap_or(Role::Recruiter);
    let reach = if typed.reach.is_empty() { "workspace" } else { &typed.reach };
    let (roles, reaches) = (roles(role), reaches(who, reach).await?);
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    web::page_with(status, &InvitePage { frame: who.frame().await?, typed, roles, reaches, wrong })
}

pub(crate) async fn invite(who: Admin, Input(form): Input<InviteForm>) -> Answer {
    let reach = reach_of(&form.reach)?;
    let invited = match form.role.parse::<Role>() {
        Ok(role) => users::invite(&who.house, &who.scope, &form.name, &form.email, role, reach).await,
        Err(refusal) => Err(refusal),
    };
    match invited {
        Ok((user, token)) => draw_link(&who, user, &token).await,
        Err(refusal) => draw_invite(&who, form, Wrong::of(refusal)?).await,
    }
}

/// The link is shown once: we keep no copy of it.
async fn draw_link(who: &Admin, user: UserId, token: &str) -> Answer {
    let known = users::one(&who.house.db, &who.scope, user).await?;
    web::page(&LinkPage {
        frame: who.frame().await?,
        user,
        invite: !known.has_password,
        name: known.name,
        email: known.email,
        link: format!("{}/password/{token}", who.house.settings.base_url),
    })
}

pub(crate) async fn link(who: Admin, Path(id): Path<String>) -> Answer {
    let user = id.parse()?;
    match users::new_link(&who.house, &who.scope, user).await {
        Ok(token) => draw_link(&who, user, &token).await,
        Err(refusal) => draw(&who, Some(user), Wrong::of(refusal)?).await,
    }
}

// grants and accounts -------------------------------------------------------------------------------

#[derive(Deserialize)]
pub(crate) struct GrantForm {
    #[serde(default)]
    role: String,
    #[serde(default)]
    reach: String,
}

/// Back to the card, with what happened or why it did not.
async fn answer(who: &Admin, user: UserId, done: Result<(), record::Refusal>, said: &str) -> Answer {
    match done {
        Ok(()) => Go::to(format!("/users/{user}")).say(said).into(),
        Err(refusal) => draw(who, Some(user), Wrong::of(refusal)?).await,
    }
}

pub(crate) async fn grant(who: Admin, Path(id): Path<String>, Input(form): Input<GrantForm>) -> Answer {
    let (user, reach) = (id.parse()?, reach_of(&form.reach)?);
    let done = match form.role.parse::<Role>() {
        Ok(role) => users::grant(&who.house.db, &who.scope, user, role, reach).await,
        Err(refusal) => Err(refusal),
    };
    answer(&who, user, done, "Granted").await
}

pub(crate) async fn ungrant(who: Admin, Path((id, grant)): Path<(String, String)>) -> Answer {
    let (user, grant) = (id.parse()?, grant.parse()?);
    let done = users::ungrant(&who.house.db, &who.scope, user, grant).await;
    if done.is_ok() && user == who.session.user {
        // One's own right to be here may be what was taken away.
        return Go::to("/users").say("Taken away").into();
    }
    answer(&who, user, done, "Taken away").await
}

pub(crate) async fn disable(who: Admin, Path(id): Path<String>) -> Answer {
    let user = id.parse()?;
    if user == who.session.user {
        let wrong = Wrong::whole("You cannot close your own account. Another administrator can.");
        return draw(&who, Some(user), wrong).await;
    }
    let done = users::disable(&who.house.db, &who.scope, user).await;
    answer(&who, user, done, "Account closed. They are signed out everywhere.").await
}

pub(crate) async fn enable(who: Admin, Path(id): Path<String>) -> Answer {
    let user = id.parse()?;
    let done = users::enable(&who.house.db, &who.scope, user).await;
    answer(&who, user, done, "Account open again").await
}

pub(crate) async fn reset_second_factor(who: Admin, Path(id): Path<String>) -> Answer {
    let user = id.parse()?;
    let done = users::reset_second_factor(&who.house.db, &who.scope, user).await;
    answer(&who, user, done, "Second factor taken off. They are signed out everywhere.").await
}
