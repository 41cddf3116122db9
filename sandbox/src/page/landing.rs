//! The landing page: which details lead to which outcome.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};

use super::html::{Page, table};
use crate::registry::rules::{DEFAULT_PLAN, Plan, RULES};
use crate::state::{SandboxState, SharedState};

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new().route("/", get(landing))
}

async fn landing(State(state): SharedState) -> Page {
    let documents = state.options.documents;
    let enabled = if documents { "enabled" } else { "not enabled" };
    let caption = format!("The first line that fits counts. Documents are {enabled}.");
    let rows = html! {
        @for rule in RULES.iter().filter(|rule| rule.applies(documents)) {
            (row(&rule.trigger.to_string(), rule.plan))
        }
        (row("anyone else", DEFAULT_PLAN))
    };
    Page::wide(
        "A pretend KYC provider",
        html! {
            p {
                "This server stands in for the real one. It decides by the details it is given, "
                "and by nothing else."
            }
            p { a href="/control" { "See and steer the inquiries" } }
            h2 { "Which details lead where" }
            (table("Test values", Some(&caption), &["Applicant", "Outcome"], &rows))
            h2 { "Prefill" }
            p {
                "Born 1985-03-30 with the phone +14155551212 is on record; anyone else, "
                "+12067890036 for instance, is not. The code 123456 is right, 000000 stays pending, "
                "any other is wrong."
            }
            h2 { "The API" }
            p {
                "It is served below " code { (state.options.prefix) } ", in dialect "
                (state.dialect().name().to_uppercase()) ". The referral code " code { "REF123" }
                " is valid."
            }
        },
    )
}

fn row(applicant: &str, outcome: Plan) -> Markup {
    html! {
        tr {
            th scope="row" { (applicant) }
            td { (outcome.to_string()) }
        }
    }
}
