//! `POST /webhook` (contract §6).
//!
//! The sandbox stores only an address that answers its test request. The
//! contract does not say what the provider does with another one.

use serde_json::json;

use super::call::Call;
use super::fields::{BadRequest, Fields};
use super::format;
use super::reply::Reply;
use super::spec::DialectSpec;
use crate::registry::Registry;
use crate::registry::webhook_events::WebhookTarget;
use crate::webhook::delivery::{Delivery, DeliveryOutcome};
use crate::webhook::signature;

const SECRET: &str = "signing_secret";

/// Reads the address and its secret.
pub(super) fn read(spec: &dyn DialectSpec, call: &Call<'_>) -> Result<WebhookTarget, BadRequest> {
    let name = spec.layout().fields.webhook_url;
    let signed = spec.webhooks().is_some_and(|format| format.is_signed());
    let known: &[&str] = if signed { &[name, SECRET] } else { &[name] };
    let fields = Fields::of_body(call.body, known)?;
    let shape = "whsec_ and 24 to 64 bytes in base64";
    Ok(WebhookTarget {
        url: fields
            .parsed(name, "an https address", format::webhook_url)?
            .to_owned(),
        // A registration without a secret clears an earlier one.
        secret: fields.optional(SECRET, shape, signature::parse_key)?,
    })
}

pub(super) fn answer(
    spec: &dyn DialectSpec,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let target = read(spec, call)?;
    let (validated, message) = match call.webhook_test.as_ref() {
        None => (
            true,
            "noted; this sandbox sends nothing in this dialect".into(),
        ),
        Some(test) if test.is_settled() => (true, "the test request was answered".into()),
        Some(test) => (false, failure_message(test)),
    };
    if validated {
        registry.set_webhook(target);
    }
    Ok(Reply::ok(
        json!({"validated": validated, "message": message}),
    ))
}

fn failure_message(test: &Delivery) -> String {
    match test.outcome {
        DeliveryOutcome::Answered(status) => format!("the test request was answered with {status}"),
        DeliveryOutcome::Unanswered | DeliveryOutcome::Lost => {
            "the test request was not answered".into()
        }
    }
}
