//! Referral codes: read one, list them, make one (contract §7).
//!
//! They are published for dialects A and B; here C has them too, in its casing.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::fields::Fields;
use super::tongue::Tongue;
use super::{Call, Reply, query};
use crate::registry::Registry;
use crate::registry::referral::{Filter, Referral};
use crate::registry::standing::FIRM;

const PAGE: usize = 20;
const LARGEST_PAGE: usize = 100;

/// An unknown code is an answer, not an error.
pub(super) fn read(registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let referral = registry.referral(call.segment.unwrap_or_default());
    Ok(Reply::sound(match referral {
        Some(referral) => json!({
            "isValid": true,
            "userId": referral.user_id,
            "amount": {"value": "50.00", "currency": "USD"},
        }),
        None => json!({"isValid": false, "userId": "", "amount": null}),
    }))
}

pub(super) fn create(
    tongue: &Tongue,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let casing = tongue.casing;
    let known = [casing.user_id, casing.referral_code, "category"];
    let fields = Fields::of_body(call.body, &known)?;
    let added = registry.add_referral(Referral {
        code: fields.text(casing.referral_code)?.to_owned(),
        user_id: fields.id(casing.user_id, tongue.longest_id)?.to_owned(),
        category: fields
            .optional_text("category")?
            .unwrap_or_default()
            .to_owned(),
        used: 0,
    });
    if added {
        Ok(Reply::sound(json!({})))
    } else {
        Err(Reply::refusal(StatusCode::CONFLICT, "this code is taken"))
    }
}

/// The cursor is the number of codes already seen: codes are never removed.
pub(super) fn list(tongue: &Tongue, registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let user_id = tongue.casing.user_id;
    query::only(
        call.query,
        &[user_id, "category", "code", "cursor", "limit"],
    )?;
    let seen = query::number(call.query, "cursor")?.unwrap_or(0);
    let limit = query::number(call.query, "limit")?
        .unwrap_or(PAGE)
        .clamp(1, LARGEST_PAGE);
    let found = registry.referrals(&Filter {
        user_id: query::text(call.query, user_id),
        category: query::text(call.query, "category"),
        code: query::text(call.query, "code"),
    });

    let page: Vec<Value> = found.iter().skip(seen).take(limit).map(entry).collect();
    let next = seen.saturating_add(page.len());
    let eof = next >= found.len();
    Ok(Reply::sound(json!({
        "referralCodes": page,
        "nextCursor": if eof { String::new() } else { next.to_string() },
        "eof": eof,
    })))
}

/// 64-bit numbers travel as strings (contract §1).
fn entry(referral: &Referral) -> Value {
    json!({
        "referralCode": referral.code,
        "userId": referral.user_id,
        "isvId": FIRM,
        "usedCount": referral.used.to_string(),
        "category": referral.category,
    })
}
