//! What the live page is told.

use super::{failed, services};
use crate::{
    api::{ApiError, News},
    components::time_of_day,
    pages,
    text::outcome,
    visit::visit,
};
use http::StatusCode;
use kyc::{service::ServiceError, state::Label};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// What the live page is told.
pub(crate) async fn news(seen: &str, asked: u32) -> Result<News, ApiError> {
    let visit = visit();
    let Some(found) = visit.application().cloned() else {
        return Err(nothing_to_tell());
    };
    let application = match services().courier.refresh(found).await {
        Ok(application) => application,
        Err(ServiceError::NotFound) => return Err(nothing_to_tell()),
        Err(error @ ServiceError::Store(_)) => return Err(failed(&error)),
    };
    let label = application.state.label();
    let lang = visit.lang;
    let messages = visit.standing.as_deref().map(|it| it.messages.as_slice());
    let face = pages::status::face(&application, messages.unwrap_or_default());
    let moved = face != seen;
    let title = pages::status::words(&application.state).title.to(lang);
    let words = if is_message(seen, &face) {
        outcome::NEWS_MESSAGE.to(lang).to_owned()
    } else if moved {
        outcome::NEWS.fill(lang, &[("state", title)])
    } else if asked >= STILL_AFTER && label != Label::DocumentsRequired {
        outcome::STILL.to(lang).to_owned()
    } else {
        String::new()
    };
    let checked = outcome::LAST_CHECKED.fill(lang, &[("time", &time_of_day(visit.now))]);
    Ok(News {
        moved,
        words,
        checked,
        wait_ms: wait(label, asked),
    })
}

/// There is no application, or no more.
fn nothing_to_tell() -> ApiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::FORBIDDEN);
    }
    ApiError::Stop
}

/// After this many questions, some 15 seconds, the page says that it goes on.
const STILL_AFTER: u32 = 4;

/// How long the page waits before it asks again: 3 s while documents are owed,
/// else backing off to 15 s; never again in a final state.
fn wait(label: Label, asked: u32) -> u32 {
    match label {
        label if label.is_final() => 0,
        Label::DocumentsRequired => 3_000,
        _ => asked
            .saturating_mul(1_500)
            .saturating_add(3_000)
            .min(15_000),
    }
}

/// Whether a face that was seen differs from that of now in what was written and
/// in nothing else.
fn is_message(seen: &str, now: &str) -> bool {
    let before = |face: &str| face.rsplit_once('-').map(|(before, _)| before.to_owned());
    seen != now && before(seen) == before(now)
}
