//! Adding a person by hand; somebody known already is shown instead of made twice.

use record::access::AnyScope;
use record::people::add::NewPerson;
use record::{PersonId, Refusal};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Recruiter, StatusCode, Template, page, page_with};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct AddForm {
    name: String,
    email: String,
    phone: String,
    url: String,
    title: String,
    employer: String,
    city: String,
    source: String,
    /// The key that the form was drawn with.
    form_key: String,
}

#[derive(Template)]
#[template(path = "add.html")]
struct AddPage {
    frame: Frame,
    form: AddForm,
    errors: Errors,
    /// Name and address of the person who is here already.
    known: Option<(String, String)>,
}

#[derive(Default)]
struct Errors {
    name: String,
    email: String,
    phone: String,
    url: String,
    other: String,
}

/// GET /candidates/new
pub(crate) async fn new(who: Recruiter) -> Answer {
    page(&AddPage {
        frame: who.frame().await?,
        form: AddForm::default(),
        errors: Errors::default(),
        known: None,
    })
}

/// POST /candidates
pub(crate) async fn create(who: Recruiter, Input(form): Input<AddForm>) -> Answer {
    let some = |text: &str| if text.trim().is_empty() { vec![] } else { vec![text.trim().to_owned()] };
    let new = NewPerson {
        name: form.name.clone(),
        emails: some(&form.email),
        phones: some(&form.phone),
        links: some(&form.url),
        title: form.title.clone(),
        employer: form.employer.clone(),
        city: form.city.clone(),
        source: if form.source.is_empty() { "Sourced".to_owned() } else { form.source.clone() },
        owner: who.scope.user(),
        form_key: form.form_key.clone(),
        ..NewPerson::default()
    };
    match record::people::add::add(&who.house.db, &who.scope, new).await {
        Ok(added) if added.existed => known(&who, form, added.person).await,
        // Sent twice: the first time did it.
        Ok(added) if added.seq == 0 => Go::to(format!("/candidates/{}", added.person))
            .say(format!("Added {}", form.name.trim()))
            .after(&who.house, who.scope.workspace_id())
            .into(),
        Ok(added) => Go::to(format!("/candidates/{}", added.person))
            .say_with_undo(format!("Added {}", form.name.trim()), format!("/undo/{}", added.seq))
            .after(&who.house, who.scope.workspace_id())
            .into(),
        Err(Refusal::Field { field, message }) => {
            let mut errors = Errors::default();
            match field {
                "name" => errors.name = message,
                "email" => errors.email = message,
                "phone" => errors.phone = message,
                "url" => errors.url = message,
                _ => errors.other = message,
            }
            let page = AddPage { frame: who.frame().await?, form, errors, known: None };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn known(who: &Recruiter, form: AddForm, person: PersonId) -> Answer {
    let rows = record::people::read::rows(&who.house.db, &who.scope, &[person]).await?;
    let name = rows.into_iter().next().map_or(String::new(), |row| row.name);
    let known = Some((name, format!("/candidates/{person}")));
    let page = AddPage { frame: who.frame().await?, form, errors: Errors::default(), known };
    page_with(StatusCode::CONFLICT, &page)
}
