//! Whom to read closely for a job: people who say its words, and people whose titles or skills mean the same in
//! other words or another language.

use std::collections::HashSet;

use index::{IndexError, PeopleIndex, Visibility, WeightedTerm};
use matching::Model;

use crate::jobs::needs::{self, NeedDraft, NeedKind};
use crate::{PersonId, WorkspaceId};

/// People who say the words of the needs.
const BY_WORDS_MAX: usize = 240;
/// People near a title, and near the skills together; many of them say the words, too.
const BY_TITLE_MAX: usize = 120;
const BY_SKILLS_MAX: usize = 60;

/// Everybody worth a closer look, each once. Its order says nothing.
pub(super) fn candidates(
    people: &PeopleIndex,
    workspace: WorkspaceId,
    needs: &[NeedDraft],
) -> Result<Vec<PersonId>, IndexError> {
    let everyone = Visibility::Everyone;
    let (titles, skills) = matching::sketches_of_needs(Model::embedded(), &needs::for_matching(needs));
    let mut found: Vec<i64> = people
        .candidates_for(workspace.0, &terms(needs), &[], &everyone, BY_WORDS_MAX)?
        .into_iter()
        .map(|(person, _)| person)
        .collect();
    let each_title = BY_TITLE_MAX / titles.len().max(1);
    for title in &titles {
        found.extend(people.nearest_to(workspace.0, title, &everyone, each_title)?);
    }
    if let Some(skills) = &skills {
        found.extend(people.nearest_to(workspace.0, skills, &everyone, BY_SKILLS_MAX)?);
    }
    let mut seen = HashSet::new();
    found.retain(|person| seen.insert(*person));
    Ok(found.into_iter().map(PersonId).collect())
}

/// Words and phrases that speak for a person, from the needs.
fn terms(needs: &[NeedDraft]) -> Vec<WeightedTerm> {
    use search_syntax::Field as Named;
    let mut terms = vec![];
    let mut say = |field, text: &str, weight: f32| {
        if !text.trim().is_empty() {
            terms.push(WeightedTerm { field, text: text.to_owned(), weight });
        }
    };
    for need in needs {
        let weight = need.weight.max(1) as f32;
        match need.kind {
            NeedKind::Title => {
                say(Some(Named::Title), &need.label, weight);
                for word in telling_words(&need.label) {
                    say(Some(Named::Title), &word, weight / 3.0);
                    say(None, &word, weight / 10.0);
                }
            }
            NeedKind::Skill => {
                say(None, &need.label, weight);
                for word in telling_words(&need.label) {
                    say(None, &word, weight / 4.0);
                }
            }
            NeedKind::Location => say(Some(Named::City), &need.label, weight / 2.0),
            NeedKind::Language => say(None, &need.label, weight / 2.0),
            NeedKind::Experience => {}
            NeedKind::Text => {
                let words = telling_words(&need.label);
                let share = weight / words.len().max(1) as f32;
                for word in words {
                    say(None, &word, share);
                }
            }
        }
    }
    terms
}

/// The words of a line that are long enough to tell anything.
fn telling_words(line: &str) -> Vec<String> {
    let words = search_syntax::words(line).map(|word| word.folded);
    words.filter(|word| word.chars().count() > 3).collect()
}
