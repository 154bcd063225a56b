//! What the page of a clear person says of them: facts with their source, contacts, files.

use record::people::{self, Profile};
use web::words;

use crate::list::{self, status_words};

pub(super) struct ContactLine {
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) href: String,
    pub(super) removal: String,
}

pub(super) struct FactLine {
    pub(super) value: String,
    pub(super) level: String,
    pub(super) source: String,
    pub(super) removal: String,
}

pub(super) struct PositionLine {
    pub(super) title: String,
    pub(super) employer: String,
    /// First letter of the employer or school.
    pub(super) logo: String,
    pub(super) span: String,
    pub(super) place: String,
    pub(super) note: String,
    pub(super) source: String,
    pub(super) removal: String,
}

pub(super) struct FileLine {
    pub(super) href: String,
    pub(super) text_href: String,
    /// Where what was read is checked; empty for what is no resume.
    pub(super) check_href: String,
    pub(super) kind: String,
    pub(super) detail: String,
    pub(super) removal: String,
}

pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// The current employment, derived, with its age and source.
pub(super) struct Employed {
    /// `Employed, 2 years 3 months`
    pub(super) since: String,
    /// `Staff engineer at Tidewater since Aug 2024, from a résumé`
    pub(super) what: String,
    /// `As of 2 weeks ago`
    pub(super) age: String,
}

/// The newest resume.
pub(super) struct Resume {
    pub(super) href: String,
    pub(super) name: String,
    /// `2 pages, read on 17 Nov 2026`
    pub(super) detail: String,
}

/// What the left column and the head say of a clear person.
pub(super) struct Person {
    pub(super) href: String,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) first: String,
    pub(super) initials: String,
    pub(super) hue: u16,
    pub(super) headline: String,
    pub(super) own_headline: String,
    pub(super) pronouns: String,
    pub(super) call_me: String,
    pub(super) city: String,
    pub(super) country: String,
    pub(super) source: String,
    pub(super) version: String,
    pub(super) status: &'static str,
    pub(super) tone: &'static str,
    pub(super) statuses: Vec<Choice>,
    pub(super) employed: Option<Employed>,
    pub(super) last_contact: String,
    pub(super) contacts: Vec<ContactLine>,
    pub(super) skills: Vec<FactLine>,
    pub(super) languages: Vec<FactLine>,
    pub(super) credentials: Vec<FactLine>,
    pub(super) positions: Vec<PositionLine>,
    pub(super) studies: Vec<PositionLine>,
    pub(super) tags: Vec<String>,
    pub(super) pools: Vec<(String, String)>,
    pub(super) files: Vec<FileLine>,
    pub(super) summary: String,
    pub(super) unread: Vec<String>,
    /// Where what was read from a resume is checked, and how many facts are in doubt: the newest first.
    pub(super) checks: Vec<(String, i64)>,
    pub(super) paper: Option<Resume>,
    /// Address and lines of the newest resume, where its tab is open.
    pub(super) resume: Option<(String, Vec<String>)>,
}

pub(super) struct ToCheck<'a> {
    pub(super) href: &'a str,
    pub(super) doubtful: i64,
}

