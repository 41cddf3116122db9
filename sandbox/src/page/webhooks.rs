//! The page of webhooks: what was sent, and a button for each lever.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::control::{choices, refusal};
use super::{Page, Text};
use crate::upstream::Upstream;
use crate::webhook::{self, Delivery, Outcome, WebhookFault, WebhookFaultKind};

pub(super) fn router() -> Router<Arc<Upstream>> {
    Router::new()
        .route("/control/webhooks", get(show))
        .route("/control/webhooks/form", post(pull))
        .route("/control/webhooks/again", post(again))
        .route("/control/webhooks/faults/form", post(order_fault))
}

#[derive(Deserialize)]
struct Pull {
    lever: String,
}

#[derive(Deserialize)]
struct Again {
    number: usize,
}

#[derive(Deserialize)]
struct FaultForm {
    lever: String,
    kind: String,
    seconds: String,
    times: String,
}

async fn show(State(upstream): State<Arc<Upstream>>) -> Page {
    let courier = &upstream.courier;
    let mut rows = String::new();
    for (number, delivery) in courier.deliveries().iter().enumerate().rev() {
        row(&mut rows, number, delivery);
    }
    if rows.is_empty() {
        rows.push_str("<tr><td colspan=\"5\">Nothing was sent yet.</td></tr>");
    }
    let mut orders = String::new();
    for fault in courier.faults() {
        let order = json!(fault).to_string();
        // Writing to a String cannot fail.
        let _ = write!(orders, "<li><code>{}</code></li>", Text(&order));
    }
    if orders.is_empty() {
        orders.push_str("<li>None: all goes well.</li>");
    }
    let (lever, name) = if courier.is_held() {
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
             <button name=\"lever\" value=\"{lever}\">{name}</button>\
             <button name=\"lever\" value=\"deliver\">Deliver what is due</button></div></form>\n\
             <h2>Deliveries</h2>\n\
             <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Deliveries\"><table>\n\
             <thead><tr><th scope=\"col\">Event</th><th scope=\"col\">Upstream’s id</th>\
             <th scope=\"col\">Attempt</th><th scope=\"col\">Outcome</th>\
             <th scope=\"col\">Levers</th></tr></thead>\n<tbody>{rows}</tbody></table></div>\n\
             <h2>Faults</h2>\n<ul>{orders}</ul>\n{form}",
            address = address(&upstream),
            pending = courier.pending(),
            form = fault_form(),
        ),
    )
}

fn address(upstream: &Upstream) -> String {
    if upstream.dialect().tells().is_none() {
        return "<p>This dialect sends none.</p>".into();
    }
    match upstream.registry.webhook() {
        Some(webhook) => format!(
            "<p>They go to <code>{}</code>, {}.</p>",
            Text(&webhook.url),
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
        Outcome::Answered(status) => format!("answered with {status}"),
        Outcome::Unanswered => "not answered".into(),
        Outcome::Lost => "lost on demand".into(),
    };
    // Writing to a String cannot fail.
    let _ = write!(
        rows,
        "<tr><th scope=\"row\">{event}</th><td><code>{id}</code></td><td>{attempt}</td><td>{outcome}</td>\
         <td><form method=\"post\" action=\"/control/webhooks/again\">\
         <button class=\"small\" name=\"number\" value=\"{number}\">Send again</button></form></td></tr>",
        event = Text(delivery.event),
        id = Text(&delivery.external_id),
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
        kinds = choices(&mut WebhookFaultKind::NAMES.into_iter()),
    )
}

async fn pull(State(upstream): State<Arc<Upstream>>, Form(pull): Form<Pull>) -> Response {
    match pull.lever.as_str() {
        "hold" => upstream.hold_webhooks(true),
        "release" => upstream.hold_webhooks(false),
        "deliver" => webhook::deliver_all(&upstream).await,
        _ => return refusal("There is no such lever"),
    }
    back()
}

async fn again(State(upstream): State<Arc<Upstream>>, Form(again): Form<Again>) -> Response {
    match upstream.redeliver(again.number) {
        Ok(()) => back(),
        Err(error) => refusal(&error.to_string()),
    }
}

async fn order_fault(
    State(upstream): State<Arc<Upstream>>,
    Form(form): Form<FaultForm>,
) -> Response {
    match (form.lever.as_str(), read_fault(&form)) {
        ("clear", _) => upstream.courier.clear_faults(),
        (_, Some(fault)) => upstream.courier.add_fault(fault),
        (_, None) => return refusal("This fault needs a number that fits it"),
    }
    back()
}

/// A kind takes a number or takes none, as its JSON form says.
fn read_fault(form: &FaultForm) -> Option<WebhookFault> {
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

fn back() -> Response {
    Redirect::to("/control/webhooks").into_response()
}
