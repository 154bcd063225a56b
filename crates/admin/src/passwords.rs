//! A new password: asked for by mail, set by a one-time link. Invitations end here too.

use record::access::{links, sign_in};
use serde::Deserialize;
use web::{Answer, Go, Input, Path, Public, PublicFrame, StatusCode, Template};

use crate::sign_in::{TOO_MANY, workspace};
use crate::wrong::Wrong;

#[derive(Deserialize)]
pub(crate) struct ForgotForm {
    #[serde(default)]
    email: String,
}

#[derive(Template)]
#[template(path = "password_forgot.html")]
struct ForgotPage {
    frame: PublicFrame,
    email: String,
    sent: bool,
    wrong: Wrong,
}

pub(crate) async fn show_forgot(public: Public) -> Answer {
    workspace(&public)?;
    let frame = public.frame();
    web::page(&ForgotPage { frame, email: String::new(), sent: false, wrong: Wrong::default() })
}

/// Answers the same whether the account exists or not.
pub(crate) async fn send_forgot(public: Public, Input(form): Input<ForgotForm>) -> Answer {
    let workspace = workspace(&public)?;
    let frame = public.frame();
    if !form.email.contains('@') {
        let wrong = Wrong::whole("Enter the address you sign in with.");
        let page = ForgotPage { frame, email: form.email, sent: false, wrong };
        return web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    if sign_in::forgot(&public.house, workspace, &public.address, &form.email).await? {
        web::page(&ForgotPage { frame, email: form.email, sent: true, wrong: Wrong::default() })
    } else {
        let page = ForgotPage { frame, email: form.email, sent: false, wrong: Wrong::whole(TOO_MANY) };
        web::page_with(StatusCode::TOO_MANY_REQUESTS, &page)
    }
}

// by link -------------------------------------------------------------------------------------------

#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    password: String,
}

#[derive(Template)]
#[template(path = "password_new.html")]
struct PasswordPage {
    frame: PublicFrame,
    token: String,
    /// `None`: the link no longer works.
    link: Option<links::LinkView>,
    wrong: Wrong,
}

pub(crate) async fn show(public: Public, Path(token): Path<String>) -> Answer {
    let link = links::look(&public.house.db, workspace(&public)?, &token, false).await?;
    let status = if link.is_some() { StatusCode::OK } else { StatusCode::GONE };
    web::page_with(status, &PasswordPage { frame: public.frame(), token, link, wrong: Wrong::default() })
}

pub(crate) async fn send(
    public: Public,
    Path(token): Path<String>,
    Input(form): Input<PasswordForm>,
) -> Answer {
    let workspace = workspace(&public)?;
    match sign_in::set_password_by_link(&public.house, workspace, &token, &form.password).await {
        Ok(_) => {
            // The browser's own session ended with the others.
            let go = Go::to("/sign-in?done=password");
            go.without_session(public.house.settings.secure()).into()
        }
        Err(refusal) => {
            let wrong = Wrong::of(refusal)?;
            let link = links::look(&public.house.db, workspace, &token, false).await?;
            let page = PasswordPage { frame: public.frame(), token, link, wrong };
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
