//! What the upstream said of a referral code (contract §7).

use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// How many codes are looked up for one application. Each is a call of the firm's
/// budget, and whoever needs more is guessing: another code is passed on after that,
/// and the last one that was refused stays so.
const MAX_QUERIES: u8 = 5;

/// The code that was looked up last, and what was said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferralLookup {
    code: Pii<String>,
    known: bool,
    times: u8,
}

impl ReferralLookup {
    /// Whether a code is to be looked up: it is not known to be known, and not too
    /// many were.
    #[must_use]
    pub fn should_query(&self, code: &str) -> bool {
        let known = self.known && self.code.expose() == code;
        !known && self.times < MAX_QUERIES
    }

    /// Whether the upstream does not know this code.
    #[must_use]
    pub fn is_rejected(&self, code: &str) -> bool {
        !self.known && !code.is_empty() && self.code.expose() == code
    }

    /// One is looked up. Counted before it is, so that no two at once are one.
    pub const fn count_query(&mut self) {
        self.times = self.times.saturating_add(1);
    }

    /// Nothing is known of any code.
    pub fn forget(&mut self) {
        self.code = Pii::default();
        self.known = false;
    }

    /// What was said of it.
    pub fn record(&mut self, code: &str, known: bool) {
        self.code = Pii::new(code.to_owned());
        self.known = known;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_asked_again_and_what_is_not_may_be_for_a_while() {
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
