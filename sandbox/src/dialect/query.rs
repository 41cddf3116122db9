//! Strict reading of a query string.

use std::collections::HashMap;

use axum::http::StatusCode;

use super::reply::Reply;

/// Rejects parameters that the call does not have.
pub(super) fn allow_only(query: &HashMap<String, String>, known: &[&str]) -> Result<(), Reply> {
    if query.keys().all(|name| known.contains(&name.as_str())) {
        return Ok(());
    }
    let expected = known.join(", ");
    Err(bad_request(format!("the query may have only {expected}")))
}

/// An optional parameter; an empty value counts as absent.
pub(super) fn text<'a>(query: &'a HashMap<String, String>, name: &str) -> Option<&'a str> {
    query
        .get(name)
        .map(String::as_str)
        .filter(|text| !text.is_empty())
}

/// An optional numeric parameter.
pub(super) fn number(query: &HashMap<String, String>, name: &str) -> Result<Option<usize>, Reply> {
    text(query, name)
        .map(str::parse)
        .transpose()
        .map_err(|_| bad_request(format!("{name} must be a number")))
}

fn bad_request(message: String) -> Reply {
    Reply::error(StatusCode::BAD_REQUEST, message)
}
