//! Adding a person; somebody with the same address, number or profile page exists already.

use db::{Db, DbError, Tx};

use super::contacts::{self, ContactKind, Reach};
use super::facts::{self, Addition, FactKind, NewEmployment, NewFact, Origin};
use super::{Q, employment, keys, store};
use crate::access::AnyScope;
use crate::{Clear, Entry, PersonId, Refusal, Scope, UserId, once};

/// What is known of somebody new.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    pub name: String,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub links: Vec<String>,
    pub title: String,
    pub employer: String,
    pub headline: String,
    pub summary: String,
    pub city: String,
    pub region: String,
    pub country_code: String,
    /// Where they came from: `referral`, `linkedin`, `resume` ...
    pub source: String,
    pub source_detail: String,
    pub owner: UserId,
    pub skills: Vec<String>,
    pub tags: Vec<String>,
    /// The key that the form was drawn with; empty for none.
    pub form_key: String,
}

/// Who it is now, and whether they were there before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Added {
    pub person: PersonId,
    pub existed: bool,
    /// The entry's number; 0 where nothing was written.
    pub seq: i64,
}

/// Adds a person. Who is found by address, number or profile page is answered as they are, unchanged.
pub async fn add(db: &Db, who: &Scope<Clear>, new: NewPerson) -> Result<Added, Refusal> {
    if keys::line(&new.name).is_empty() {
        return Err(Refusal::field("name", "Write the person's name."));
    }
    check_country(&new.country_code)?;
    let reaches = typed_reaches(&new)?;
    let workspace = who.workspace_id();
    let as_before = |person| Added { person: PersonId(person), existed: false, seq: 0 };
    // In this order: whom the same form has added a moment ago is then known as added by it.
    let found = db.read(async |rd| contacts::find_by(rd, workspace.0, &reaches).await).await?;
    if let Some(person) = once::before(db, who, &new.form_key).await? {
        return Ok(as_before(person));
    }
    if let Some(person) = found {
        return Ok(Added { person, existed: true, seq: 0 });
    }
    let done = db.write(who, async |tx| {
        once::first(tx, &new.form_key).await?;
        store::take_turn(tx).await?;
        if contacts::find_by(tx, workspace.0, &reaches).await?.is_some() {
            return Err(Refusal::because("This person was added a moment ago. Search for them.").into());
        }
        let person = insert(tx, &new, &reaches, &Origin::user()).await?;
        once::made(tx, &new.form_key, person.0).await?;
        let recorded = tx.record(Entry::PersonAdded { person, source: keys::line(&new.source) }).await?;
        Ok((Added { person, existed: false, seq: recorded.seq() }, recorded))
    });
    once::outcome(done.await, as_before)
}

pub(crate) fn check_country(code: &str) -> Result<(), Refusal> {
    let fits = code.is_empty() || (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if fits {
        Ok(())
    } else {
        Err(Refusal::field("country_code", "Write the country, like Germany, or its two letters."))
    }
}

fn typed_reaches(new: &NewPerson) -> Result<Vec<Reach>, Refusal> {
    let lists = [
        (ContactKind::Email, &new.emails),
        (ContactKind::Phone, &new.phones),
        (ContactKind::Url, &new.links),
    ];
    let mut reaches = vec![];
    for (kind, values) in lists {
        for value in values.iter().filter(|value| !value.trim().is_empty()) {
            reaches.push(Reach::typed(kind, value)?);
        }
    }
    Ok(reaches)
}

/// Stores the person with contacts, position, skills and tags.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    new: &NewPerson,
    reaches: &[Reach],
    origin: &Origin,
) -> Result<PersonId, DbError> {
    let (workspace, now, person) = (tx.workspace(), tx.now(), PersonId(tx.new_id()));
    let name = keys::line(&new.name);
    let (name_key, headline, summary) =
        (keys::name_key(&name), keys::line(&new.headline), keys::body(&new.summary));
    let (city, region) = (keys::line(&new.city), keys::line(&new.region));
    let country = new.country_code.to_ascii_uppercase();
    let (source, detail) = (keys::line(&new.source), keys::line(&new.source_detail));
    let bound: [&dyn db::Bind; 13] = [
        &workspace, &person, &name, &name_key, &headline, &summary, &city, &region, &country, &new.owner,
        &source, &detail, &now,
    ];
    tx.run(Q.get("person-insert"), &bound).await?;
    for reach in reaches {
        contacts::insert(tx, person, reach, origin).await?;
    }
    for skill in &new.skills {
        let fact = NewFact { kind: FactKind::Skill, value: skill.clone(), level: String::new() };
        facts::insert(tx, person, &Addition::Fact(fact), origin).await?;
    }
    for tag in &new.tags {
        super::tags::insert(tx, person, tag).await?;
    }
    if !(new.title.trim().is_empty() && new.employer.trim().is_empty()) {
        let held = NewEmployment {
            title: new.title.clone(),
            employer: new.employer.clone(),
            ongoing: true,
            ..NewEmployment::default()
        };
        facts::insert(tx, person, &Addition::Employment(held), origin).await?;
        employment::recompute(tx, person).await?;
    }
    Ok(person)
}
