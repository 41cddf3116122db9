//! The page behind a capture link (contract §10): for a phone, without script.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use axum::{Router, response::IntoResponse, response::Response};
use serde::Deserialize;

use super::Page;
use crate::registry::capture::{CaptureAction, CaptureStep};
use crate::upstream::Upstream;

pub(super) fn router() -> Router<Arc<Upstream>> {
    Router::new().route("/capture/{token}", get(show).post(act))
}

/// The button pressed.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Button {
    Front,
    Back,
    HandIn,
    Decline,
}

#[derive(Deserialize)]
struct Press {
    step: Button,
}

/// Opening the link is itself a published step.
async fn show(State(upstream): State<Arc<Upstream>>, Path(token): Path<String>) -> Page {
    match upstream.registry.capture_act(&token, CaptureAction::Open) {
        Some(step) => page(step),
        None => Page::narrow(
            "This link does not exist",
            "<p>Check that it was copied whole, or ask for a new one on the page you came from.</p>",
        )
        .with_status(StatusCode::NOT_FOUND),
    }
}

/// Takes the step and sends the browser back to look: a reload repeats nothing.
async fn act(
    State(upstream): State<Arc<Upstream>>,
    Path(token): Path<String>,
    Form(press): Form<Press>,
) -> Response {
    let action = match press.step {
        Button::Front => CaptureAction::Front,
        Button::Back => CaptureAction::Back,
        Button::HandIn => CaptureAction::HandIn,
        Button::Decline => CaptureAction::Decline,
    };
    match upstream.registry.capture_act(&token, action) {
        // A token that led somewhere is hexadecimal: nothing to escape.
        Some(_) => Redirect::to(&format!("/capture/{token}")).into_response(),
        None => show(State(upstream), Path(token)).await.into_response(),
    }
}

fn page(step: CaptureStep) -> Page {
    match step {
        CaptureStep::Waiting | CaptureStep::Opened => asking(
            "Photograph the front of your ID",
            "A driving licence or a passport. Lay it flat, in good light, with all four corners in the picture.",
            Photos {
                front: false,
                back: false,
            },
            ("front", "Use a sample of the front"),
        ),
        CaptureStep::FrontUploaded => asking(
            "Now photograph the back",
            "Turn it over. Mind that nothing shines on it.",
            Photos {
                front: true,
                back: false,
            },
            ("back", "Use a sample of the back"),
        ),
        CaptureStep::BackUploaded => asking(
            "Hand in your photos",
            "Both photos are sharp. They are sent when you hand them in, and not before.",
            Photos {
                front: true,
                back: true,
            },
            ("hand-in", "Hand in"),
        ),
        CaptureStep::HandedIn => Page::narrow(
            "Your photos were handed in",
            "<p>This link has been used and does nothing more.</p>\
             <p>You can close this page and go back to the one you came from. It moves on by itself.</p>",
        ),
        CaptureStep::Declined => Page::narrow(
            "You chose not to hand in photos",
            "<p>This link has been used and does nothing more. No photo was sent.</p>\
             <p>If you change your mind, ask for a new link on the page you came from.</p>",
        ),
        CaptureStep::Expired => Page::narrow(
            "This link has expired",
            "<p>It worked for a limited time, to keep your documents safe. No photo was sent.</p>\
             <p>Ask for a new link on the page you came from.</p>",
        )
        .with_status(StatusCode::GONE),
    }
}

#[derive(Clone, Copy)]
struct Photos {
    front: bool,
    back: bool,
}

fn asking(title: &str, advice: &str, photos: Photos, (step, button): (&str, &str)) -> Page {
    let front = photo("Front", photos.front, !photos.front);
    let back = photo("Back", photos.back, photos.front && !photos.back);
    Page::narrow(
        title,
        format!(
            "<p>{advice}</p>\n<ol class=\"steps\">{front}{back}</ol>\n\
             <form method=\"post\">\
             <button class=\"main\" name=\"step\" value=\"{step}\">{button}</button>\
             <button class=\"quiet\" name=\"step\" value=\"decline\">I would rather not</button>\
             </form>"
        ),
    )
}

/// One line of the list: icon, name, and where it stands in a word.
fn photo(side: &str, done: bool, current: bool) -> String {
    let (icon, word) = if done {
        ("<path d=\"m8 12.5 3 3 5.5-6.5\"/>", "done")
    } else if current {
        ("<path d=\"M8 12h8m-3-3 3 3-3 3\"/>", "now")
    } else {
        ("", "later")
    };
    let current = if current {
        " aria-current=\"step\""
    } else {
        ""
    };
    format!(
        "<li{current}><svg aria-hidden=\"true\" width=\"24\" height=\"24\" viewBox=\"0 0 24 24\" fill=\"none\" \
         stroke=\"currentColor\" stroke-width=\"1.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\
         <circle cx=\"12\" cy=\"12\" r=\"9\"/>{icon}</svg>{side}<span class=\"word\">{word}</span></li>"
    )
}
