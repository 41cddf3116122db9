//! A request that reached an endpoint, taken apart.

use std::collections::HashMap;

use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::webhook::delivery::Delivery;

/// What a dialect reads of a request.
pub(crate) struct Call<'a> {
    pub(crate) endpoint: Endpoint,
    /// The variable part of the path.
    pub(crate) segment: Option<&'a str>,
    pub(crate) query: &'a HashMap<String, String>,
    /// `None` if the body is empty or no JSON.
    pub(crate) body: Option<&'a Value>,
    /// The origin of capture links.
    pub(crate) origin: &'a str,
    /// The result of the test request that a webhook registration causes.
    pub(crate) webhook_test: Option<Delivery>,
}
