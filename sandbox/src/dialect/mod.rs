//! The published versions of the wire contract (contract §1).
//!
//! A dialect reads a [`Call`], checks it, asks the [`Registry`] and shapes a
//! [`Reply`]. It knows nothing of connections, tokens, faults or the ledger.
//! Another dialect is another module beside [`a`] and another [`Dialect`].

mod a;
mod fields;
mod format;
mod reply;

use std::collections::HashMap;

use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::options::Dialect;
use crate::registry::Registry;
pub(crate) use reply::Reply;

/// A request that reached an endpoint, taken apart.
pub(crate) struct Call<'a> {
    pub(crate) endpoint: Endpoint,
    /// The part of the path that varies.
    pub(crate) segment: Option<&'a str>,
    pub(crate) query: &'a HashMap<String, String>,
    /// `None` if there was no body, or none in JSON.
    pub(crate) body: Option<&'a Value>,
    /// What capture links are built on.
    pub(crate) origin: &'a str,
}

/// A lie told in an otherwise sound answer, to see what the caller makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Distortion {
    /// Words that were never published.
    UnknownDecision,
    /// Approved, without the ids that approval brings.
    ApprovedWithoutIds,
}

impl Dialect {
    pub(crate) fn answer(self, registry: &Registry, call: &Call<'_>) -> Reply {
        match self {
            Self::A => a::answer(registry, call),
            Self::B | Self::C => Reply::refusal(
                axum::http::StatusCode::NOT_IMPLEMENTED,
                "this dialect is not spoken yet",
            ),
        }
    }

    pub(crate) fn distort(self, body: &mut Value, distortion: Distortion) {
        match self {
            Self::A | Self::B | Self::C => a::distort(body, distortion),
        }
    }

    /// What the status query calls the id.
    pub(crate) const fn id_parameter(self) -> &'static str {
        match self {
            Self::A | Self::B => "externalId",
            Self::C => "external_id",
        }
    }
}
