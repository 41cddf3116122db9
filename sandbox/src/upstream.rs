//! What every handler shares.

use crate::fault::Faults;
use crate::ledger::Ledger;
use crate::options::{Dialect, Options};
use crate::registry::Registry;

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
}
