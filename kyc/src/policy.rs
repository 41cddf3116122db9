//! The firm's policy: which applicants are eligible, and under which agreement.

use crate::{
    budget::DailyLimits,
    value::{Ssn, region::UsState},
};
use time::Duration;

/// The rules of one installation, from its configuration.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The minimum age, in full years.
    pub minimum_age: u8,
    /// The states served; empty means all of them.
    pub served_states: Vec<UsState>,
    /// Whether 123-45-6789, the number of the published examples, needs no confirmation: a sandbox
    /// expects it.
    pub accepts_example_ssn: bool,
    /// The version of the agreement that an applicant consents to. Stored consent to another
    /// version is invalid.
    pub agreement_version: String,
    /// The lifetime of a capture link (contract §4: unpublished, assume 20 min).
    pub capture_life: Duration,
    /// How many start requests one application may send, including those for new capture links.
    /// Then only an operator or a reviewer can allow more.
    pub attempts: u32,
    /// The countries whose phones get a code (ISO 3166). Each code is a text message with a price.
    pub prefill_countries: Vec<String>,
    /// The daily limits of provider calls that cost money.
    pub daily: DailyLimits,
    /// The least plausible time from the start of an application to its submission (ASVS 2.4.2). Zero
    /// for no limit.
    pub least_time: Duration,
    /// The minimum time between two polls of one application.
    pub poll_gap: Duration,
}

impl Policy {
    /// Whether the firm serves this state.
    #[must_use]
    pub fn serves(&self, state: UsState) -> bool {
        self.served_states.is_empty() || self.served_states.contains(&state)
    }

    /// Whether an applicant has to confirm this number: it is known from advertisements.
    #[must_use]
    pub fn doubts(&self, ssn: &Ssn) -> bool {
        ssn.is_advertised() && !(self.accepts_example_ssn && ssn.is_example())
    }

    /// How many more attempts may be opened after `attempts` attempts, with `granted` extra ones.
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
            accepts_example_ssn: true,
            agreement_version: "2026-11-01".to_owned(),
            capture_life: Duration::minutes(20),
            attempts: 5,
            daily: DailyLimits::default(),
            least_time: Duration::ZERO,
            prefill_countries: vec!["US".to_owned()],
            poll_gap: Duration::seconds(5),
        }
    }
}
