//! The page behind a capture link (contract §10), for a phone and without script.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use axum::{Router, response::IntoResponse, response::Response};
use serde::Deserialize;

use super::html::Page;
use crate::registry::capture::{CaptureAction, CaptureStep};
use crate::state::SandboxState;

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new().route("/capture/{token}", get(show).post(submit))
}

/// The button that the applicant pressed.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Button {
    Front,
    Back,
    HandIn,
    Decline,
}

#[derive(Deserialize)]
struct CaptureForm {
    step: Button,
}

/// Shows the page. Opening the link is itself a published step.
async fn show(State(state): State<Arc<SandboxState>>, Path(token): Path<String>) -> Page {
    match state.registry.capture_act(&token, CaptureAction::Open) {
        Some(step) => page(step),
        None => Page::narrow(
            "This link does not exist",
            "<p>Check that it was copied whole, or ask for a new one on the page you came from.</p>",
        )
        .with_status(StatusCode::NOT_FOUND),
    }
}

/// Performs the action and redirects to the page, so a reload repeats nothing.
async fn submit(
    State(state): State<Arc<SandboxState>>,
    Path(token): Path<String>,
    Form(form): Form<CaptureForm>,
) -> Response {
    let action = match form.step {
        Button::Front => CaptureAction::Front,
        Button::Back => CaptureAction::Back,
        Button::HandIn => CaptureAction::HandIn,
        Button::Decline => CaptureAction::Decline,
    };
    match state.registry.capture_act(&token, action) {
        // The token of an existing link is hexadecimal: it needs no escaping.
        Some(_) => Redirect::to(&format!("/capture/{token}")).into_response(),
        None => show(State(state), Path(token)).await.into_response(),
    }
}

fn page(step: CaptureStep) -> Page {
    match step {
        CaptureStep::Waiting | CaptureStep::Opened => photo_page(
            "Photograph the front of your ID",
            "A driving licence or a passport. Lay it flat, in good light, with all four corners in the picture.",
            Photos {
                front: false,
                back: false,
            },
            ("front", "Use a sample of the front"),
        ),
        CaptureStep::FrontUploaded => photo_page(
            "Now photograph the back",
            "Turn it over. Mind that nothing shines on it.",
            Photos {
                front: true,
                back: false,
            },
            ("back", "Use a sample of the back"),
        ),
        CaptureStep::BackUploaded => photo_page(
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

fn photo_page(title: &str, advice: &str, photos: Photos, (step, button): (&str, &str)) -> Page {
    let front = photo_item("Front", photos.front, !photos.front);
    let back = photo_item("Back", photos.back, photos.front && !photos.back);
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

/// A list item: icon, side, and progress as a word.
fn photo_item(side: &str, done: bool, current: bool) -> String {
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
