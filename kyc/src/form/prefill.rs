//! Prefill: a code to somebody's phone shows that it is theirs, and what the upstream
//! knows of them is filled in (contract §5). It is optional: whoever skips it, or for
//! whom it fails, types.

mod found;

pub use found::Found;

use super::{Draft, birth::BirthTyped};
use crate::{id::ExternalId, value::Fault};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// How many codes one application may be sent: each is a text message that the firm
/// pays for.
const CODES: u8 = 3;
/// How many tries a code has (contract §5).
const TRIES: u8 = 3;
/// How often the upstream may put somebody off before it is not waited for.
const PENDING: u8 = 10;
/// How long a code lives (contract §5).
const LIFE: Duration = Duration::minutes(10);
/// How soon the same may be asked for again: before that it is a double click.
const AGAIN: Duration = Duration::seconds(30);
/// How long a code is looked at, at most: as long as a page waits for the upstream.
const LOOK: Duration = Duration::seconds(5);
/// The digits of a code (contract §5).
const DIGITS: usize = 6;

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
    pub faults: Vec<Fault>,
    /// How many codes were asked for.
    codes: u8,
    /// When the last one was.
    #[serde(with = "time::serde::timestamp::option")]
    asked_at: Option<OffsetDateTime>,
    /// The last one that was sent.
    open: Option<Open>,
    /// Whether one was right. There is nothing more to be had then.
    over: bool,
}

/// A code that was sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    /// Which it was, from 1.
    number: u8,
    /// The upstream's id for it, which need not be the application's (contract §5).
    external_id: ExternalId,
    /// The last two digits of the phone that it went to.
    last_two: String,
    #[serde(with = "time::serde::timestamp")]
    sent_at: OffsetDateTime,
    /// How many tries it has had.
    tries: u8,
    /// When the last one was, while it is looked at.
    #[serde(with = "time::serde::timestamp::option")]
    typed_at: Option<OffsetDateTime>,
    /// How often the upstream has put somebody off.
    pending: u8,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Open [redacted]")
    }
}

/// What became of a code that was not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It was another one, or nobody knows: the try counts.
    Counts,
    /// The upstream has not made up its mind: the same may be typed again.
    Pending,
    /// The upstream was not asked.
    Unasked,
}

impl Open {
    fn may_be_right(&self, now: OffsetDateTime) -> bool {
        self.tries < TRIES && self.pending < PENDING && now < self.sent_at + LIFE
    }
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
        self.open
            .as_ref()
            .is_some_and(|open| !open.may_be_right(now))
    }

    /// The upstream's id of what is waited for, while there is a code that may still
    /// be right.
    #[must_use]
    pub fn waits_for(&self, now: OffsetDateTime) -> Option<&ExternalId> {
        let open = self.open.as_ref().filter(|_| !self.over)?;
        open.may_be_right(now).then_some(&open.external_id)
    }

    /// The last two digits of the phone that the code went to.
    #[must_use]
    pub fn last_two(&self) -> &str {
        self.open.as_ref().map_or("", |open| &open.last_two)
    }

    /// How many more tries the code has.
    #[must_use]
    pub fn tries_left(&self) -> u8 {
        let tries = self.open.as_ref().map_or(0, |open| open.tries);
        TRIES.saturating_sub(tries)
    }

    /// Whether a code was asked for a moment ago, and is on its way or there.
    #[must_use]
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        let lately = self.asked_at.is_some_and(|at| now < at + AGAIN);
        let latest = |open: &Open| open.number >= self.codes;
        let over = self.has_run_out(now) && self.open.as_ref().is_some_and(latest);
        lately && !over && !self.over
    }

    /// Whether what was typed a moment ago is being looked at.
    #[must_use]
    pub fn is_looked_at(&self, now: OffsetDateTime) -> bool {
        let since = self.open.as_ref().and_then(|open| open.typed_at);
        since.is_some_and(|at| now < at + LOOK)
    }

    /// What was to be mended is answered elsewhere.
    pub fn forget(&mut self) {
        self.typed = None;
        self.faults.clear();
    }

    /// A code is asked for; which one. Counted before it is, so that no two at once
    /// are one.
    pub const fn begun(&mut self, now: OffsetDateTime) -> u8 {
        self.codes = self.codes.saturating_add(1);
        self.asked_at = Some(now);
        self.codes
    }

    /// It did not come to be sent. It counts all the same, unless nobody was asked:
    /// who knows what became of it.
    pub const fn not_sent(&mut self, nobody_asked: bool) {
        self.codes = self.codes.saturating_sub(nobody_asked as u8);
        self.asked_at = None;
    }

    /// It was sent: it takes the place of the ones before.
    pub fn sent(&mut self, number: u8, external_id: ExternalId, e164: &str, now: OffsetDateTime) {
        if self.open.as_ref().is_some_and(|open| open.number > number) {
            return;
        }
        let from = e164.len().saturating_sub(2);
        self.open = Some(Open {
            number,
            external_id,
            last_two: e164.get(from..).unwrap_or_default().to_owned(),
            sent_at: now,
            tries: 0,
            typed_at: None,
            pending: 0,
        });
    }

    /// A code is typed. Counted before it is looked at, so that no two at once are one.
    pub fn tried(&mut self, now: OffsetDateTime) {
        if let Some(open) = &mut self.open {
            open.tries = open.tries.saturating_add(1);
            open.typed_at = Some(now);
        }
    }

    /// It was looked at, and was not the right one as far as anybody says.
    pub fn looked_at(&mut self, id: &ExternalId, look: Look) {
        if let Some(open) = self.open.as_mut().filter(|open| open.external_id == *id) {
            open.typed_at = None;
            let counts = look == Look::Counts;
            open.tries = open.tries.saturating_sub(u8::from(!counts));
            let pending = look == Look::Pending;
            open.pending = open.pending.saturating_add(pending.into());
        }
    }

    /// The right one was typed.
    pub fn passed(&mut self) {
        self.over = true;
        self.open = None;
    }
}

impl Draft {
    /// Whether there is something to be had by a code: it may be asked for, and would
    /// find something to fill in.
    #[must_use]
    pub fn may_be_filled_in(&self) -> bool {
        let answers = [
            found::is_blank(&self.name.typed),
            self.contact.typed.email.trim().is_empty(),
            found::is_blank(&self.address.typed),
        ];
        self.prefill.may_begin() && answers.contains(&true)
    }
}

/// A code as it was typed: six digits, whatever stands between them. Kept nowhere.
pub struct Code(String);

impl Code {
    /// Reads one.
    ///
    /// # Errors
    /// [`Fault::CodeEmpty`] or [`Fault::CodeShape`].
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let between = |c: char| c.is_whitespace() || c == '-';
        let digits: String = typed.chars().filter(|c| !between(*c)).collect();
        if digits.is_empty() {
            return Err(Fault::CodeEmpty);
        }
        let sound = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then_some(Self(digits)).ok_or(Fault::CodeShape)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests;
