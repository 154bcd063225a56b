//! Colleagues to name after an `@` while writing.

use record::overview::{self, begins_words};
use web::{Answer, Query, Staff, Template};

use crate::tasks::Typed;

/// Names offered under the field.
const OFFERED: usize = 8;

#[derive(Template)]
#[template(path = "suggestions.html")]
struct Suggestions {
    options: Vec<(String, String, String)>,
}

/// `GET /users/mentions`
pub(crate) async fn show(who: Staff, Query(typed): Query<Typed>) -> Answer {
    let mut users = overview::colleagues(&who.house.db, &who.scope).await?;
    users.retain(|user| user.active && begins_words(&typed.q, &user.name));
    users.truncate(OFFERED);
    let option = |user: overview::Colleague| (user.name.clone(), user.name, user.title);
    web::fragment(&Suggestions { options: users.into_iter().map(option).collect() })
}
