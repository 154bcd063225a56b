//! The page of notifications, and the same in a popover.

use record::NotificationId;
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Query, Staff, Template};

use super::words::Told;
use super::{read, words};
use crate::tasks::Back;

/// In the popover: what fits without much scrolling.
const POPOVER: i64 = 8;
/// On the page.
const PAGE: i64 = 50;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct From {
    /// The last one of the page before.
    before: String,
}

#[derive(Template)]
#[template(path = "notifications.html")]
struct NotificationsPage {
    frame: Frame,
    told: Vec<Told>,
    unread: bool,
    earlier: Option<String>,
}

#[derive(Template)]
#[template(path = "notifications_popover.html")]
struct Popover {
    csrf: String,
    told: Vec<Told>,
    unread: bool,
}

/// `GET /notifications`
pub(crate) async fn show(who: Staff, Query(from): Query<From>) -> Answer {
    let (db, scope) = (&who.house.db, &who.scope);
    let before: NotificationId = from.before.parse().unwrap_or_default();
    let limit = if who.fragment { POPOVER } else { PAGE };
    let mut notices = read::page(db, scope, before, limit + 1).await?;
    let more = notices.len() > usize::try_from(limit).unwrap_or(0);
    notices.truncate(usize::try_from(limit).unwrap_or(0));
    let told = words::told(db, scope, &who.session.zone, notices).await?;
    let unread = read::unread(db, scope).await? > 0;
    if who.fragment {
        return web::fragment(&Popover { csrf: who.session.csrf.clone(), told, unread });
    }
    let earlier = told.last().filter(|_| more).map(|last| format!("/notifications?before={}", last.id));
    web::page(&NotificationsPage { frame: who.frame().await?, told, unread, earlier })
}

/// `GET /notifications/{notification}`: marks it read and leads to what it is about.
pub(crate) async fn open(who: Staff, Path(id): Path<String>) -> Answer {
    let (db, scope) = (&who.house.db, &who.scope);
    let notice = read::one(db, scope, id.parse()?).await?;
    read::mark(db, scope, Some(notice.id)).await?;
    let told = words::told(db, scope, &who.session.zone, vec![notice]).await?;
    let href = told.into_iter().next().map(|told| told.href).filter(|href| !href.is_empty());
    Go::to(href.unwrap_or_else(|| "/notifications".to_owned())).into()
}

/// `POST /notifications/{notification}/reading`
pub(crate) async fn read_one(who: Staff, Path(id): Path<String>, Input(back): Input<Back>) -> Answer {
    let notice = read::one(&who.house.db, &who.scope, id.parse()?).await?;
    read::mark(&who.house.db, &who.scope, Some(notice.id)).await?;
    Go::to(back.or("/notifications")).into()
}

/// `POST /notifications/reading`
pub(crate) async fn read_all(who: Staff, Input(back): Input<Back>) -> Answer {
    read::mark(&who.house.db, &who.scope, None).await?;
    Go::to(back.or("/notifications")).say("All read").into()
}