impl Person {
    /// The resume to check first, and how many facts of all resumes are in doubt.
    pub(super) fn to_check(&self) -> Option<ToCheck<'_>> {
        let first = self.checks.iter().find(|(_, doubtful)| *doubtful > 0).or(self.checks.first())?;
        Some(ToCheck { href: &first.0, doubtful: self.checks.iter().map(|(_, doubtful)| doubtful).sum() })
    }

    /// Facts that are words, under their headings.
    pub(super) fn listed(&self) -> [(&'static str, &[FactLine]); 3] {
        [("Skills", &self.skills), ("Languages", &self.languages), ("Certificates", &self.credentials)]
    }

    /// Where an edit of this field is sent to.
    pub(super) fn field(&self, name: &str) -> String {
        format!("{}/fields/{name}", self.href)
    }

    /// `Lisbon, Portugal`
    pub(super) fn lives(&self) -> String {
        list::position(&self.city, &self.country)
    }

    /// `English, Portuguese (fluent)`
    pub(super) fn spoken(&self) -> String {
        let one = |fact: &FactLine| match fact.level.as_str() {
            "" => fact.value.clone(),
            level => format!("{} ({level})", fact.value),
        };
        self.languages.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

impl FactLine {
    /// Whether it says itself where it comes from: most come from a resume.
    pub(super) fn own_source(&self) -> bool {
        self.source != FROM_RESUME
    }
}

const FROM_RESUME: &str = "from a résumé";

/// Where a fact comes from, in words.
fn source_words(source: &str, confidence: i64) -> String {
    let from = match source {
        "resume" => FROM_RESUME,
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

/// ` · 2 y 3 m`; empty where a month is unknown.
fn lasted(started: i64, ended: i64) -> String {
    let months = people::read::months_between(started, ended);
    let known = started % 100 != 0 && ended % 100 != 0;
    if months == 0 || !known { String::new() } else { format!(" · {}", words::months_short(months)) }
}

fn first_letter(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().to_string()).unwrap_or_default()
}

fn employed(profile: &Profile, now: base::Micros, this_month: i64) -> Option<Employed> {
    let current = profile.current.as_ref()?;
    let since = words::year_month(current.since);
    let months = people::read::months_between(current.since, this_month);
    let at = [current.title.as_str(), current.employer.as_str()];
    let at: Vec<&str> = at.into_iter().filter(|part| !part.is_empty()).collect();
    Some(Employed {
        since: if months > 0 {
            format!("Employed, {}", words::months(months))
        } else {
            "Employed".to_owned()
        },
        what: format!(
            "{}{}, {}",
            at.join(" at "),
            if since.is_empty() { String::new() } else { format!(" since {since}") },
            source_words(&current.source, 100)
        ),
        age: format!("As of {}", words::since(current.as_of, now)),
    })
}

pub(super) fn person(profile: &Profile, now: base::Micros, this_month: i64) -> Person {
    let href = format!("/candidates/{}", profile.id);
    let (status, tone) = status_words(&profile.status);
    let fact = |fact: &people::FactView| FactLine {
        value: fact.value.clone(),
        level: fact.level.clone(),
        source: source_words(&fact.source, fact.confidence),
        removal: format!("{href}/facts/{}/removal", fact.id),
    };
    let called = if profile.call_me.is_empty() { &profile.name } else { &profile.call_me };
    Person {
        id: profile.id.to_string(),
        name: profile.name.clone(),
        first: called.split_whitespace().next().unwrap_or_default().to_owned(),
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
        country: words::country(&profile.country_code).to_owned(),
        source: words::source(&profile.source).to_owned(),
        version: profile.version.to_string(),
        status,
        tone,
        statuses: people::edit::STATUSES
            .iter()
            .map(|value| Choice {
                value: (*value).to_owned(),
                label: status_words(value).0.to_owned(),
                chosen: *value == profile.status,
            })
            .collect(),
        employed: employed(profile, now, this_month),
        last_contact: words::ago(profile.last_contact_at, now),
        contacts: contacts(profile, &href),
        skills: profile.skills.iter().map(fact).collect(),
        languages: profile.languages.iter().map(fact).collect(),
        credentials: profile.credentials.iter().map(fact).collect(),
        positions: positions(profile, &href, this_month),
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
        checks: vec![],
        paper: paper(profile, &href),
        resume: None,
        href,
    }
}

fn contacts(profile: &Profile, href: &str) -> Vec<ContactLine> {
    let line = |contact: &people::Contact| {
        let (kind, scheme) = match contact.kind.as_str() {
            "email" => ("Email", ""),
            "phone" => ("Phone", "tel:"),
            _ => ("Profile", if contact.value.contains("://") { "" } else { "https://" }),
        };
        // Mail is written here, with its thread and its undo; a number is dialled and a page is opened outside.
        let outside = match kind {
            "Email" => format!("{href}/messages/new"),
            "Phone" => format!("{scheme}{}", contact.value.replace(' ', "")),
            _ => format!("{scheme}{}", contact.value),
        };
        ContactLine {
            kind,
            value: contact.value.clone(),
            href: outside,
            removal: format!("{href}/contacts/{}/removal", contact.id),
        }
    };
    profile.contacts.iter().map(line).collect()
}

fn positions(profile: &Profile, href: &str, this_month: i64) -> Vec<PositionLine> {
    let line = |held: &people::EmploymentView| PositionLine {
        title: held.title.clone(),
        logo: first_letter(&held.employer),
        employer: held.employer.clone(),
        span: format!(
            "{}{}",
            span(held.started, held.ended, held.ongoing),
            lasted(held.started, if held.ongoing { this_month } else { held.ended })
        ),
        place: held.place.clone(),
        note: held.note.clone(),
        source: source_words(&held.source, held.confidence),
        removal: format!("{href}/employments/{}/removal", held.id),
    };
    profile.employments.iter().map(line).collect()
}

fn studies(profile: &Profile, href: &str) -> Vec<PositionLine> {
    let line = |study: &people::EducationView| PositionLine {
        title: list::position(&study.degree, &study.area),
        logo: first_letter(&study.school),
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
    let line = |file: &people::DocumentView| FileLine {
        href: format!("/documents/{}", file.id),
        text_href: format!("/documents/{}/text", file.id),
        check_href: if file.kind == "resume" { crate::check::address(file.id) } else { String::new() },
        kind: file.file_name.clone(),
        detail: format!(
            "{}, {}, {}",
            kind_words(&file.kind),
            words::size(file.size_bytes),
            words::day(file.created_at, "UTC")
        ),
        removal: format!("/documents/{}/retraction", file.id),
    };
    profile.documents.iter().map(line).collect()
}

fn kind_words(kind: &str) -> &'static str {
    match kind {
        "resume" => "Résumé",
        "cover_letter" => "Cover letter",
        "portfolio" => "Portfolio",
        "offer_letter" => "Offer letter",
        "signed_offer_letter" => "Signed offer letter",
        _ => "File",
    }
}

fn paper(profile: &Profile, href: &str) -> Option<Resume> {
    let newest = profile.documents.iter().find(|document| document.kind == "resume")?;
    let pages = match newest.page_count {
        0 => String::new(),
        count => format!("{} · ", words::counted(count, "page", "pages")),
    };
    Some(Resume {
        href: format!("{href}?tab=resume"),
        name: newest.file_name.clone(),
        detail: format!("{pages}came on {}", words::day(newest.created_at, "UTC")),
    })
}
