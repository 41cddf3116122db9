//! Prefill: a code to the phone, and a person found or not (contract §5, §8).

use time::macros::date;
use time::{Date, Duration, OffsetDateTime};

/// How long a code lives.
const CODE_LIFE: Duration = Duration::minutes(10);
/// How many wrong codes are borne.
const TRIES: u8 = 3;

const RIGHT_CODE: &str = "123456";
const PENDING_CODE: &str = "000000";

/// The one person on record.
pub(crate) struct Person {
    pub(crate) first_name: &'static str,
    pub(crate) middle_name: &'static str,
    pub(crate) last_name: &'static str,
    pub(crate) date_of_birth: Date,
    pub(crate) phone_number: &'static str,
    pub(crate) email: &'static str,
    pub(crate) ssn_last_four: &'static str,
    pub(crate) address: Address,
}

/// Where that person lives.
pub(crate) struct Address {
    pub(crate) line_1: &'static str,
    pub(crate) line_2: &'static str,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) postal_code: &'static str,
    pub(crate) country: &'static str,
}

/// Found by this birth date and phone number; every other pair finds nobody.
pub(crate) const ON_RECORD: Person = Person {
    first_name: "Maren",
    middle_name: "Elise",
    last_name: "Holloway",
    date_of_birth: date!(1985 - 03 - 30),
    phone_number: "+14155551212",
    email: "maren.holloway@example.com",
    ssn_last_four: "4321",
    address: Address {
        line_1: "742 Harbor Street",
        line_2: "Apt 5",
        city: "San Francisco",
        state: "CA",
        postal_code: "94107",
        country: "US",
    },
};

/// A code that was right or is still being looked at.
pub(crate) enum Checked {
    /// The provider has not made up its mind: ask again.
    Pending,
    /// Right; and the person, where one is on record.
    Complete(Option<&'static Person>),
}

/// Why a code was refused. What upstream really answers is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeRefused {
    Unknown,
    Wrong,
    Spent,
    Expired,
}

/// One prefill that was begun.
pub(crate) struct Prefill {
    pub(crate) external_id: String,
    pub(crate) complete: bool,
    person: Option<&'static Person>,
    sent_at: OffsetDateTime,
    wrong: u8,
}

impl Prefill {
    pub(crate) fn new(
        external_id: String,
        phone: &str,
        born: Date,
        sent_at: OffsetDateTime,
    ) -> Self {
        let found = phone == ON_RECORD.phone_number && born == ON_RECORD.date_of_birth;
        Self {
            external_id,
            complete: false,
            person: found.then_some(&ON_RECORD),
            sent_at,
            wrong: 0,
        }
    }

    /// Judges a code. The right one may be sent again: its first answer may
    /// have been lost.
    pub(crate) fn check(
        &mut self,
        code: &str,
        now: OffsetDateTime,
    ) -> Result<Checked, CodeRefused> {
        if self.wrong >= TRIES {
            return Err(CodeRefused::Spent);
        }
        if now - self.sent_at >= CODE_LIFE {
            return Err(CodeRefused::Expired);
        }
        match code {
            RIGHT_CODE => {
                self.complete = true;
                Ok(Checked::Complete(self.person))
            }
            PENDING_CODE => Ok(Checked::Pending),
            _ => {
                self.wrong += 1;
                Err(CodeRefused::Wrong)
            }
        }
    }
}
