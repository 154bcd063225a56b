//! Signing in and out; the code of the second factor.

use record::access::sign_in::{self, SignInOutcome};
use record::access::{session, users, workspaces};
use record::{UserId, WorkspaceId};
use serde::Deserialize;
use web::{Answer, Go, Input, Problem, Public, PublicFrame, Query, StatusCode, Template};

use crate::wrong::Wrong;

pub(crate) const TOO_MANY: &str = "Too many tries. Wait a minute, then try again.";
const REFUSED: &str =
    "This address and password do not belong together. Check both, or ask for a new password.";
const WRONG_CODE: &str = "That code is not right or was used already. Wait for the next one in your app.";

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    next: String,
    /// What just happened: `password` or `out`.
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(crate) struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: PublicFrame,
    firm: String,
    /// False until the set-up link was used.
    ready: bool,
    email: String,
    next: String,
    done: String,
    wrong: Wrong,
}

/// The workspace of this host.
pub(crate) fn workspace(public: &Public) -> Result<WorkspaceId, Problem> {
    public.workspace.ok_or(Problem::NotFound)
}

pub(crate) async fn show(public: Public, Query(asked): Query<Asked>) -> Answer {
    let signed_in = public.session.as_ref().filter(|session| Some(session.workspace) == public.workspace);
    if let Some(session) = signed_in {
        let to = if session.second_factor_due { "/sign-in/code".to_owned() } else { asked.next };
        return Go::to(to).into();
    }
    let workspace = workspace(&public)?;
    web::page(&SignInPage {
        frame: public.frame(),
        firm: workspaces::name(&public.house.db, workspace).await?,
        ready: users::any(&public.house.db, workspace).await?,
        email: String::new(),
        next: asked.next,
        done: asked.done,
        wrong: Wrong::default(),
    })
}

pub(crate) async fn send(public: Public, Input(form): Input<SignInForm>) -> Answer {
    let workspace = workspace(&public)?;
    let outcome =
        sign_in::sign_in(&public.house, workspace, &public.address, &form.email, &form.password).await?;
    let (status, why) = match outcome {
        SignInOutcome::Ok(user) => return begin(&public, workspace, user, false, &form.next).await,
        SignInOutcome::SecondFactorDue(user) => {
            return begin(&public, workspace, user, true, &form.next).await;
        }
        SignInOutcome::Refused => (StatusCode::UNPROCESSABLE_ENTITY, REFUSED),
        SignInOutcome::TooMany => (StatusCode::TOO_MANY_REQUESTS, TOO_MANY),
    };
    let page = SignInPage {
        frame: public.frame(),
        firm: workspaces::name(&public.house.db, workspace).await?,
        ready: true,
        email: form.email,
        next: form.next,
        done: String::new(),
        wrong: Wrong::whole(why),
    };
    web::page_with(status, &page)
}

/// A new session in place of the one the browser had, so that nobody can have planted it.
async fn begin(public: &Public, workspace: WorkspaceId, user: UserId, due: bool, next: &str) -> Answer {
    let db = &public.house.db;
    if let (Some(token), Some(old)) = (&public.token, &public.session) {
        session::end(db, old.workspace, token).await?;
    }
    let start = session::start(db, workspace, user, &public.user_agent, &public.address, due).await?;
    let to = if due { format!("/sign-in/code?{}", query_of("next", next)) } else { next.to_owned() };
    Go::to(to).with_session(&start.token, public.house.settings.secure()).into()
}

fn query_of(name: &str, value: &str) -> String {
    let value: String = value
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("{name}={value}")
}

pub(crate) async fn out(public: Public) -> Answer {
    if let (Some(token), Some(session)) = (&public.token, &public.session) {
        session::end(&public.house.db, session.workspace, token).await?;
    }
    Go::to("/sign-in?done=out").without_session(public.house.settings.secure()).into()
}

// the second factor ---------------------------------------------------------------------------------

#[derive(Deserialize)]
pub(crate) struct CodeForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    frame: PublicFrame,
    email: String,
    next: String,
    wrong: Wrong,
}

pub(crate) async fn show_code(public: Public, Query(asked): Query<Asked>) -> Answer {
    let Some(session) = &public.session else { return Go::to("/sign-in").into() };
    if !session.second_factor_due {
        return Go::to(asked.next).into();
    }
    let (frame, email) = (public.frame(), session.email.clone());
    web::page(&CodePage { frame, email, next: asked.next, wrong: Wrong::default() })
}

pub(crate) async fn send_code(public: Public, Input(form): Input<CodeForm>) -> Answer {
    let Some(session) = &public.session else { return Go::to("/sign-in").into() };
    if !session.second_factor_due {
        return Go::to(form.next).into();
    }
    let (workspace, user) = (session.workspace, session.user);
    let (status, why) =
        match sign_in::second_factor(&public.house, workspace, user, &public.address, &form.code).await? {
            Some(true) => return begin(&public, workspace, user, false, &form.next).await,
            Some(false) => (StatusCode::UNPROCESSABLE_ENTITY, WRONG_CODE),
            None => (StatusCode::TOO_MANY_REQUESTS, TOO_MANY),
        };
    let (frame, email) = (public.frame(), session.email.clone());
    web::page_with(status, &CodePage { frame, email, next: form.next, wrong: Wrong::whole(why) })
}
