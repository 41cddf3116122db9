//! `POST /webhook` (contract §6).
//!
//! Dialect A only names webhooks: the address is noted and nothing is sent, so
//! that callers who rely on one alone find out here.

use serde_json::json;

use super::fields::Fields;
use super::tongue::Tongue;
use super::{Call, Reply, format};
use crate::registry::Registry;

pub(super) fn answer(
    tongue: &Tongue,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let name = tongue.casing.webhook_url;
    let fields = Fields::of_body(call.body, &[name])?;
    let url = fields.shaped(name, "an https address", format::webhook_url)?;
    registry.set_webhook(url);
    Ok(Reply::sound(json!({
        "validated": true,
        "message": "noted; this sandbox sends nothing in this dialect",
    })))
}
