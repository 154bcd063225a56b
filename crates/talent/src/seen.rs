//! Seeing is written down: who opened whom, when, apart from the journal.

use record::PersonId;
use web::{Problem, Staff};

/// Writes a view line for a person's page or preview.
pub(crate) async fn person(who: &Staff, person: PersonId) -> Result<(), Problem> {
    Ok(record::people::read::seen(&who.house.db, &who.scope, person).await?)
}
