//! What the firm decides: who may apply, and under which agreement.

use crate::value::region::UsState;
use time::Duration;

/// The rules of one installation, from its configuration.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The youngest age in full years that may apply.
    pub minimum_age: u8,
    /// The states served; empty means all of them.
    pub served_states: Vec<UsState>,
    /// The version of the agreement an applicant consents to today. A stored
    /// consent to another version no longer counts.
    pub agreement_version: String,
    /// How long a capture link lives (contract §4: unpublished, assume 20 min).
    pub capture_life: Duration,
    /// How many requests one application may send upstream, new ones for another
    /// capture link included, before a person has to help.
    pub attempts: u32,
    /// The shortest time between two status questions for one application.
    pub poll_gap: Duration,
}

impl Policy {
    /// Whether people of this state are served.
    #[must_use]
    pub fn serves(&self, state: UsState) -> bool {
        self.served_states.is_empty() || self.served_states.contains(&state)
    }

    /// How many more attempts may be opened behind so many, where a person has
    /// allowed so many more.
    #[must_use]
    pub const fn attempts_left(&self, attempts: u32, granted: u32) -> u32 {
        self.attempts
            .saturating_add(granted)
            .saturating_sub(attempts)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            minimum_age: 18,
            served_states: Vec::new(),
            agreement_version: "2026-11-01".to_owned(),
            capture_life: Duration::minutes(20),
            attempts: 5,
            poll_gap: Duration::seconds(5),
        }
    }
}
