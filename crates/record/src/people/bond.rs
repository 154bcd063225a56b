//! How well we know a person: what passed between us, counted. The strength always comes with its counts, so that a
//! page can say why.
//!
//! Holds true: notes and private talk count for nothing, whoever reads; the strength is a rule over the counts.

use std::collections::HashMap;

use base::{Micros, clock};
use db::{Assembled, Db, DbError, Rd};

use super::Q;
use crate::access::AnyScope;
use crate::{Clear, PersonId, ReadError, Scope, WorkspaceId};

/// Strong enough for the word "close", and for "good".
const CLOSE: i64 = 4;
const GOOD: i64 = 2;
/// After so long without a word of theirs a bond fades by a step; after so much longer by another.
const FADES: Micros = 180 * clock::DAY;
const FADES_AGAIN: Micros = 730 * clock::DAY;

/// What passed between us and a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bond {
    /// Mails of ours and of theirs.
    pub written: i64,
    pub answered: i64,
    /// Calls and meetings.
    pub talked: i64,
    /// The newest of each; 0 never.
    pub wrote_at: Micros,
    pub heard_at: Micros,
    pub talked_at: Micros,
}

impl Bond {
    /// The last time that they had a part in it; 0 never.
    pub fn theirs_at(&self) -> Micros {
        self.heard_at.max(self.talked_at)
    }

    /// 0 nothing passed; 1 faint; 2 in touch; 3 good; 4 close.
    pub fn level(&self, now: Micros) -> u8 {
        let both = self.answered + self.talked;
        if both == 0 {
            return u8::from(self.written > 0);
        }
        let reached = match both {
            CLOSE.. => 4,
            GOOD.. => 3,
            _ => 2,
        };
        let faded = match now - self.theirs_at() {
            FADES_AGAIN.. => 2,
            FADES.. => 1,
            _ => 0,
        };
        (reached - faded).max(1)
    }

    /// They wrote last, and nobody has answered or called since.
    pub fn waits_since(&self) -> Option<Micros> {
        (self.heard_at > self.wrote_at.max(self.talked_at)).then_some(self.heard_at)
    }
}

/// The bonds of these people; nobody is in the answer with whom nothing passed.
pub(crate) async fn of_people(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Bond>, DbError> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Assembled::with(Q.get("bonds"), &[&workspace]);
    sql.list(people).push(" group by person_id");
    let found = rd
        .assembled(&sql, |row| {
            let bond = Bond {
                written: row.int(1),
                answered: row.int(2),
                talked: row.int(3),
                wrote_at: row.int(4),
                heard_at: row.int(5),
                talked_at: row.int(6),
            };
            (PersonId(row.int(0)), bond)
        })
        .await?;
    Ok(found.into_iter().collect())
}

/// Months drawn of a history.
pub const MONTHS: usize = 24;
/// Contacts looked at for it: more say nothing new.
const CONTACTS_MAX: i64 = 500;

/// The history of a relationship, for the person's own page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relationship {
    pub bond: Bond,
    /// The first contact; 0 none.
    pub since: Micros,
    /// Contacts of each of the last [`MONTHS`] spans of thirty days, the oldest first.
    pub months: Vec<i64>,
    /// The colleague with most of them.
    pub best: String,
    /// Median time until they answered a mail of ours; `None` while they never did.
    pub answers_in: Option<Micros>,
}

struct Contact {
    at: Micros,
    kind: String,
    by: String,
}

/// The relationship with a person whom the reader sees clear.
pub async fn relationship(db: &Db, who: &Scope<Clear>, person: PersonId) -> Result<Relationship, ReadError> {
    let (workspace, now) = (who.workspace_id(), db.now());
    let (bond, contacts) = db
        .read(async |rd| {
            let bond = of_people(rd, workspace, &[person]).await?.remove(&person).unwrap_or_default();
            let bound: [&dyn db::Bind; 3] = [&workspace, &person, &CONTACTS_MAX];
            let contacts = rd
                .all(Q.get("contacts-with"), &bound, |row| Contact {
                    at: row.int(0),
                    kind: row.text(1),
                    by: row.text(2),
                })
                .await?;
            Ok::<_, DbError>((bond, contacts))
        })
        .await?;
    Ok(told(bond, &contacts, now))
}

/// `contacts` are the newest first.
fn told(bond: Bond, contacts: &[Contact], now: Micros) -> Relationship {
    let mut months = vec![0; MONTHS];
    let mut by: HashMap<&str, usize> = HashMap::new();
    for contact in contacts {
        let back = usize::try_from((now - contact.at).max(0) / (30 * clock::DAY)).unwrap_or(MONTHS);
        if let Some(place) = MONTHS.checked_sub(back + 1) {
            months[place] += 1;
        }
        if !contact.by.is_empty() {
            *by.entry(&contact.by).or_default() += 1;
        }
    }
    let best = by.into_iter().max_by(|(one, a), (other, b)| a.cmp(b).then(other.cmp(one)));
    Relationship {
        bond,
        since: contacts.last().map_or(0, |first| first.at),
        months,
        best: best.map(|(name, _)| name.to_owned()).unwrap_or_default(),
        answers_in: answers_in(contacts),
    }
}

/// The middle of the times from a mail of ours to the next of theirs.
fn answers_in(contacts: &[Contact]) -> Option<Micros> {
    let (mut asked, mut took) = (None, vec![]);
    for contact in contacts.iter().rev() {
        match (contact.kind.as_str(), asked) {
            ("email_out", _) => asked = Some(contact.at),
            ("email_in", Some(at)) => {
                took.push(contact.at - at);
                asked = None;
            }
            _ => {}
        }
    }
    took.sort_unstable();
    took.get(took.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = 2_000 * clock::DAY;

    #[test]
    fn a_bond_grows_with_answers_and_fades_with_silence() {
        let bond = |written, answered, talked, days_ago: i64| Bond {
            written,
            answered,
            talked,
            talked_at: if answered + talked > 0 { NOW - days_ago * clock::DAY } else { 0 },
            ..Bond::default()
        };
        for (case, expected) in [
            (bond(0, 0, 0, 0), 0),
            (bond(3, 0, 0, 0), 1),
            (bond(0, 0, 1, 2), 2),
            (bond(1, 1, 1, 2), 3),
            (bond(0, 2, 2, 2), 4),
            (bond(0, 2, 2, 200), 3),
            (bond(0, 2, 2, 800), 2),
            (bond(0, 1, 0, 800), 1),
        ] {
            assert_eq!(case.level(NOW), expected, "{case:?}");
        }
    }

    #[test]
    fn a_history_says_who_knows_them_and_how_soon_they_answer() {
        let contact = |days, hours, kind: &str, by: &str| Contact {
            at: NOW - days * clock::DAY + hours * clock::HOUR,
            kind: kind.to_owned(),
            by: by.to_owned(),
        };
        let contacts = [
            contact(1, 5, "email_in", ""),
            contact(1, 0, "email_out", "Nora"),
            contact(2, 0, "call", "Nora"),
            contact(40, 0, "call", "Kofi"),
        ];
        let told = told(Bond::default(), &contacts, NOW);
        assert_eq!(told.best, "Nora");
        assert_eq!(told.answers_in, Some(5 * clock::HOUR));
        assert_eq!(told.since, NOW - 40 * clock::DAY);
        assert_eq!(told.months[MONTHS - 2..], [1, 3]);
    }
}
