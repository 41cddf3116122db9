//! The landing page: which details lead to which outcome.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use super::html::{Escaped, Page};
use crate::registry::rules::{DEFAULT_PLAN, RULES};
use crate::state::SandboxState;

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new().route("/", get(landing))
}

async fn landing(State(state): State<Arc<SandboxState>>) -> Page {
    let documents = state.options.documents;
    let mut rows = String::new();
    for rule in RULES.iter().filter(|rule| rule.applies(documents)) {
        row(&mut rows, &rule.trigger.to_string(), &rule.plan.to_string());
    }
    row(&mut rows, "anyone else", &DEFAULT_PLAN.to_string());

    let enabled = if documents { "enabled" } else { "not enabled" };
    Page::wide(
        "A pretend KYC provider",
        format!(
            "<p>This server stands in for the real one. It decides by the details it is given, \
             and by nothing else.</p>\n\
             <p><a href=\"/control\">See and steer the inquiries</a></p>\n\
             <h2>Which details lead where</h2>\n\
             <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Test values\"><table>\n\
             <caption>The first line that fits counts. Documents are {enabled}.</caption>\n\
             <thead><tr><th scope=\"col\">Applicant</th><th scope=\"col\">Outcome</th></tr></thead>\n\
             <tbody>{rows}</tbody></table></div>\n\
             <h2>Prefill</h2>\n\
             <p>Born 1985-03-30 with the phone +14155551212 is on record; anyone else, \
             +12067890036 for instance, is not. The code 123456 is right, 000000 stays pending, any \
             other is wrong.</p>\n\
             <h2>The API</h2>\n\
             <p>It is served below <code>{prefix}</code>, in dialect {dialect}. The referral code <code>REF123</code> is valid.</p>",
            dialect = state.dialect().name().to_uppercase(),
            prefix = Escaped(&state.options.prefix),
        ),
    )
}

fn row(rows: &mut String, applicant: &str, outcome: &str) {
    // Writing to a String cannot fail.
    let _ = write!(
        rows,
        "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
        Escaped(applicant),
        Escaped(outcome)
    );
}
