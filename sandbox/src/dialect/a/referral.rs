//! Referral codes: read one, list them, make one (contract §7).

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::dialect::fields::Fields;
use crate::dialect::{Call, Reply};
use crate::registry::Registry;
use crate::registry::referral::{Filter, Referral};

const FIELDS: &[&str] = &["userId", "referralCode", "category"];
const ISV: &str = "ISV-Sandbox";
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

pub(super) fn create(registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let fields = Fields::of_body(call.body, FIELDS)?;
    let added = registry.add_referral(Referral {
        code: fields.text("referralCode")?.to_owned(),
        user_id: fields.text("userId")?.to_owned(),
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
pub(super) fn list(registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let seen = number(call.query, "cursor")?.unwrap_or(0);
    let limit = number(call.query, "limit")?
        .unwrap_or(PAGE)
        .clamp(1, LARGEST_PAGE);
    let found = registry.referrals(&Filter {
        user_id: text(call.query, "userId"),
        category: text(call.query, "category"),
        code: text(call.query, "code"),
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
        "isvId": ISV,
        "usedCount": referral.used.to_string(),
        "category": referral.category,
    })
}

fn text<'a>(query: &'a HashMap<String, String>, name: &str) -> Option<&'a str> {
    query
        .get(name)
        .map(String::as_str)
        .filter(|text| !text.is_empty())
}

fn number(query: &HashMap<String, String>, name: &str) -> Result<Option<usize>, Reply> {
    text(query, name)
        .map(str::parse)
        .transpose()
        .map_err(|_| Reply::refusal(StatusCode::BAD_REQUEST, format!("{name} must be a number")))
}
