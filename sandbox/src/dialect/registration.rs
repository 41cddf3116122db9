//! `POST /webhook` (contract §6).
//!
//! Only an address that answers its test request is noted; what upstream does
//! with another one is not published.

use serde_json::json;

use super::fields::{BadRequest, Fields};
use super::tongue::Tongue;
use super::{Call, Reply, format};
use crate::registry::Registry;
use crate::registry::news::Webhook;
use crate::webhook::{self, Delivery, Outcome};

const SECRET: &str = "signing_secret";

/// What is to be registered.
pub(super) fn read(tongue: &Tongue, call: &Call<'_>) -> Result<Webhook, BadRequest> {
    let name = tongue.casing.webhook_url;
    let signed = tongue.tells.as_ref().is_some_and(|tells| tells.signed);
    let known: &[&str] = if signed { &[name, SECRET] } else { &[name] };
    let fields = Fields::of_body(call.body, known)?;
    let shape = "whsec_ and 24 to 64 bytes in base64";
    Ok(Webhook {
        url: fields
            .shaped(name, "an https address", format::webhook_url)?
            .to_owned(),
        // Registered without one, an address has none.
        secret: fields.optional(SECRET, shape, webhook::key)?,
    })
}

pub(super) fn answer(
    tongue: &Tongue,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let webhook = read(tongue, call)?;
    let (validated, message) = match call.tested.as_ref() {
        None => (
            true,
            "noted; this sandbox sends nothing in this dialect".into(),
        ),
        Some(test) if test.is_over() => (true, "the test request was answered".into()),
        Some(test) => (false, complaint(test)),
    };
    if validated {
        registry.set_webhook(webhook);
    }
    Ok(Reply::sound(
        json!({"validated": validated, "message": message}),
    ))
}

fn complaint(test: &Delivery) -> String {
    match test.outcome {
        Outcome::Answered(status) => format!("the test request was answered with {status}"),
        Outcome::Unanswered | Outcome::Lost => "the test request was not answered".into(),
    }
}
