//! The page of one person: facts at the left, the story in the middle, work at the right.

use record::access::policy;
use record::applications::ApplicationRef;
use record::people::{MaskedProfile, Profile, timeline::Before};
use record::{PersonId, PersonRef, Seen};
use serde::Deserialize;
use web::{
    Answer, Ask, Asked, Frame, Panel, PanelPlace, Path, Problem, Staff, Template, fragment, page, words,
};

mod person;
mod relationship;

use self::person::{Choice, Person, person};
use self::relationship::RelationshipPart;
use crate::list::{self, Neighbours};
use crate::timeline::{self, Day};

/// Entries of the timeline on one page.
pub(crate) const TIMELINE_PAGE: usize = 40;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ProfileQuery {
    tab: String,
    preview: String,
    /// Query of the list that led here, for previous and next.
    r#in: String,
    before: String,
    /// What the note is to be: `call` or `meeting`.
    log: String,
}

struct Tab {
    title: &'static str,
    href: String,
    count: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage {
    frame: Frame,
    person: Person,
    tabs: Vec<Tab>,
    tab: String,
    days: Vec<Day>,
    earlier: Option<String>,
    actions: Vec<String>,
    side: Vec<String>,
    panel: String,
    neighbours: Option<Neighbours>,
    relationship: Option<RelationshipPart>,
    owner: String,
    owners: Vec<Choice>,
    log: String,
    edits: bool,
}

#[derive(Template)]
#[template(path = "profile_masked.html")]
struct MaskedPage {
    frame: Frame,
    person: MaskedPerson,
    days: Vec<Day>,
    standing: Option<MaskedStanding>,
}

/// Where a masked person stands on the job that they are reviewed for.
struct MaskedStanding {
    href: String,
    job_href: String,
    job_title: String,
    stage: String,
    stage_hue: i64,
    active: bool,
    moves: bool,
    version: i64,
    next: Option<(record::StageId, String)>,
}

struct MaskedPerson {
    label: String,
    code: String,
    experience: String,
    positions: Vec<(String, String)>,
    degrees: Vec<String>,
    skills: Vec<String>,
    languages: Vec<String>,
    credentials: Vec<String>,
}

#[derive(Template)]
#[template(path = "preview.html")]
struct PreviewPart {
    person: Person,
    days: Vec<Day>,
    bond: Option<words::BondWords>,
    /// What they wrote last, and when.
    wrote: Option<(String, String)>,
    actions: Vec<String>,
    side: Vec<String>,
}

#[derive(Template)]
#[template(path = "preview_masked.html")]
struct MaskedPreviewPart {
    person: MaskedPerson,
    href: String,
}

#[derive(Template)]
#[template(path = "timeline_page.html")]
struct TimelinePart {
    days: Vec<Day>,
    earlier: Option<String>,
    csrf: String,
}

/// GET /candidates/{ref}
pub(crate) async fn show(
    who: Staff,
    Path(reference): Path<String>,
    Asked(asked): Asked<ProfileQuery>,
) -> Answer {
    let reference: PersonRef = reference.parse()?;
    let before = asked.before.parse().unwrap_or(Before::NOW);
    let found = record::people::read::profile(&who.house.db, &who.scope, &reference).await?;
    let items =
        record::people::timeline::timeline(&who.house.db, &who.scope, &reference, before, TIMELINE_PAGE)
            .await?;
    let earlier = (items.len() == TIMELINE_PAGE)
        .then(|| timeline::cursor(&items))
        .flatten()
        .map(|cursor| format!("/candidates/{reference}?before={cursor}"));
    let called = match &found {
        Seen::Clear(profile) => profile.name.split_whitespace().next().unwrap_or_default(),
        Seen::Masked(_) => "",
    };
    let writes = policy::recruiting(&who.session).is_some();
    let of = timeline::Of { page: &format!("/candidates/{reference}"), called, writes };
    let days = timeline::days(&items, &who, of);
    if who.fragment && !asked.before.is_empty() {
        return fragment(&TimelinePart { days, earlier, csrf: who.session.csrf.clone() });
    }
    match found {
        Seen::Masked(masked) => show_masked(&who, masked, &asked, days).await,
        Seen::Clear(profile) => {
            crate::seen::person(&who, profile.id).await?;
            let wrote = items.iter().find_map(|item| last_word(item, &who));
            show_clear(&who, profile, asked, Story { days, earlier, wrote }).await
        }
    }
}

async fn show_masked(who: &Staff, masked: MaskedProfile, asked: &ProfileQuery, days: Vec<Day>) -> Answer {
    let alias = masked.alias.clone();
    let href = format!("/candidates/{alias}");
    let person = MaskedPerson {
        code: masked.label().replace("Candidate ", ""),
        label: masked.label(),
        experience: words::months(masked.experience_months),
        positions: masked
            .positions
            .into_iter()
            .map(|held| (held.title, words::months(held.months)))
            .collect(),
        degrees: masked.degrees,
        skills: masked.skills,
        languages: masked.languages.into_iter().map(|(name, level)| list::position(&name, &level)).collect(),
        credentials: masked.credentials,
    };
    if who.fragment && !asked.preview.is_empty() {
        return fragment(&MaskedPreviewPart { person, href });
    }
    let standing = masked_standing(who, &alias).await?;
    page(&MaskedPage { frame: who.frame().await?, person, days, standing })
}

/// Nothing for a reader who meets them without being on the job, as an interviewer may.
async fn masked_standing(who: &Staff, alias: &str) -> Result<Option<MaskedStanding>, Problem> {
    let (db, scope) = (&who.house.db, &who.scope);
    let reference = ApplicationRef::Alias(alias.to_owned());
    let card = match record::applications::board::card(db, scope, &reference).await {
        Ok(card) => card,
        Err(record::ReadError::NotFound) => return Ok(None),
        Err(cause) => return Err(cause.into()),
    };
    let Seen::Masked(drawn) = card.view else { return Ok(None) };
    let head = match record::jobs::read::head(db, scope, card.job).await {
        Ok(head) => head,
        Err(record::ReadError::NotFound) => return Ok(None),
        Err(cause) => return Err(cause.into()),
    };
    let stages = record::jobs::stages::stages(db, scope, card.job).await?;
    let at = stages.iter().position(|stage| stage.id == drawn.stage);
    let next = at.and_then(|at| stages.get(at + 1)).map(|stage| (stage.id, stage.name.clone()));
    Ok(Some(MaskedStanding {
        href: format!("/applications/{alias}"),
        job_href: format!("/jobs/{}", card.job),
        job_title: head.title,
        stage_hue: at.map_or(80, |at| stages[at].hue),
        stage: card.stage_name,
        active: card.status == "active",
        moves: card.moves,
        version: drawn.version,
        next,
    }))
}

/// What has happened, as far as the page shows it.
struct Story {
    days: Vec<Day>,
    earlier: Option<String>,
    wrote: Option<(String, String)>,
}

/// Characters of a mail that the preview shows.
const WORD_CHARS: usize = 260;

/// A mail of theirs: how it begins, and when it came.
fn last_word(item: &timeline::Item, who: &Staff) -> Option<(String, String)> {
    let Seen::Clear(item) = item else { return None };
    let record::people::timeline::Happened::Interaction(told) = &item.what else { return None };
    let text: String = told.body.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = text.chars().take(WORD_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    (told.kind == "email_in").then(|| (short, words::when(item.at, who.now(), &who.session.zone)))
}

async fn show_clear(who: &Staff, profile: Profile, asked: ProfileQuery, story: Story) -> Answer {
    let id = profile.id;
    let recruiting = policy::recruiting(&who.session);
    let (year, month) = who.house.db.clock().year_month();
    let mut person = person(&profile, who.now(), i64::from(year) * 100 + i64::from(month));
    let relationship = match &recruiting {
        Some(scope) => Some(relationship::of(who, scope, id).await?),
        None => None,
    };
    if who.fragment && !asked.preview.is_empty() {
        return fragment(&PreviewPart {
            person,
            days: story.days.into_iter().take(2).collect(),
            wrote: story.wrote,
            bond: relationship.map(|part| part.bond),
            actions: panels(who, id, |panel| panel.place == PanelPlace::Action).await?,
            side: panels(who, id, |panel| panel.preview).await?,
        });
    }
    if let Some(scope) = &recruiting {
        let readings = record::people::check::of_person(&who.house.db, scope, id).await?;
        person.checks = readings
            .into_iter()
            .map(|(document, doubtful)| (crate::check::address(document), doubtful))
            .collect();
        let pools = record::pools::of_person(&who.house.db, scope, id).await?;
        person.pools = pools.into_iter().map(|(pool, name)| (format!("/pools/{pool}"), name)).collect();
        if asked.tab == "resume" {
            person.resume = resume(who, scope, &profile).await?;
        }
    }
    let tab = if asked.tab.is_empty() { "timeline".to_owned() } else { asked.tab };
    let (tabs, panel) = tabs(who, &person, id, &tab, &asked.r#in).await?;
    let neighbours =
        if asked.r#in.is_empty() { None } else { list::neighbours(who, &asked.r#in, id, &tab).await? };
    let owners = owners(who, profile.owner).await?;
    let page_of = ProfilePage {
        frame: who.frame().await?.about("person", id),
        tabs,
        tab,
        days: story.days,
        earlier: story.earlier,
        actions: panels(who, id, |panel| panel.place == PanelPlace::Action).await?,
        side: panels(who, id, |panel| panel.place == PanelPlace::Side).await?,
        panel,
        neighbours,
        relationship,
        owner: owners.iter().find(|one| one.chosen).map(|one| one.label.clone()).unwrap_or_default(),
        owners,
        log: asked.log,
        edits: recruiting.is_some(),
        person,
    };
    page(&page_of)
}

/// Who may look after somebody: everybody with an account that is open, and who does now.
async fn owners(who: &Staff, owner: record::UserId) -> Result<Vec<Choice>, Problem> {
    let all = record::overview::colleagues(&who.house.db, &who.scope).await?;
    let fits = all.into_iter().filter(|one| one.active || one.id == owner);
    let choice = |one: record::overview::Colleague| Choice {
        value: one.id.to_string(),
        label: one.name,
        chosen: one.id == owner,
    };
    Ok(fits.map(choice).collect())
}

/// The tabs of the middle column, ours and those of other rooms; and the body of the chosen one. On a phone
/// the column stands below the facts, so that their addresses lead to it.
async fn tabs(
    who: &Staff,
    person: &Person,
    id: PersonId,
    chosen: &str,
    list: &str,
) -> Result<(Vec<Tab>, String), Problem> {
    // The list that led here goes along, so that the next one in it stays one key away.
    let address = |slug: &str| {
        let open = (slug != "timeline").then(|| format!("tab={slug}"));
        let led = (!list.is_empty()).then(|| format!("in={}", web::escape(list)));
        let query = [open, led].into_iter().flatten().collect::<Vec<_>>().join("&");
        if query.is_empty() { person.href.clone() } else { format!("{}?{query}", person.href) }
    };
    let tab = |slug: &'static str, title: &'static str, count: usize| Tab {
        title,
        href: format!("{}#story", address(slug)),
        count: if count == 0 { String::new() } else { count.to_string() },
        current: slug == chosen,
    };
    let mut tabs =
        vec![tab("timeline", "Timeline", 0), tab("experience", "Experience", person.positions.len())];
    tabs.push(tab("resume", "Résumé", 0));
    let mut body = String::new();
    let (scope, mut others) = (policy::staff(&who.session), vec![]);
    let ask = Ask { house: &who.house, scope: &scope, session: &who.session, csrf: &who.session.csrf };
    for panel in who.rooms().iter().flat_map(|room| room.panels) {
        if let PanelPlace::Tab(slug) = panel.place {
            let part = (panel.render)(ask, id).await?;
            if slug == chosen {
                body = part.html;
            }
            others.push((panel.order, tab(slug, panel.title, part.count.unwrap_or(0))));
        }
    }
    others.sort_by_key(|(order, _)| *order);
    tabs.extend(others.into_iter().map(|(_, tab)| tab));
    tabs.push(tab("files", "Files", person.files.len()));
    Ok((tabs, body))
}

/// What other rooms add at one place.
async fn panels(who: &Staff, id: PersonId, here: impl Fn(&Panel) -> bool) -> Result<Vec<String>, Problem> {
    let scope = policy::staff(&who.session);
    let ask = Ask { house: &who.house, scope: &scope, session: &who.session, csrf: &who.session.csrf };
    let mut wanted: Vec<_> =
        who.rooms().iter().flat_map(|room| room.panels).filter(|panel| here(panel)).collect();
    wanted.sort_by_key(|panel| panel.order);
    let mut found = vec![];
    for panel in wanted {
        let body = (panel.render)(ask, id).await?;
        if !body.html.is_empty() {
            found.push(body.html);
        }
    }
    Ok(found)
}

/// The text of the newest resume, in paragraphs, with the address of the file.
async fn resume(
    who: &Staff,
    scope: &record::Scope<record::Clear>,
    profile: &Profile,
) -> Result<Option<(String, Vec<String>)>, Problem> {
    let Some(document) = profile.documents.iter().find(|document| document.kind == "resume") else {
        return Ok(None);
    };
    match record::people::documents::text(&who.house.db, scope, document.id).await {
        Ok(text) => {
            let lines = text.body.lines().map(str::to_owned).collect();
            Ok(Some((format!("/documents/{}", document.id), lines)))
        }
        Err(record::ReadError::NotFound) => Ok(None),
        Err(cause) => Err(cause.into()),
    }
}
