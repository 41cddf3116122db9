//! `POST /webhook` (contract §6).
//!
//! Dialect A only names webhooks: the address is noted and nothing is sent, so
//! that callers who rely on one alone find out here.

use serde_json::json;

use crate::dialect::fields::Fields;
use crate::dialect::{Call, Reply};
use crate::registry::Registry;

pub(super) fn register(registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let fields = Fields::of_body(call.body, &["webhookUrl"])?;
    let url = fields.shaped("webhookUrl", "an https address", |url| {
        (url.starts_with("https://") || is_loopback(url)).then_some(url)
    })?;
    registry.set_webhook(url);
    Ok(Reply::sound(json!({
        "validated": true,
        "message": "noted; this sandbox sends nothing in this dialect",
    })))
}

/// Plain http is let through where it cannot leave the machine.
fn is_loopback(url: &str) -> bool {
    url.strip_prefix("http://").is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        ["localhost", "127.0.0.1", "[::1]"].contains(&name)
    })
}
