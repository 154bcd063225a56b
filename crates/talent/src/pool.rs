//! Pools: the list, one pool with its people, and changing both.

use record::access::AnyScope;
use record::people::tags;
use record::pools::{self, After, Member, PoolPage, PoolRow};
use record::{PersonId, PoolId, Refusal};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Query, Recruiter, StatusCode, Template, page, page_with, words};

struct PoolLine {
    href: String,
    name: String,
    purpose: String,
    owner: String,
    hue: i64,
    members: String,
}

impl From<PoolRow> for PoolLine {
    fn from(pool: PoolRow) -> Self {
        Self {
            href: format!("/pools/{}", pool.id),
            members: words::counted(pool.members, "person", "people"),
            name: pool.name,
            purpose: pool.purpose,
            owner: pool.owner_name,
            hue: pool.hue,
        }
    }
}

#[derive(Template)]
#[template(path = "pools.html")]
struct PoolsPage {
    frame: Frame,
    pools: Vec<PoolLine>,
}

/// Every living pool.
pub(crate) async fn list(who: Recruiter) -> Answer {
    let pools = pools::list(&who.house.db, &who.scope).await?;
    page(&PoolsPage { frame: who.frame().await?, pools: pools.into_iter().map(PoolLine::from).collect() })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct PoolForm {
    name: String,
    purpose: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "pool_form.html")]
struct PoolFormPage {
    frame: Frame,
    title: &'static str,
    action: String,
    back: String,
    /// Empty for a new pool.
    end: String,
    form: PoolForm,
    name_error: String,
}

impl PoolFormPage {
    fn new(frame: Frame, form: PoolForm) -> Self {
        let (action, back) = ("/pools".to_owned(), "/pools".to_owned());
        Self { frame, title: "New pool", action, back, end: String::new(), form, name_error: String::new() }
    }

    fn edit(frame: Frame, pool: PoolId, form: PoolForm) -> Self {
        Self {
            frame,
            title: "Edit pool",
            action: format!("/pools/{pool}/edit"),
            back: format!("/pools/{pool}"),
            end: format!("/pools/{pool}/end"),
            form,
            name_error: String::new(),
        }
    }

    /// The same form with what is wrong beside its field.
    fn refused(mut self, refusal: Refusal) -> Answer {
        match refusal {
            Refusal::Field { field: "name", message } => {
                self.name_error = message;
                page_with(StatusCode::UNPROCESSABLE_ENTITY, &self)
            }
            other => Err(other.into()),
        }
    }
}

pub(crate) async fn new(who: Recruiter) -> Answer {
    page(&PoolFormPage::new(who.frame().await?, PoolForm::default()))
}

pub(crate) async fn create(who: Recruiter, Input(form): Input<PoolForm>) -> Answer {
    match pools::create(&who.house.db, &who.scope, &form.name, &form.purpose).await {
        Ok((pool, _)) => Go::to(format!("/pools/{pool}")).say("Pool made").into(),
        Err(refusal) => PoolFormPage::new(who.frame().await?, form).refused(refusal),
    }
}

pub(crate) async fn edit(who: Recruiter, Path(pool): Path<String>) -> Answer {
    let pool: PoolId = pool.parse()?;
    let row = pools::page(&who.house.db, &who.scope, pool, None).await?.pool;
    let form = PoolForm { name: row.name, purpose: row.purpose, version: row.version };
    page(&PoolFormPage::edit(who.frame().await?, pool, form))
}

pub(crate) async fn save(who: Recruiter, Path(pool): Path<String>, Input(form): Input<PoolForm>) -> Answer {
    let pool: PoolId = pool.parse()?;
    let saved = pools::rename(&who.house.db, &who.scope, pool, form.version, &form.name, &form.purpose).await;
    match saved {
        Ok(_) => Go::to(format!("/pools/{pool}")).say("Saved").into(),
        Err(refusal) => PoolFormPage::edit(who.frame().await?, pool, form).refused(refusal),
    }
}

pub(crate) async fn end(who: Recruiter, Path(pool): Path<String>) -> Answer {
    let pool: PoolId = pool.parse()?;
    pools::end(&who.house.db, &who.scope, pool).await?;
    Go::to("/pools").say("The pool was ended. Its people stay in the record").into()
}

