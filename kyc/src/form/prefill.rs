//! Prefill: a code to somebody's phone shows that it is theirs, and what the upstream
//! knows of them is filled in (contract §5). It is optional: whoever skips it, or for
//! whom it fails, types.

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

/// How many codes one application may be sent: each is a text message that the firm
/// pays for.
const CODES: u8 = 3;
/// How soon the same may be asked for again: before that it is a double click.
const AGAIN: Duration = Duration::seconds(30);

super::typed! {
    /// What somebody types to be sent a code.
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

/// How far it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefill {
    /// What was typed last, unless it was sound: then it is in the answers of the
    /// steps that ask the same.
    pub typed: Option<PrefillTyped>,
    /// What was wrong with it when the button was pressed.
    pub faults: Vec<FieldError>,
    /// How many codes were asked for.
    codes: u8,
    /// When the last one was.
    #[serde(with = "time::serde::timestamp::option")]
    asked_at: Option<OffsetDateTime>,
    /// The last two digits of the phone that it goes to.
    last_two: Pii<String>,
    /// The last one that was sent.
    #[serde(rename = "open")]
    pending_code: Option<PendingCode>,
    /// Whether one was right. There is nothing more to be had then.
    over: bool,
}

impl Prefill {
    /// Whether another code may be sent.
    #[must_use]
    pub const fn may_begin(&self) -> bool {
        !self.over && self.codes < CODES
    }

    /// Whether a code was ever asked for.
    #[must_use]
    pub const fn was_begun(&self) -> bool {
        self.codes > 0
    }

    /// Whether a code was right.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Whether a code was sent that cannot be right any more.
    #[must_use]
    pub fn has_run_out(&self, now: OffsetDateTime) -> bool {
        self.pending_code
            .as_ref()
            .is_some_and(|open| !open.may_be_right(now))
    }

    /// The upstream's id of what is waited for, while there is a code that may still
    /// be right.
    #[must_use]
    pub fn waits_for(&self, now: OffsetDateTime) -> Option<&ExternalId> {
        let open = self.pending_code.as_ref().filter(|_| !self.over)?;
        open.may_be_right(now).then_some(&open.external_id)
    }

    /// The last two digits of the phone that the code goes to.
    #[must_use]
    pub fn last_two(&self) -> &str {
        self.last_two.expose()
    }

    /// Whether the code has one more try.
    #[must_use]
    pub fn has_one_try(&self) -> bool {
        self.pending_code
            .as_ref()
            .is_some_and(|open| open.tries_left() == 1)
    }

    /// Whether a code was asked for a moment ago, and is on its way or there.
    #[must_use]
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        let lately = self.asked_at.is_some_and(|at| now < at + AGAIN);
        // The one that was asked for, and not one before it.
        let over = |open: &PendingCode| open.number >= self.codes && !open.may_be_right(now);
        lately && !self.over && !self.pending_code.as_ref().is_some_and(over)
    }

    /// Whether what was typed a moment ago is being looked at.
    #[must_use]
    pub fn is_looked_at(&self, now: OffsetDateTime) -> bool {
        self.pending_code
            .as_ref()
            .is_some_and(|open| open.is_looked_at(now))
    }

    /// What was to be mended is answered elsewhere.
    pub fn forget(&mut self) {
        self.typed = None;
        self.faults.clear();
    }

    /// A code is asked for, for this phone; which one it is. Counted before it is, so
    /// that no two at once are one.
    pub fn begun(&mut self, phone: &str, now: OffsetDateTime) -> u8 {
        self.codes = self.codes.saturating_add(1);
        self.asked_at = Some(now);
        let from = phone.len().saturating_sub(2);
        self.last_two = Pii::new(phone[from..].to_owned());
        self.codes
    }

    /// It did not come to be sent. It counts all the same, unless nobody was asked:
    /// who knows what became of it.
    pub const fn not_sent(&mut self, nobody_asked: bool) {
        self.codes = self.codes.saturating_sub(nobody_asked as u8);
        self.asked_at = None;
    }

    /// It was sent: it takes the place of the ones before.
    pub fn sent(&mut self, number: u8, external_id: ExternalId, now: OffsetDateTime) {
        if self
            .pending_code
            .as_ref()
            .is_none_or(|open| open.number <= number)
        {
            self.pending_code = Some(PendingCode::new(number, external_id, now));
        }
    }

    /// A code is typed. Counted before it is looked at, so that no two at once are one.
    pub fn tried(&mut self, now: OffsetDateTime) {
        if let Some(open) = &mut self.pending_code {
            open.tried(now);
        }
    }

    /// It was looked at, and was not the right one as far as anybody says.
    pub fn looked_at(&mut self, id: &ExternalId, look: CodeCheck) {
        if let Some(open) = self
            .pending_code
            .as_mut()
            .filter(|open| open.external_id == *id)
        {
            open.looked_at(look);
        }
    }

    /// The right one was typed.
    pub fn passed(&mut self) {
        self.over = true;
        self.pending_code = None;
    }
}

#[cfg(test)]
mod tests;
