//! The field errors, as a closed list of codes.

use serde::{Deserialize, Serialize};

/// Declares the enum and its list from one table, so that they always match.
macro_rules! faults {
    ($($(#[$doc:meta])* $fault:ident,)+) => {
        /// An error of a field: a code, never a sentence and never the value.
        ///
        /// The i18n catalogue has its text in the applicant's language. Empty, too long, wrong form
        /// and impossible have separate codes (ux-rule 16), because each needs another correction.
        /// It serialises in `snake_case`, for example `"given_name_empty"`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FieldError {
            $($(#[$doc])* $fault,)+
        }

        impl FieldError {
            /// All errors, in the order of the forms.
            pub const ALL: &[Self] = &[$(Self::$fault,)+];
        }
    };
}

faults! {
    /// The given name is blank.
    GivenNameEmpty,
    /// More than 50 characters (contract §3).
    GivenNameTooLong,
    /// A character other than letter, mark, hyphen, apostrophe, dot or space.
    GivenNameCharacters,
    /// Only allowed characters, but no letter.
    GivenNameNoLetter,
    /// More than 50 characters (contract §3).
    MiddleNameTooLong,
    /// A character other than letter, mark, hyphen, apostrophe, dot or space.
    MiddleNameCharacters,
    /// Only allowed characters, but no letter.
    MiddleNameNoLetter,
    /// Words that say that there is none, for example `N/A`.
    MiddleNameFiller,
    /// The family name is blank.
    FamilyNameEmpty,
    /// More than 50 characters (contract §3).
    FamilyNameTooLong,
    /// A character other than letter, mark, hyphen, apostrophe, dot or space.
    FamilyNameCharacters,
    /// Only allowed characters, but no letter.
    FamilyNameNoLetter,

    /// Day, month and year are all blank.
    BirthDateEmpty,
    /// The day is blank, another part is not.
    BirthDayMissing,
    /// The month is blank, another part is not.
    BirthMonthMissing,
    /// The year is blank, another part is not.
    BirthYearMissing,
    /// The year does not have four digits.
    BirthYearFourDigits,
    /// The day is not a number, or the month is neither a number nor a month's name.
    BirthDateShape,
    /// The calendar has no such day, for example 31 February.
    BirthDateImpossible,
    /// It is later than today.
    BirthDateFuture,
    /// More than 130 years ago.
    BirthDateTooLongAgo,
    /// It differs from the stored date of birth, when resuming by link.
    BirthDateDiffers,

    /// The email address is blank.
    EmailEmpty,
    /// More than 254 characters.
    EmailTooLong,
    /// More than 64 characters before the `@` (RFC 5321).
    EmailLocalTooLong,
    /// No `@`, more than one, or nothing or no dot after it.
    EmailShape,
    /// A character that an address cannot have: a space, a comma, an accent.
    EmailCharacters,
    /// A dot that is first or last before the `@`, or next to another one.
    EmailDots,
    /// No domain has the form of the part after the `@`.
    EmailDomain,
    /// The phone number is blank.
    PhoneEmpty,
    /// It cannot be parsed as a phone number.
    PhoneShape,
    /// It parses, but no phone number of that country has this form.
    PhoneImpossible,

    /// The street address is blank.
    AddressLine1Empty,
    /// More than 100 characters.
    AddressLine1TooLong,
    /// A character that addresses do not use, or neither a letter nor a digit.
    AddressLine1Characters,
    /// A post office box, where a residence is required (ux-rule 24).
    AddressLine1PoBox,
    /// More than 100 characters.
    AddressLine2TooLong,
    /// A character that addresses do not use, or neither a letter nor a digit.
    AddressLine2Characters,
    /// The city is blank.
    CityEmpty,
    /// More than 50 characters.
    CityTooLong,
    /// A character that cities do not use, or no letter.
    CityCharacters,
    /// The state is blank.
    StateEmpty,
    /// Neither a state's code nor its name.
    StateUnknown,
    /// `APO`, `FPO` or `DPO` with a state other than AA, AE and AP.
    StateMilitary,
    /// The ZIP code is blank.
    PostalCodeEmpty,
    /// Not 5 or 9 digits.
    PostalCodeShape,
    /// The ZIP code belongs to another state (ASVS 2.2.3).
    PostalCodeStateMismatch,

    /// The SSN is blank.
    SsnEmpty,
    /// Not nine digits.
    SsnLength,
    /// A character other than digits and separators.
    SsnCharacters,
    /// Never issued: area 000, 666 or 900-999, group 00, serial 0000 (SSA RM 10201.035).
    SsnImpossible,
    /// An Individual Taxpayer Identification Number.
    SsnItin,
    /// A number known from advertisements: the applicant has to confirm it.
    SsnAdvertised,

    /// More than 64 characters.
    ReferralCodeTooLong,
    /// A character other than ASCII letters, digits, `_` and `-`.
    ReferralCodeCharacters,
    /// The provider does not know it (contract §7).
    ReferralCodeUnknown,

    /// The code is blank.
    CodeEmpty,
    /// Not six digits (contract §5).
    CodeShape,
    /// It differs from the code that was sent.
    CodeWrong,
    /// The provider has not checked it yet.
    CodePending,

    /// The box was not ticked.
    ConsentMissing,
}

/// Prints the code, for logs. Applicants read the catalogue's text instead.
impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for FieldError {}