/// A member as drawn.
struct MemberLine {
    id: String,
    href: String,
    name: String,
    initials: String,
    hue: u16,
    sub: String,
    city: String,
    skills: Vec<String>,
    added_iso: String,
    added: String,
    added_by: String,
    contact: String,
    removal: String,
}

impl MemberLine {
    fn of(member: Member, pool: PoolId, who: &Recruiter) -> Self {
        let person = member.person;
        let parts = [person.title.as_str(), person.employer.as_str()];
        let sub: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            id: person.id.to_string(),
            href: format!("/candidates/{}", person.id),
            initials: words::initials(&person.name),
            hue: words::hue(&person.name),
            sub: sub.join(", "),
            city: person.city,
            skills: person.skills.into_iter().take(3).collect(),
            added_iso: words::iso(member.added_at),
            added: words::when(member.added_at, who.now(), &who.session.zone),
            added_by: member.added_by,
            contact: words::ago(person.last_contact_at, who.now()),
            removal: format!("/pools/{pool}/members/{}/removal", person.id),
            name: person.name,
        }
    }
}

#[derive(Template)]
#[template(path = "pool.html")]
struct PoolDetailPage {
    frame: Frame,
    href: String,
    name: String,
    purpose: String,
    owner: String,
    edit_href: String,
    count: String,
    members: Vec<MemberLine>,
    next: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct PageQuery {
    after: String,
}

/// One pool with a page of its people, the newest members first.
pub(crate) async fn show(who: Recruiter, Path(pool): Path<String>, Query(query): Query<PageQuery>) -> Answer {
    let pool: PoolId = pool.parse()?;
    let after: Option<After> = query.after.parse().ok();
    let PoolPage { pool: row, members, next } = pools::page(&who.house.db, &who.scope, pool, after).await?;
    let href = format!("/pools/{pool}");
    page(&PoolDetailPage {
        frame: who.frame().await?,
        next: next.map(|next| format!("{href}?after={next}")),
        count: words::counted(row.members, "person", "people"),
        name: row.name,
        purpose: row.purpose,
        owner: row.owner_name,
        edit_href: format!("{href}/edit"),
        href,
        members: members.into_iter().map(|member| MemberLine::of(member, pool, &who)).collect(),
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct MembersForm {
    /// The chosen people.
    id: Vec<String>,
    next: String,
}

/// Puts people into the pool: from a list's selection or a profile.
pub(crate) async fn add_members(
    who: Recruiter,
    Path(pool): Path<String>,
    Input(form): Input<MembersForm>,
) -> Answer {
    let pool: PoolId = pool.parse()?;
    let people: Vec<PersonId> = form.id.iter().filter_map(|id| id.parse().ok()).collect();
    let bulk = tags::pool_many(&who.house.db, &who.scope, &people, pool).await?;
    let next = if form.next.is_empty() { format!("/pools/{pool}") } else { form.next };
    let text = format!("{} joined the pool", words::counted(bulk.changed as i64, "person", "people"));
    Go::to(next)
        .say_with_undo(text, format!("/undo/{}", bulk.seq))
        .after(&who.house, who.scope.workspace_id())
        .into()
}

/// Takes the chosen people out of the pool.
pub(crate) async fn remove_members(
    who: Recruiter,
    Path(pool): Path<String>,
    Input(form): Input<MembersForm>,
) -> Answer {
    let pool: PoolId = pool.parse()?;
    let people: Vec<PersonId> = form.id.iter().filter_map(|id| id.parse().ok()).collect();
    let bulk = tags::unpool_many(&who.house.db, &who.scope, &people, pool).await?;
    let text = format!("{} taken out of the pool", words::counted(bulk.changed as i64, "person", "people"));
    Go::to(format!("/pools/{pool}"))
        .say_with_undo(text, format!("/undo/{}", bulk.seq))
        .after(&who.house, who.scope.workspace_id())
        .into()
}

/// Takes one person out of the pool.
pub(crate) async fn remove_member(who: Recruiter, Path((pool, person)): Path<(String, String)>) -> Answer {
    let (pool, person): (PoolId, PersonId) = (pool.parse()?, person.parse()?);
    let seq = pools::remove_member(&who.house.db, &who.scope, pool, person).await?;
    Go::to(format!("/pools/{pool}"))
        .say_with_undo("Taken out of the pool", format!("/undo/{seq}"))
        .after(&who.house, who.scope.workspace_id())
        .into()
}
