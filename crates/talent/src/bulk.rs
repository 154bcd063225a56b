//! Bulk actions say what they will do before they do it: which tag, which pool, how many people.

use web::{Answer, Frame, Recruiter, Template, page, words};

use crate::change::BulkForm;

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "bulk.html")]
struct BulkPage {
    frame: Frame,
    title: &'static str,
    action: &'static str,
    people: String,
    ids: Vec<String>,
    next: String,
    pools: Vec<Choice>,
    none: bool,
}

pub(crate) async fn ask_tag(who: &Recruiter, form: &BulkForm) -> Answer {
    ask(who, form, "Tag", "/candidates/bulk/tag", vec![]).await
}

pub(crate) async fn ask_pool(who: &Recruiter, form: &BulkForm) -> Answer {
    let pools = record::pools::list(&who.house.db, &who.scope).await?;
    let choice =
        |pool: record::pools::PoolRow| Choice { value: pool.id.to_string(), label: pool.name, chosen: false };
    ask(who, form, "Add to pool", "/candidates/bulk/pool", pools.into_iter().map(choice).collect()).await
}

async fn ask(
    who: &Recruiter,
    form: &BulkForm,
    title: &'static str,
    action: &'static str,
    pools: Vec<Choice>,
) -> Answer {
    page(&BulkPage {
        frame: who.frame().await?,
        title,
        action,
        people: words::counted(form.id.len() as i64, "person", "people"),
        none: form.id.is_empty(),
        ids: form.id.clone(),
        next: form.next.clone(),
        pools,
    })
}
