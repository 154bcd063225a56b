//! The first run: the firm's name and the first administrator.

use record::access::users::{self, Setup};
use record::access::{links, session};
use serde::Deserialize;
use web::{Answer, Go, Input, Path, Public, PublicFrame, StatusCode, Template};

use crate::sign_in::workspace;
use crate::wrong::Wrong;

#[derive(Deserialize)]
pub(crate) struct SetupForm {
    #[serde(default)]
    firm: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    frame: PublicFrame,
    token: String,
    usable: bool,
    engine: &'static str,
    form_values: Setup,
    wrong: Wrong,
}

pub(crate) async fn show(public: Public, Path(token): Path<String>) -> Answer {
    draw(&public, token, Setup::default(), Wrong::default(), StatusCode::OK).await
}

async fn draw(
    public: &Public,
    token: String,
    form_values: Setup,
    wrong: Wrong,
    status: StatusCode,
) -> Answer {
    let link = links::look(&public.house.db, workspace(public)?, &token, true).await?;
    let status = if link.is_some() { status } else { StatusCode::GONE };
    let engine = match public.house.db.engine() {
        db::Engine::Sqlite => "Built in",
        db::Engine::Postgres => "PostgreSQL",
    };
    let page = SetupPage { frame: public.frame(), token, usable: link.is_some(), engine, form_values, wrong };
    web::page_with(status, &page)
}

pub(crate) async fn send(public: Public, Path(token): Path<String>, Input(form): Input<SetupForm>) -> Answer {
    let workspace = workspace(&public)?;
    let setup = Setup { firm: form.firm, name: form.name, email: form.email, password: form.password };
    match users::set_up(&public.house, workspace, &token, &setup).await {
        Ok(user) => {
            let db = &public.house.db;
            let start =
                session::start(db, workspace, user, &public.user_agent, &public.address, false).await?;
            let go = Go::to("/").say("Rapport is ready. Invite the others under Settings, People and roles.");
            go.with_session(&start.token, public.house.settings.secure()).into()
        }
        Err(refusal) => {
            let wrong = Wrong::of(refusal)?;
            draw(&public, token, setup, wrong, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
