//! The webhook page: deliveries and faults, with a button for each control.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::html::{Escaped, Page, form_error, select_options};
use crate::state::SandboxState;
use crate::webhook::delivery::{Delivery, DeliveryOutcome};
use crate::webhook::fault::{WebhookFault, WebhookFaultKind};
use crate::webhook::worker;

pub(super) fn router() -> Router<Arc<SandboxState>> {
    Router::new()
        .route("/control/webhooks", get(show))
        .route("/control/webhooks/form", post(apply_control))
        .route("/control/webhooks/again", post(redeliver))
        .route("/control/webhooks/faults/form", post(submit_fault))
}

#[derive(Deserialize)]
struct WebhookForm {
    #[serde(rename = "lever")]
    control: String,
}

#[derive(Deserialize)]
struct RedeliverForm {
    number: usize,
}

#[derive(Deserialize)]
struct WebhookFaultForm {
    #[serde(rename = "lever")]
    control: String,
    kind: String,
    seconds: String,
    times: String,
}

async fn show(State(state): State<Arc<SandboxState>>) -> Page {
    let webhooks = &state.webhooks;
    let mut rows = String::new();
    for (number, delivery) in webhooks.deliveries().iter().enumerate().rev() {
        row(&mut rows, number, delivery);
    }
    if rows.is_empty() {
        rows.push_str("<tr><td colspan=\"5\">Nothing was sent yet.</td></tr>");
    }
    let mut faults = String::new();
    for fault in webhooks.faults() {
        let fault = json!(fault).to_string();
        // Writing to a String cannot fail.
        let _ = write!(faults, "<li><code>{}</code></li>", Escaped(&fault));
    }
    if faults.is_empty() {
        faults.push_str("<li>None: all goes well.</li>");
    }
    let (control, name) = if webhooks.is_held() {
        ("release", "Let messages leave")
    } else {
        ("hold", "Hold messages back")
    };
    Page::wide(
        "Webhooks",
        format!(
            "<p><a href=\"/control/webhooks\">Look again</a> · <a href=\"/control\">Inquiries</a></p>\n\
             {address}\n<p>Messages still to be delivered: {pending}.</p>\n\
             <form method=\"post\" action=\"/control/webhooks/form\"><div class=\"fields\">\
             <button name=\"lever\" value=\"{control}\">{name}</button>\
             <button name=\"lever\" value=\"deliver\">Deliver what is due</button></div></form>\n\
             <h2>Deliveries</h2>\n\
             <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Deliveries\"><table>\n\
             <thead><tr><th scope=\"col\">Event</th><th scope=\"col\">Upstream’s id</th>\
             <th scope=\"col\">Attempt</th><th scope=\"col\">Outcome</th>\
             <th scope=\"col\">Levers</th></tr></thead>\n<tbody>{rows}</tbody></table></div>\n\
             <h2>Faults</h2>\n<ul>{faults}</ul>\n{form}",
            address = target_text(&state),
            pending = webhooks.pending(),
            form = fault_form(),
        ),
    )
}

fn target_text(state: &SandboxState) -> String {
    if state.dialect().webhooks().is_none() {
        return "<p>This dialect sends none.</p>".into();
    }
    match state.registry.webhook() {
        Some(webhook) => format!(
            "<p>They go to <code>{}</code>, {}.</p>",
            Escaped(&webhook.url),
            match webhook.secret {
                Some(_) => "signed",
                None => "unsigned",
            }
        ),
        None => "<p>No address was registered yet.</p>".into(),
    }
}

fn row(rows: &mut String, number: usize, delivery: &Delivery) {
    let outcome = match delivery.outcome {
        DeliveryOutcome::Answered(status) => format!("answered with {status}"),
        DeliveryOutcome::Unanswered => "not answered".into(),
        DeliveryOutcome::Lost => "lost on demand".into(),
    };
    // Writing to a String cannot fail.
    let _ = write!(
        rows,
        "<tr><th scope=\"row\">{event}</th><td><code>{id}</code></td><td>{attempt}</td><td>{outcome}</td>\
         <td><form method=\"post\" action=\"/control/webhooks/again\">\
         <button class=\"small\" name=\"number\" value=\"{number}\">Send again</button></form></td></tr>",
        event = Escaped(delivery.event),
        id = Escaped(&delivery.external_id),
        attempt = delivery.attempt,
    );
}

fn fault_form() -> String {
    format!(
        "<form method=\"post\" action=\"/control/webhooks/faults/form\"><div class=\"fields\">\
         <label>Fault <select name=\"kind\">{kinds}</select></label>\
         <label>Seconds <input name=\"seconds\" inputmode=\"numeric\" autocomplete=\"off\"></label>\
         <label>Times (blank: always) <input name=\"times\" inputmode=\"numeric\" autocomplete=\"off\"></label>\
         </div><div class=\"fields\">\
         <button name=\"lever\" value=\"add\">Order this fault</button>\
         <button name=\"lever\" value=\"clear\">Take back all faults</button></div></form>",
        kinds = select_options(&mut WebhookFaultKind::NAMES.into_iter()),
    )
}

async fn apply_control(
    State(state): State<Arc<SandboxState>>,
    Form(form): Form<WebhookForm>,
) -> Response {
    match form.control.as_str() {
        "hold" => state.hold_webhooks(true),
        "release" => state.hold_webhooks(false),
        "deliver" => worker::deliver_all(&state).await,
        _ => return form_error("There is no such lever"),
    }
    to_page()
}

async fn redeliver(
    State(state): State<Arc<SandboxState>>,
    Form(form): Form<RedeliverForm>,
) -> Response {
    match state.redeliver(form.number) {
        Ok(()) => to_page(),
        Err(error) => form_error(&error.to_string()),
    }
}

async fn submit_fault(
    State(state): State<Arc<SandboxState>>,
    Form(form): Form<WebhookFaultForm>,
) -> Response {
    match (form.control.as_str(), parse_fault(&form)) {
        ("clear", _) => state.webhooks.clear_faults(),
        (_, Some(fault)) => state.webhooks.add_fault(fault),
        (_, None) => return form_error("This fault needs a number that fits it"),
    }
    to_page()
}

/// Reads the form. Whether a kind takes a number follows from its JSON form.
fn parse_fault(form: &WebhookFaultForm) -> Option<WebhookFault> {
    let seconds: Option<u64> = form.seconds.trim().parse().ok();
    let kind = serde_json::from_value(json!(form.kind))
        .or_else(|_| serde_json::from_value(json!({ form.kind.as_str(): seconds })))
        .ok()?;
    let times = match form.times.trim() {
        "" => None,
        times => Some(times.parse().ok()?),
    };
    Some(WebhookFault { kind, times })
}

fn to_page() -> Response {
    Redirect::to("/control/webhooks").into_response()
}
