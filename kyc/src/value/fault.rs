//! What can be wrong with a field, as a closed list of codes.

use serde::{Deserialize, Serialize};

/// Declares the enum and its list in one breath, so that neither forgets the other.
macro_rules! faults {
    ($($(#[$doc:meta])* $fault:ident,)+) => {
        /// What is wrong with a field: a code, never a sentence and never the value.
        ///
        /// The catalogue turns it into words in the applicant's language. There
        /// is a code of its own for empty, too long, wrong shape and impossible
        /// (ux-rule 16), since each is mended differently. Serialised in
        /// `snake_case`, for example `"given_name_empty"`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FieldError {
            $($(#[$doc])* $fault,)+
        }

        impl FieldError {
            /// Every fault there is, in the order of the forms.
            pub const ALL: &[Self] = &[$(Self::$fault,)+];
        }
    };
}

faults! {
    /// No given name.
    GivenNameEmpty,
    /// More than 50 characters (contract §3).
    GivenNameTooLong,
    /// Something that is no letter, mark, hyphen, apostrophe, dot or space.
    GivenNameCharacters,
    /// Only permitted characters, but not one letter among them.
    GivenNameNoLetter,
    /// More than 50 characters (contract §3).
    MiddleNameTooLong,
    /// Something that is no letter, mark, hyphen, apostrophe, dot or space.
    MiddleNameCharacters,
    /// Only permitted characters, but not one letter among them.
    MiddleNameNoLetter,
    /// No family name.
    FamilyNameEmpty,
    /// More than 50 characters (contract §3).
    FamilyNameTooLong,
    /// Something that is no letter, mark, hyphen, apostrophe, dot or space.
    FamilyNameCharacters,
    /// Only permitted characters, but not one letter among them.
    FamilyNameNoLetter,

    /// Day, month and year are all blank.
    BirthDateEmpty,
    /// The day is blank, something else is not.
    BirthDayMissing,
    /// The month is blank, something else is not.
    BirthMonthMissing,
    /// The year is blank, something else is not.
    BirthYearMissing,
    /// The year is not written with four digits.
    BirthYearFourDigits,
    /// The day is no number, or the month neither a number nor a month's name.
    BirthDateShape,
    /// The calendar has no such day, for example 31 February.
    BirthDateImpossible,
    /// Later than today.
    BirthDateFuture,
    /// More than 130 years ago.
    BirthDateTooLongAgo,
    /// Not the one that was given before, when coming back.
    BirthDateDiffers,

    /// No email address.
    EmailEmpty,
    /// More than 254 characters, or more than 64 before the `@`.
    EmailTooLong,
    /// Not of the shape `someone@example.com`.
    EmailShape,
    /// No phone number.
    PhoneEmpty,
    /// Cannot be read as a phone number.
    PhoneShape,
    /// Reads like a phone number, but no number of that country is like it.
    PhoneImpossible,

    /// No street address.
    AddressLine1Empty,
    /// More than 100 characters.
    AddressLine1TooLong,
    /// A character that no address is written with, or no letter or digit at all.
    AddressLine1Characters,
    /// A post office box, where a residence is asked (ux-rule 24).
    AddressLine1PoBox,
    /// More than 100 characters.
    AddressLine2TooLong,
    /// A character that no address is written with, or no letter or digit at all.
    AddressLine2Characters,
    /// No city.
    CityEmpty,
    /// More than 50 characters.
    CityTooLong,
    /// A character that no city is written with, or no letter at all.
    CityCharacters,
    /// No state.
    StateEmpty,
    /// Neither a state's code nor its name.
    StateUnknown,
    /// No ZIP code.
    PostalCodeEmpty,
    /// Not 5 or 9 digits.
    PostalCodeShape,
    /// The ZIP code is that of another state (ASVS 2.2.3).
    PostalCodeStateMismatch,

    /// No Social Security number.
    SsnEmpty,
    /// Not nine digits.
    SsnLength,
    /// Something besides digits and separators.
    SsnCharacters,
    /// Never issued: area 000, 666 or 900-999, group 00, serial 0000 (SSA RM 10201.035).
    SsnImpossible,

    /// More than 64 characters.
    ReferralCodeTooLong,
    /// Something besides ASCII letters, digits, `_` and `-`.
    ReferralCodeCharacters,
    /// The upstream does not know it (contract §7).
    ReferralCodeUnknown,

    /// No code from the phone.
    CodeEmpty,
    /// Not six digits (contract §5).
    CodeShape,
    /// Another than the one that was sent.
    CodeWrong,
    /// The upstream has not looked at it yet.
    CodePending,

    /// The box was not ticked.
    ConsentMissing,
}

/// Prints the code, as in a log line. People read the catalogue's words instead.
impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for FieldError {}
