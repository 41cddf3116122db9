//! The page behind a capture link (contract §10), for a phone and without script.

use std::cmp::Ordering;
use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use axum::{Router, response::IntoResponse, response::Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::html::Page;
use crate::registry::capture::{CaptureAction, CaptureStep};
use crate::state::{SandboxState, SharedState};

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new().route("/capture/{token}", get(show).post(submit))
}

#[derive(Deserialize)]
struct CaptureForm {
    step: CaptureAction,
}

/// Shows the page. Opening the link is itself a published step.
async fn show(State(state): SharedState, Path(token): Path<String>) -> Page {
    match state.registry.capture_act(&token, CaptureAction::Open) {
        Some(step) => page(step),
        None => Page::narrow(
            "This link does not exist",
            html! {
                p { "Check that it was copied whole, or ask for a new one on the page you came from." }
            },
        )
        .with_status(StatusCode::NOT_FOUND),
    }
}

/// Performs the action and redirects to the page, so a reload repeats nothing.
async fn submit(
    State(state): SharedState,
    Path(token): Path<String>,
    Form(form): Form<CaptureForm>,
) -> Response {
    match state.registry.capture_act(&token, form.step) {
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
            0,
            ("front", "Use a sample of the front"),
        ),
        CaptureStep::FrontUploaded => photo_page(
            "Now photograph the back",
            "Turn it over. Mind that nothing shines on it.",
            1,
            ("back", "Use a sample of the back"),
        ),
        CaptureStep::BackUploaded => photo_page(
            "Hand in your photos",
            "Both photos are sharp. They are sent when you hand them in, and not before.",
            2,
            ("hand-in", "Hand in"),
        ),
        CaptureStep::HandedIn => Page::narrow(
            "Your photos were handed in",
            html! {
                p { "This link has been used and does nothing more." }
                p {
                    "You can close this page and go back to the one you came from. "
                    "It moves on by itself."
                }
            },
        ),
        CaptureStep::Declined => Page::narrow(
            "You chose not to hand in photos",
            html! {
                p { "This link has been used and does nothing more. No photo was sent." }
                p { "If you change your mind, ask for a new link on the page you came from." }
            },
        ),
        CaptureStep::Expired => Page::narrow(
            "This link has expired",
            html! {
                p { "It worked for a limited time, to keep your documents safe. No photo was sent." }
                p { "Ask for a new link on the page you came from." }
            },
        )
        .with_status(StatusCode::GONE),
    }
}

/// A page with the form for the next step; `done` is the number of photos so far.
fn photo_page(title: &str, advice: &str, done: usize, (step, button): (&str, &str)) -> Page {
    Page::narrow(
        title,
        html! {
            p { (advice) }
            ol.steps {
                @for (index, side) in ["Front", "Back"].into_iter().enumerate() {
                    (photo_item(side, index.cmp(&done)))
                }
            }
            form method="post" {
                button.primary name="step" value=(step) { (button) }
                button.secondary name="step" value="decline" { "I would rather not" }
            }
        },
    )
}

/// A list item: icon, side, and progress as a word. `position` compares the photo
/// with the next one to take.
fn photo_item(side: &str, position: Ordering) -> Markup {
    let (icon, word) = match position {
        Ordering::Less => (Some("m8 12.5 3 3 5.5-6.5"), "done"),
        Ordering::Equal => (Some("M8 12h8m-3-3 3 3-3 3"), "now"),
        Ordering::Greater => (None, "later"),
    };
    html! {
        li aria-current=[position.is_eq().then_some("step")] {
            svg aria-hidden="true" width="24" height="24" viewBox="0 0 24 24" fill="none"
                stroke="currentColor" stroke-width="1.5"
                stroke-linecap="round" stroke-linejoin="round" {
                circle cx="12" cy="12" r="9" {}
                @if let Some(icon) = icon { path d=(icon) {} }
            }
            (side)
            span.progress { (word) }
        }
    }
}
