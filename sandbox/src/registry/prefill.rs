//! Prefill: a code sent to the phone, and the data on record (contract §5, §8).

use time::macros::date;
use time::{Date, Duration, OffsetDateTime};

/// The lifetime of a code.
const CODE_TTL: Duration = Duration::minutes(10);
/// The number of wrong codes that the provider accepts.
const MAX_WRONG_CODES: u8 = 3;

const CORRECT_CODE: &str = "123456";
const PENDING_CODE: &str = "000000";

/// A person whom the provider has data about.
pub(crate) struct PersonOnRecord {
    pub(crate) first_name: &'static str,
    pub(crate) middle_name: &'static str,
    pub(crate) last_name: &'static str,
    pub(crate) date_of_birth: Date,
    pub(crate) phone_number: &'static str,
    pub(crate) email: &'static str,
    pub(crate) ssn_last_four: &'static str,
    pub(crate) address: PostalAddress,
}

/// That person's postal address.
pub(crate) struct PostalAddress {
    pub(crate) line_1: &'static str,
    pub(crate) line_2: &'static str,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) postal_code: &'static str,
    pub(crate) country: &'static str,
}

/// The only person on record. Any other birth date or phone number finds nothing.
pub(crate) const ON_RECORD: PersonOnRecord = PersonOnRecord {
    first_name: "Maren",
    middle_name: "Elise",
    last_name: "Holloway",
    date_of_birth: date!(1985 - 03 - 30),
    phone_number: "+14155551212",
    email: "maren.holloway@example.com",
    ssn_last_four: "4321",
    address: PostalAddress {
        line_1: "742 Harbor Street",
        line_2: "Apt 5",
        city: "San Francisco",
        state: "CA",
        postal_code: "94107",
        country: "US",
    },
};

/// The result of a code that is not wrong.
pub(crate) enum CodeCheck {
    /// The check is not finished: the caller has to send the code again.
    Pending,
    /// The code is correct. Holds the person on record, if any.
    Complete(Option<&'static PersonOnRecord>),
}

/// Why a code was rejected. The contract does not publish the provider's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeError {
    Unknown,
    Wrong,
    TooManyAttempts,
    Expired,
}

/// One prefill.
pub(crate) struct Prefill {
    pub(crate) external_id: String,
    pub(crate) complete: bool,
    person: Option<&'static PersonOnRecord>,
    sent_at: OffsetDateTime,
    wrong_codes: u8,
}

impl Prefill {
    pub(crate) fn new(
        external_id: String,
        phone: &str,
        birth_date: Date,
        sent_at: OffsetDateTime,
    ) -> Self {
        let found = phone == ON_RECORD.phone_number && birth_date == ON_RECORD.date_of_birth;
        Self {
            external_id,
            complete: false,
            person: found.then_some(&ON_RECORD),
            sent_at,
            wrong_codes: 0,
        }
    }

    /// Checks a code. The correct one is valid repeatedly, since the first answer
    /// may have been lost.
    pub(crate) fn check(
        &mut self,
        code: &str,
        now: OffsetDateTime,
    ) -> Result<CodeCheck, CodeError> {
        if self.wrong_codes >= MAX_WRONG_CODES {
            return Err(CodeError::TooManyAttempts);
        }
        if now - self.sent_at >= CODE_TTL {
            return Err(CodeError::Expired);
        }
        match code {
            CORRECT_CODE => {
                self.complete = true;
                Ok(CodeCheck::Complete(self.person))
            }
            PENDING_CODE => Ok(CodeCheck::Pending),
            _ => {
                self.wrong_codes += 1;
                Err(CodeError::Wrong)
            }
        }
    }
}
