//! Referral codes: read one, list them, make one (contract §7).
//!
//! The contract publishes them for dialects A and B. Here dialect C has them
//! too, with its own field names.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::fields::Fields;
use super::query;
use super::reply::Reply;
use super::spec::DialectSpec;
use crate::registry::Registry;
use crate::registry::referral::{Filter, Referral};
use crate::registry::status::FIRM;

const DEFAULT_PAGE_SIZE: usize = 20;
const MAX_PAGE_SIZE: usize = 100;

/// Answers 200 for unknown codes too: `isValid` is false.
pub(super) fn read(registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let referral = registry.referral(call.segment.unwrap_or_default());
    Ok(Reply::ok(match referral {
        Some(referral) => json!({
            "isValid": true,
            "userId": referral.user_id,
            "amount": {"value": "50.00", "currency": "USD"},
        }),
        None => json!({"isValid": false, "userId": "", "amount": null}),
    }))
}

pub(super) fn create(
    spec: &dyn DialectSpec,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let names = spec.layout().fields;
    let known = [names.user_id, names.referral_code, "category"];
    let fields = Fields::of_body(call.body, &known)?;
    let added = registry.add_referral(Referral {
        code: fields.text(names.referral_code)?.to_owned(),
        user_id: fields
            .id(names.user_id, spec.layout().max_id_chars)?
            .to_owned(),
        category: fields
            .optional_text("category")?
            .unwrap_or_default()
            .to_owned(),
        used: 0,
    });
    if added {
        Ok(Reply::ok(json!({})))
    } else {
        Err(Reply::error(StatusCode::CONFLICT, "this code is taken"))
    }
}

/// The cursor is the number of codes already listed, since the registry never
/// removes one.
pub(super) fn list(
    spec: &dyn DialectSpec,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let user_id = spec.layout().fields.user_id;
    query::allow_only(
        call.query,
        &[user_id, "category", "code", "cursor", "limit"],
    )?;
    let offset = query::number(call.query, "cursor")?.unwrap_or(0);
    let limit = query::number(call.query, "limit")?
        .unwrap_or(DEFAULT_PAGE_SIZE)
        .clamp(1, MAX_PAGE_SIZE);
    let found = registry.referrals(&Filter {
        user_id: query::text(call.query, user_id),
        category: query::text(call.query, "category"),
        code: query::text(call.query, "code"),
    });

    let page: Vec<Value> = found
        .iter()
        .skip(offset)
        .take(limit)
        .map(list_item)
        .collect();
    let next = offset.saturating_add(page.len());
    let eof = next >= found.len();
    Ok(Reply::ok(json!({
        "referralCodes": page,
        "nextCursor": if eof { String::new() } else { next.to_string() },
        "eof": eof,
    })))
}

/// A list item. 64-bit numbers travel as strings (contract §1).
fn list_item(referral: &Referral) -> Value {
    json!({
        "referralCode": referral.code,
        "userId": referral.user_id,
        "isvId": FIRM,
        "usedCount": referral.used.to_string(),
        "category": referral.category,
    })
}
