//! The page of one person: facts at the left, the story in the middle, work at the right.

use record::access::policy;
use record::people::{MaskedProfile, Profile, timeline::Before};
use record::{PersonId, PersonRef, Seen};
use serde::Deserialize;
use web::{Answer, Ask, Asked, Frame, PanelPlace, Path, Problem, Staff, Template, fragment, page, words};

use crate::list::{self, Neighbours, status_words};
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
}

struct Tab {
    title: &'static str,
    href: String,
    count: String,
    current: bool,
}

struct ContactLine {
    kind: String,
    value: String,
    removal: String,
}

struct FactLine {
    value: String,
    level: String,
    source: String,
    removal: String,
}

struct PositionLine {
    title: String,
    employer: String,
    span: String,
    place: String,
    note: String,
    source: String,
    removal: String,
}

struct FileLine {
    href: String,
    text_href: String,
    /// Where what was read is checked; empty for what is no resume.
    check_href: String,
    kind: String,
    detail: String,
    removal: String,
}

struct Choice {
    value: &'static str,
    label: &'static str,
    chosen: bool,
}

/// What the left column and the head say of a clear person.
struct Person {
    href: String,
    name: String,
    initials: String,
    hue: u16,
    headline: String,
    /// The headline as it was written, which `headline` shows only where no position is known.
    own_headline: String,
    pronouns: String,
    call_me: String,
    city: String,
    country: String,
    source: String,
    version: String,
    status: &'static str,
    tone: &'static str,
    statuses: Vec<Choice>,
    employed: Option<(String, String)>,
    last_contact: String,
    contacts: Vec<ContactLine>,
    skills: Vec<FactLine>,
    languages: Vec<FactLine>,
    credentials: Vec<FactLine>,
    positions: Vec<PositionLine>,
    studies: Vec<PositionLine>,
    tags: Vec<String>,
    pools: Vec<(String, String)>,
    files: Vec<FileLine>,
    summary: String,
    unread: Vec<String>,
    /// Where what was read from a resume is checked, and how many facts are in doubt: the newest first.
    checks: Vec<(String, i64)>,
    resume: Option<(String, Vec<String>)>,
}

struct ToCheck<'a> {
    href: &'a str,
    doubtful: i64,
}

impl Person {
    /// Where an edit of this field is sent to.
    fn field(&self, name: &str) -> String {
        format!("{}/fields/{name}", self.href)
    }

    /// The resume to check first, and how many facts of all resumes are in doubt.
    fn to_check(&self) -> Option<ToCheck<'_>> {
        let first = self.checks.iter().find(|(_, doubtful)| *doubtful > 0).or(self.checks.first())?;
        Some(ToCheck { href: &first.0, doubtful: self.checks.iter().map(|(_, doubtful)| doubtful).sum() })
    }
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
    edits: bool,
}

#[derive(Template)]
#[template(path = "profile_masked.html")]
struct MaskedPage {
    frame: Frame,
    person: MaskedPerson,
    days: Vec<Day>,
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
    let days = timeline::days(&items, &who, &format!("/candidates/{reference}"));
    if who.fragment && !asked.before.is_empty() {
        return fragment(&TimelinePart { days, earlier, csrf: who.session.csrf.clone() });
    }
    match found {
        Seen::Masked(masked) => show_masked(&who, masked, &asked, days).await,
        Seen::Clear(profile) => {
            crate::seen::person(&who, profile.id).await?;
            show_clear(&who, profile, asked, days, earlier).await
        }
    }
}

async fn show_masked(who: &Staff, masked: MaskedProfile, asked: &ProfileQuery, days: Vec<Day>) -> Answer {
    let href = format!("/candidates/{}", masked.alias);
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
    page(&MaskedPage { frame: who.frame().await?, person, days })
}

