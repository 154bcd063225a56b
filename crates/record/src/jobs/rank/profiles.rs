//! What matching reads about people: titles, skills, city, languages, years and the newest resume.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use db::{Assembled, DbError, Rd};
use matching::{FieldKind, OwnedField, OwnedProfile};

use crate::jobs::Q;
use crate::{PersonId, WorkspaceId};

/// A resume is read so far; beyond it come lists of publications.
const TEXT_BYTES_MAX: usize = 60_000;

/// What matching reads about these people. Their names are hidden in every text.
pub(super) async fn profiles(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    people: &[PersonId],
) -> Result<Vec<(PersonId, OwnedProfile)>, DbError> {
    let mut sql = Assembled::with(Q.get("match-people"), &[&workspace]);
    sql.list(people);
    let rows = rd
        .assembled(&sql, |row| {
            (PersonId(row.int(0)), row.text(1), row.text(2), row.text(3), row.text(4), row.int(5))
        })
        .await?;
    let mut found: HashMap<PersonId, (String, Vec<OwnedField>)> = HashMap::new();
    for (person, name, title, headline, city, months) in rows {
        let mut fields = vec![];
        say(&mut fields, FieldKind::Title, title);
        say(&mut fields, FieldKind::Title, headline);
        say(&mut fields, FieldKind::City, city);
        let months = u32::try_from(months).unwrap_or(0);
        if months > 0 {
            let text = format!("{} years of experience", (months + 6) / 12);
            say(&mut fields, FieldKind::Experience { months }, text);
        }
        found.insert(person, (name, fields));
    }
    let mut add = |person: PersonId, kind, text: String| {
        if let Some((_, fields)) = found.get_mut(&person)
            && !fields.iter().any(|known| known.kind == kind && known.text == text)
        {
            say(fields, kind, text);
        }
    };
    let three = |row: &db::Row<'_>| (PersonId(row.int(0)), row.text(1), row.text(2));
    let mut sql = Assembled::with(Q.get("match-titles"), &[&workspace]);
    sql.list(people).push(" order by person_id, id");
    for (person, title, note) in rd.assembled(&sql, three).await? {
        add(person, FieldKind::Title, title);
        add(person, FieldKind::Text, headed(&note));
    }
    let mut sql = Assembled::with(Q.get("match-facts"), &[&workspace]);
    sql.list(people).push(" order by person_id, id");
    for (person, kind, value) in rd.assembled(&sql, three).await? {
        add(person, if kind == "language" { FieldKind::Language } else { FieldKind::Skill }, value);
    }
    let mut sql = Assembled::with(Q.get("match-texts"), &[&workspace]);
    sql.list(people).push(" order by d.person_id, d.id desc");
    let mut read = HashSet::new();
    for (person, body, _) in rd.assembled(&sql, three).await? {
        // The newest resume only: an older one says the same again.
        if read.insert(person) {
            add(person, FieldKind::Text, shortened(body));
        }
    }
    let order = |person: &PersonId| people.iter().position(|known| known == person);
    let mut profiles: Vec<_> =
        found.into_iter().map(|(person, (name, fields))| (person, hide_name(&name, fields))).collect();
    profiles.sort_by_key(|(person, _)| order(person));
    Ok(profiles)
}

fn say(fields: &mut Vec<OwnedField>, kind: FieldKind, text: String) {
    if !text.trim().is_empty() {
        fields.push(OwnedField { kind, text, hidden: vec![] });
    }
}

/// Matching takes the first line of a text for the name and skips it; a text of ours has none.
fn headed(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("Note\n{text}") }
}

fn shortened(mut text: String) -> String {
    if text.len() > TEXT_BYTES_MAX {
        let end = (0..=TEXT_BYTES_MAX).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

/// Hides every word of the name, wherever it stands in a text: "Baker" in a name must not match a bakery.
fn hide_name(name: &str, mut fields: Vec<OwnedField>) -> OwnedProfile {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_lowercase)
        .collect();
    for field in fields.iter_mut().filter(|field| field.kind == FieldKind::Text) {
        field.hidden = places_of(&words, &field.text);
    }
    OwnedProfile { fields }
}

fn places_of(words: &[String], text: &str) -> Vec<Range<usize>> {
    let mut places = vec![];
    let mut at = 0;
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        let start = at;
        let end = start + part.len();
        // The separator after it may be any character; what follows begins after it.
        at = end + text[end..].chars().next().map_or(0, char::len_utf8);
        if !part.is_empty() && words.contains(&part.to_lowercase()) {
            places.push(start..end);
        }
    }
    places
}
