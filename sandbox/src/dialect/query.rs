//! Strict reading of a query string.

use std::collections::HashMap;

use axum::http::StatusCode;

use super::Reply;

/// Refuses parameters that the call does not have.
pub(super) fn only(query: &HashMap<String, String>, known: &[&str]) -> Result<(), Reply> {
    if query.keys().all(|name| known.contains(&name.as_str())) {
        return Ok(());
    }
    let expected = known.join(", ");
    Err(refusal(format!("the query may have only {expected}")))
}

/// A parameter that may be left out; an empty one is absence too.
pub(super) fn text<'a>(query: &'a HashMap<String, String>, name: &str) -> Option<&'a str> {
    query
        .get(name)
        .map(String::as_str)
        .filter(|text| !text.is_empty())
}

pub(super) fn number(query: &HashMap<String, String>, name: &str) -> Result<Option<usize>, Reply> {
    text(query, name)
        .map(str::parse)
        .transpose()
        .map_err(|_| refusal(format!("{name} must be a number")))
}

fn refusal(message: String) -> Reply {
    Reply::refusal(StatusCode::BAD_REQUEST, message)
}
