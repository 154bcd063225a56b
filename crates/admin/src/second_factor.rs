//! Turning the second factor on: a secret as a QR code and as text, confirmed by its first code.

use record::access::own;
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Problem, Staff, StatusCode, Template};

use crate::wrong::Wrong;

#[derive(Template)]
#[template(path = "second_factor.html")]
struct SecondFactorPage {
    frame: Frame,
    secret: String,
    address: String,
    /// Side of the picture in modules, quiet zone included.
    side: usize,
    /// The dark modules, as one SVG path.
    path: String,
    wrong: Wrong,
}

pub(crate) async fn begin(who: Staff) -> Answer {
    own::begin_second_factor(&who.house, &who.scope).await?;
    Go::to("/preferences/second-factor").into()
}

pub(crate) async fn show(who: Staff) -> Answer {
    draw(&who, Wrong::default(), StatusCode::OK).await
}

async fn draw(who: &Staff, wrong: Wrong, status: StatusCode) -> Answer {
    let Some(totp) = own::waiting_second_factor(&who.house, &who.scope).await? else {
        return Go::to("/preferences").into();
    };
    let address = totp.address(&who.session.workspace_name, &who.session.email);
    let (side, path) = picture(&address)?;
    let secret = totp.base32();
    web::page_with(
        status,
        &SecondFactorPage { frame: who.frame().await?, secret, address, side, path, wrong },
    )
}

/// Modules around the code that readers need empty.
const QUIET: usize = 4;

fn picture(text: &str) -> Result<(usize, String), Problem> {
    let code = fast_qr::QRBuilder::new(text)
        .build()
        .map_err(|cause| Problem::Fault(format!("QR code: {cause:?}")))?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in 0..code.size {
            if code[y][x].value() {
                path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET));
            }
        }
    }
    Ok((code.size + 2 * QUIET, path))
}

#[derive(Deserialize)]
pub(crate) struct CodeForm {
    #[serde(default)]
    code: String,
}

pub(crate) async fn confirm(who: Staff, Input(form): Input<CodeForm>) -> Answer {
    match own::confirm_second_factor(&who.house, &who.scope, &form.code).await {
        Ok(()) => Go::to("/preferences")
            .say("The second factor is on. You are asked for a code when you sign in.")
            .into(),
        Err(refusal) => draw(&who, Wrong::of(refusal)?, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}
