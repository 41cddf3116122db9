//! The provider's answer about a referral code (contract §7).

use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// How many codes are looked up for one application. Each lookup uses the firm's budget, and more
/// would allow guessing.
///
/// Further codes are passed on without a lookup. The last rejected code stays rejected.
const MAX_QUERIES: u8 = 5;

/// The code of the last lookup, and its result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferralLookup {
    code: Pii<String>,
    known: bool,
    times: u8,
}

impl ReferralLookup {
    /// Whether to look this code up: it is not confirmed yet, and the limit is not reached.
    #[must_use]
    pub fn should_query(&self, code: &str) -> bool {
        let known = self.known && self.code.expose() == code;
        !known && self.times < MAX_QUERIES
    }

    /// Whether the provider does not know this code.
    #[must_use]
    pub fn is_rejected(&self, code: &str) -> bool {
        !self.known && !code.is_empty() && self.code.expose() == code
    }

    /// Counts a lookup before it is sent, so that concurrent lookups count separately.
    pub const fn count_query(&mut self) {
        self.times = self.times.saturating_add(1);
    }

    /// Forgets the last result.
    pub fn forget(&mut self) {
        self.code = Pii::default();
        self.known = false;
    }

    /// Records the result of a lookup.
    pub fn record(&mut self, code: &str, known: bool) {
        self.code = Pii::new(code.to_owned());
        self.known = known;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_code_is_not_queried_again_and_queries_are_limited() {
        let mut looked_up = ReferralLookup::default();
        assert!(
            looked_up.should_query("A")
                && !looked_up.is_rejected("A")
                && !looked_up.is_rejected("")
        );
        for _ in 0..MAX_QUERIES {
            assert!(looked_up.should_query("A"));
            looked_up.count_query();
            looked_up.record("A", false);
            assert!(looked_up.is_rejected("A") && !looked_up.is_rejected("B"));
        }
        assert!(!looked_up.should_query("A") && !looked_up.should_query("B"));
        let mut looked_up = ReferralLookup::default();
        looked_up.count_query();
        looked_up.record("A", false);
        looked_up.forget();
        assert!(!looked_up.is_rejected("A") && !looked_up.is_rejected(""));
        looked_up.record("B", true);
        assert!(
            !looked_up.should_query("B")
                && !looked_up.is_rejected("B")
                && looked_up.should_query("A")
        );
    }
}
