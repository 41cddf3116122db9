//! What every handler shares.

use crate::fault::Faults;
use crate::ledger::Ledger;
use crate::oauth::Office;
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
    /// Issues tokens, if a client is registered.
    pub(crate) office: Option<Office>,
}

impl Upstream {
    pub(crate) const fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    /// Whether this token lets its bearer in.
    pub(crate) fn lets_in(&self, token: &str) -> bool {
        match &self.office {
            Some(office) => office.knows(token, self.registry.clock.now()),
            None => token == self.options.token,
        }
    }
}
