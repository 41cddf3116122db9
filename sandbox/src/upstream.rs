//! What every handler shares.

use crate::fault::Faults;
use crate::ledger::Ledger;
use crate::oauth::Office;
use crate::options::{Dialect, Options};
use crate::registry::Registry;
use crate::registry::lever::LeverError;
use crate::webhook::Courier;

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
    pub(crate) courier: Courier,
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

    /// Keeps every message back, or lets them leave again.
    pub(crate) fn hold_webhooks(&self, held: bool) {
        self.courier.hold(held);
        self.registry.stirred.notify_one();
    }

    /// Sends the message of a delivery again.
    pub(crate) fn redeliver(&self, number: usize) -> Result<(), LeverError> {
        let now = self.registry.clock.now();
        if !self.courier.post_again(number, now) {
            return Err(LeverError::NoDelivery);
        }
        self.registry.stirred.notify_one();
        Ok(())
    }
}
