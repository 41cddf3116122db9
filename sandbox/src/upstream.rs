//! What every handler shares.

use axum::Router;
use axum::routing::any;
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::fault::Faults;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::registry::Registry;
use crate::{gate, page};

/// The pretend upstream, whole.
pub(crate) struct Upstream {
    pub(crate) options: Options,
    /// What capture links are built on.
    pub(crate) origin: String,
    pub(crate) registry: Registry,
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
}

impl Upstream {
    pub(crate) const fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    pub(crate) fn token(&self) -> &str {
        &self.options.token
    }

    /// The API below its prefix, and the pages beside it.
    pub(crate) fn router(self: Arc<Self>) -> Router {
        let api = format!("{}/{{*path}}", self.options.prefix);
        Router::new()
            .route(&api, any(gate::api))
            .merge(page::router())
            .with_state(self)
    }
}
