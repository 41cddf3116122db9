//! The webhook page: deliveries and faults, with a button for each control.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use super::form::{self, ControlForm, form_error, number_field, parse_fault, select_field};
use super::html::{Page, table};
use crate::state::{SandboxState, SharedState};
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
struct RedeliverForm {
    number: usize,
}

#[derive(Deserialize)]
struct WebhookFaultForm {
    control: String,
    kind: String,
    seconds: String,
    times: String,
}

async fn show(State(state): SharedState) -> Page {
    let webhooks = &state.webhooks;
    let deliveries = webhooks.deliveries();
    let rows = html! {
        @for (number, delivery) in deliveries.iter().enumerate().rev() { (row(number, delivery)) }
        @if deliveries.is_empty() { tr { td colspan="5" { "Nothing was sent yet." } } }
    };
    let (control, name) = if webhooks.is_held() {
        ("release", "Let messages leave")
    } else {
        ("hold", "Hold messages back")
    };
    let headings = ["Event", "Provider’s id", "Attempt", "Outcome", "Controls"];
    let fault_fields = html! {
        (select_field("Fault", "kind", &WebhookFaultKind::NAMES))
        (number_field("Seconds", "seconds"))
    };
    Page::wide(
        "Webhooks",
        html! {
            p {
                a href="/control/webhooks" { "Look again" } " · "
                a href="/control" { "Inquiries" }
            }
            p { (target(&state)) }
            p { "Messages still to be delivered: " (webhooks.pending()) "." }
            form method="post" action="/control/webhooks/form" {
                div.fields {
                    button name="control" value=(control) { (name) }
                    button name="control" value="deliver" { "Deliver what is due" }
                }
            }
            h2 { "Deliveries" }
            (table("Deliveries", None, &headings, &rows))
            (form::faults("/control/webhooks/faults/form", &webhooks.faults(), &fault_fields))
        },
    )
}

/// Says where the messages go.
fn target(state: &SandboxState) -> Markup {
    let target = state.registry.webhook();
    html! {
        @if state.dialect().webhooks().is_none() {
            "This dialect sends none."
        } @else if let Some(target) = target {
            "They go to " code { (target.url) }
            @if target.secret.is_some() { ", signed." } @else { ", unsigned." }
        } @else {
            "No address was registered yet."
        }
    }
}

fn row(number: usize, delivery: &Delivery) -> Markup {
    let outcome = match delivery.outcome {
        DeliveryOutcome::Answered(status) => format!("answered with {status}"),
        DeliveryOutcome::Unanswered => "not answered".into(),
        DeliveryOutcome::Lost => "lost on demand".into(),
    };
    html! {
        tr {
            th scope="row" { (delivery.event) }
            td { code { (delivery.external_id) } }
            td { (delivery.attempt) }
            td { (outcome) }
            td {
                form method="post" action="/control/webhooks/again" {
                    button.small name="number" value=(number) { "Send again" }
                }
            }
        }
    }
}

async fn apply_control(
    State(state): SharedState,
    Form(form): Form<ControlForm>,
) -> Result<Redirect, Page> {
    match form.control.as_str() {
        "hold" => state.hold_webhooks(true),
        "release" => state.hold_webhooks(false),
        "deliver" => worker::deliver_all(&state).await,
        _ => return Err(form_error("There is no such control")),
    }
    Ok(Redirect::to("/control/webhooks"))
}

async fn redeliver(
    State(state): SharedState,
    Form(form): Form<RedeliverForm>,
) -> Result<Redirect, Page> {
    state.redeliver(form.number).map_err(form_error)?;
    Ok(Redirect::to("/control/webhooks"))
}

async fn submit_fault(
    State(state): SharedState,
    Form(form): Form<WebhookFaultForm>,
) -> Result<Redirect, Page> {
    let fault = parse_fault(&form.kind, &form.seconds, &form.times);
    match (form.control.as_str(), fault) {
        ("clear", _) => state.webhooks.clear_faults(),
        (_, Some((kind, times))) => state.webhooks.add_fault(WebhookFault { kind, times }),
        (_, None) => return Err(form_error("This fault needs a number that fits it")),
    }
    Ok(Redirect::to("/control/webhooks"))
}