async fn show_clear(
    who: &Staff,
    profile: Profile,
    asked: ProfileQuery,
    days: Vec<Day>,
    earlier: Option<String>,
) -> Answer {
    let id = profile.id;
    let recruiting = policy::recruiting(&who.session);
    let mut person = person(&profile, who.now());
    if who.fragment && !asked.preview.is_empty() {
        return fragment(&PreviewPart { person, days: days.into_iter().take(2).collect() });
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
    let (tabs, panel) = tabs(who, &person, id, &tab).await?;
    let neighbours =
        if asked.r#in.is_empty() { None } else { list::neighbours(who, &asked.r#in, id).await? };
    let page_of = ProfilePage {
        frame: who.frame().await?.about("person", id),
        tabs,
        tab,
        days,
        earlier,
        actions: panels(who, id, |place| place == PanelPlace::Action).await?,
        side: panels(who, id, |place| place == PanelPlace::Side).await?,
        panel,
        neighbours,
        edits: recruiting.is_some(),
        person,
    };
    page(&page_of)
}

/// The tabs of the middle column, ours and those of other rooms; and the body of the chosen one.
async fn tabs(
    who: &Staff,
    person: &Person,
    id: PersonId,
    chosen: &str,
) -> Result<(Vec<Tab>, String), Problem> {
    let tab = |slug: &'static str, title: &'static str, count: usize| Tab {
        title,
        href: if slug == "timeline" { person.href.clone() } else { format!("{}?tab={slug}", person.href) },
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
async fn panels(
    who: &Staff,
    id: PersonId,
    here: impl Fn(PanelPlace) -> bool,
) -> Result<Vec<String>, Problem> {
    let scope = policy::staff(&who.session);
    let ask = Ask { house: &who.house, scope: &scope, session: &who.session, csrf: &who.session.csrf };
    let mut wanted: Vec<_> =
        who.rooms().iter().flat_map(|room| room.panels).filter(|panel| here(panel.place)).collect();
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

/// Where a fact comes from, in words.
fn source_words(source: &str, confidence: i64) -> String {
    let from = match source {
        "resume" => "from a resume",
        "user" => "entered here",
        "import" => "imported",
        "hire" => "hired here",
        other => other,
    };
    if confidence < 80 { format!("{from}, check it") } else { from.to_owned() }
}

fn span(started: i64, ended: i64, ongoing: bool) -> String {
    let end = if ongoing { "now".to_owned() } else { words::year_month(ended) };
    match (words::year_month(started), end) {
        (start, end) if start.is_empty() => end,
        (start, end) if end.is_empty() => start,
        (start, end) => format!("{start} to {end}"),
    }
}

fn person(profile: &Profile, now: base::Micros) -> Person {
    let href = format!("/candidates/{}", profile.id);
    let (status, tone) = status_words(&profile.status);
    let fact = |fact: &record::people::FactView| FactLine {
        value: fact.value.clone(),
        level: fact.level.clone(),
        source: source_words(&fact.source, fact.confidence),
        removal: format!("{href}/facts/{}/removal", fact.id),
    };
    let employed = profile.current.as_ref().map(|current| {
        let since = words::year_month(current.since);
        let since = if since.is_empty() { String::new() } else { format!(", since {since}") };
        let age = words::ago(current.as_of, now).to_lowercase();
        let age = if matches!(age.as_str(), "today" | "yesterday") { age } else { format!("{age} ago") };
        (
            format!("{}{since}", list::position(&current.title, &current.employer)),
            format!("As of {age}, {}", source_words(&current.source, 100)),
        )
    });
    Person {
        name: profile.name.clone(),
        initials: words::initials(&profile.name),
        hue: words::hue(&profile.name),
        headline: match &profile.current {
            Some(current) => [current.title.as_str(), current.employer.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" at "),
            None => profile.headline.clone(),
        },
        own_headline: profile.headline.clone(),
        pronouns: profile.pronouns.clone(),
        call_me: profile.call_me.clone(),
        city: profile.city.clone(),
        country: profile.country_code.clone(),
        source: profile.source.clone(),
        version: profile.version.to_string(),
        status,
        tone,
        statuses: record::people::edit::STATUSES
            .iter()
            .map(|value| Choice { value, label: status_words(value).0, chosen: *value == profile.status })
            .collect(),
        employed,
        last_contact: words::ago(profile.last_contact_at, now),
        contacts: profile
            .contacts
            .iter()
            .map(|contact| ContactLine {
                kind: match contact.kind.as_str() {
                    "email" => "Email",
                    "phone" => "Phone",
                    _ => "Profile",
                }
                .to_owned(),
                value: contact.value.clone(),
                removal: format!("{href}/contacts/{}/removal", contact.id),
            })
            .collect(),
        skills: profile.skills.iter().map(fact).collect(),
        languages: profile.languages.iter().map(fact).collect(),
        credentials: profile.credentials.iter().map(fact).collect(),
        positions: positions(profile, &href),
        studies: studies(profile, &href),
        tags: profile.tags.clone(),
        pools: vec![],
        files: files(profile),
        summary: profile.summary.clone(),
        unread: profile
            .unread_text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect(),
        resume: None,
        checks: vec![],
        href,
    }
}

fn positions(profile: &Profile, href: &str) -> Vec<PositionLine> {
    let line = |held: &record::people::EmploymentView| PositionLine {
        title: held.title.clone(),
        employer: held.employer.clone(),
        span: span(held.started, held.ended, held.ongoing),
        place: held.place.clone(),
        note: held.note.clone(),
        source: source_words(&held.source, held.confidence),
        removal: format!("{href}/employments/{}/removal", held.id),
    };
    profile.employments.iter().map(line).collect()
}

fn studies(profile: &Profile, href: &str) -> Vec<PositionLine> {
    let line = |study: &record::people::EducationView| PositionLine {
        title: list::position(&study.degree, &study.area),
        employer: study.school.clone(),
        span: span(study.started, study.ended, false),
        place: String::new(),
        note: String::new(),
        source: source_words(&study.source, study.confidence),
        removal: format!("{href}/educations/{}/removal", study.id),
    };
    profile.educations.iter().map(line).collect()
}

fn files(profile: &Profile) -> Vec<FileLine> {
    let line = |file: &record::people::DocumentView| FileLine {
        href: format!("/documents/{}", file.id),
        text_href: format!("/documents/{}/text", file.id),
        check_href: if file.kind == "resume" { crate::check::address(file.id) } else { String::new() },
        kind: file.file_name.clone(),
        detail: format!(
            "{}, {}, {}",
            file.kind.replace('_', " "),
            words::size(file.size_bytes),
            words::day(file.created_at, "UTC")
        ),
        removal: format!("/documents/{}/retraction", file.id),
    };
    profile.documents.iter().map(line).collect()
}
