//! Prefill: a code proves ownership of the phone, then the provider's data fills in the form
//! (contract §5). It is optional: after a failure or a skip, the applicant types.

mod code;
mod pending_code;
mod prefill_data;

pub use code::Code;
pub use pending_code::CodeCheck;
pub use prefill_data::PrefillData;

use self::pending_code::PendingCode;
use super::birth::BirthTyped;
use crate::{id::ExternalId, pii::Pii, value::FieldError};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// How many codes one application may request: the firm pays for each text message.
const CODES: u8 = 3;
/// A repeated request within this time counts as a double click.
const AGAIN: Duration = Duration::seconds(30);

super::typed! {
    /// The input of a request for a code.
    PrefillTyped {
        /// Month of birth.
        month,
        /// Day of birth.
        day,
        /// Year of birth.
        year,
        /// Phone number.
        phone,
    }
}

impl PrefillTyped {
    /// The date of birth in it.
    #[must_use]
    pub fn birth(&self) -> BirthTyped {
        BirthTyped {
            day: self.day.clone(),
            month: self.month.clone(),
            year: self.year.clone(),
        }
    }
}

/// The progress of prefill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefill {
    /// The last typed input, unless it was valid: then the answers of its steps have it.
    pub typed: Option<PrefillTyped>,
    /// The field errors of that input.
    pub faults: Vec<FieldError>,
    /// How many codes were requested.
    codes: u8,
    /// When the last code was requested.
    #[serde(with = "time::serde::timestamp::option")]
    asked_at: Option<OffsetDateTime>,
    /// The last two digits of the phone that receives the code.
    last_two: Pii<String>,
    /// The last code that was sent.
    #[serde(rename = "open")]
    pending_code: Option<PendingCode>,
    /// Whether a code was correct. No further code is sent then.
    over: bool,
}

impl Prefill {
    /// Whether another code may be sent.
    #[must_use]
    pub const fn may_begin(&self) -> bool {
        !self.over && self.codes < CODES
    }

    /// Whether a code was ever requested.
    #[must_use]
    pub const fn was_begun(&self) -> bool {
        self.codes > 0
    }

    /// Whether a code was correct.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Whether a code was sent that can no longer be correct.
    #[must_use]
    pub fn has_expired(&self, now: OffsetDateTime) -> bool {
        self.pending_code
            .as_ref()
            .is_some_and(|open| !open.may_be_correct(now))
    }

    /// The provider's id of the pending code, while the code may still be correct.
    #[must_use]
    pub fn waits_for(&self, now: OffsetDateTime) -> Option<&ExternalId> {
        let open = self.pending_code.as_ref().filter(|_| !self.over)?;
        open.may_be_correct(now).then_some(&open.external_id)
    }

    /// The last two digits of the phone that receives the code.
    #[must_use]
    pub fn last_two(&self) -> &str {
        self.last_two.expose()
    }

    /// Whether the code has exactly one try left.
    #[must_use]
    pub fn has_one_try(&self) -> bool {
        self.pending_code
            .as_ref()
            .is_some_and(|open| open.tries_left() == 1)
    }

    /// Whether a code was requested a moment ago and is in flight or can still be entered.
    #[must_use]
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        let lately = self.asked_at.is_some_and(|at| now < at + AGAIN);
        // Checks the code of the last request, not an earlier one.
        let over = |open: &PendingCode| open.number >= self.codes && !open.may_be_correct(now);
        lately && !self.over && !self.pending_code.as_ref().is_some_and(over)
    }

    /// Whether a check of the code is in flight.
    #[must_use]
    pub fn is_check_in_flight(&self, now: OffsetDateTime) -> bool {
        self.pending_code
            .as_ref()
            .is_some_and(|open| open.is_check_in_flight(now))
    }

    /// Clears the input and its errors: the steps now have the answers.
    pub fn forget(&mut self) {
        self.typed = None;
        self.faults.clear();
    }

    /// Counts a new request for a code to this phone and returns the code's number.
    ///
    /// It counts before the request is sent, so that concurrent requests get different numbers.
    pub fn begun(&mut self, phone: &str, now: OffsetDateTime) -> u8 {
        self.codes = self.codes.saturating_add(1);
        self.asked_at = Some(now);
        let from = phone.len().saturating_sub(2);
        self.last_two = Pii::new(phone[from..].to_owned());
        self.codes
    }

    /// Records that a code was not sent. It still counts, because it may have been sent, unless no
    /// request reached the provider.
    pub const fn not_sent(&mut self, provider_not_asked: bool) {
        self.codes = self.codes.saturating_sub(provider_not_asked as u8);
        self.asked_at = None;
    }

    /// Records that a code was sent. It replaces earlier codes.
    pub fn sent(&mut self, number: u8, external_id: ExternalId, now: OffsetDateTime) {
        if self
            .pending_code
            .as_ref()
            .is_none_or(|open| open.number <= number)
        {
            self.pending_code = Some(PendingCode::new(number, external_id, now));
        }
    }

    /// Counts a try before the check, so that concurrent tries count separately.
    pub fn tried(&mut self, now: OffsetDateTime) {
        if let Some(open) = &mut self.pending_code {
            open.tried(now);
        }
    }

    /// Records the result of a check that did not succeed.
    pub fn looked_at(&mut self, id: &ExternalId, look: CodeCheck) {
        if let Some(open) = self
            .pending_code
            .as_mut()
            .filter(|open| open.external_id == *id)
        {
            open.looked_at(look);
        }
    }

    /// Records that the correct code was entered.
    pub fn passed(&mut self) {
        self.over = true;
        self.pending_code = None;
    }
}

#[cfg(test)]
mod tests;
