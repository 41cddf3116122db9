//! The fields of the forms, and the field of each error.

use crate::value::FieldError;

/// A field of the wizard. Its [`Field::id`] is the control's `id` in the page. The error summary
/// links to it (ux rule 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The consent box.
    Agreed,
    /// Given name.
    Given,
    /// Middle name.
    Middle,
    /// Family name.
    Family,
    /// The whole date of birth; its id is that of the first control.
    BirthDate,
    /// Month of birth.
    Month,
    /// Day of birth.
    Day,
    /// Year of birth.
    Year,
    /// Email address.
    Email,
    /// Phone number.
    Phone,
    /// Referral code.
    Referral,
    /// Street address.
    Line1,
    /// Apartment, suite or unit.
    Line2,
    /// City.
    City,
    /// State.
    State,
    /// ZIP code.
    PostalCode,
    /// Social Security number.
    Ssn,
    /// The code that was sent to the phone.
    Code,
}

crate::word_table! {
    /// The control's `id`.
    Field: id {
        Agreed => "agreed",
        Given => "given",
        Middle => "middle",
        Family => "family",
        BirthDate => "month",
        Month => "month",
        Day => "day",
        Year => "year",
        Email => "email",
        Phone => "phone",
        Referral => "referral",
        Line1 => "line1",
        Line2 => "line2",
        City => "city",
        State => "state",
        PostalCode => "postal",
        Ssn => "ssn",
        Code => "code",
    }
}

impl Field {
    /// Whether it is the date of birth, or a part of it.
    #[must_use]
    pub const fn is_birth_date(self) -> bool {
        matches!(self, Self::BirthDate | Self::Month | Self::Day | Self::Year)
    }

    /// The field that an error belongs to.
    #[must_use]
    pub const fn of(fault: FieldError) -> Self {
        match fault {
            FieldError::ConsentMissing => Self::Agreed,
            FieldError::GivenNameEmpty
            | FieldError::GivenNameTooLong
            | FieldError::GivenNameCharacters
            | FieldError::GivenNameNoLetter => Self::Given,
            FieldError::MiddleNameTooLong
            | FieldError::MiddleNameCharacters
            | FieldError::MiddleNameNoLetter
            | FieldError::MiddleNameFiller => Self::Middle,
            FieldError::FamilyNameEmpty
            | FieldError::FamilyNameTooLong
            | FieldError::FamilyNameCharacters
            | FieldError::FamilyNameNoLetter => Self::Family,
            FieldError::BirthDateEmpty
            | FieldError::BirthDateShape
            | FieldError::BirthDateImpossible
            | FieldError::BirthDateFuture
            | FieldError::BirthDateTooLongAgo
            | FieldError::BirthDateDiffers => Self::BirthDate,
            FieldError::BirthDayMissing => Self::Day,
            FieldError::BirthMonthMissing => Self::Month,
            FieldError::BirthYearMissing | FieldError::BirthYearFourDigits => Self::Year,
            FieldError::EmailEmpty
            | FieldError::EmailTooLong
            | FieldError::EmailLocalTooLong
            | FieldError::EmailShape
            | FieldError::EmailCharacters
            | FieldError::EmailDots
            | FieldError::EmailDomain => Self::Email,
            FieldError::PhoneEmpty | FieldError::PhoneShape | FieldError::PhoneImpossible => {
                Self::Phone
            }
            FieldError::ReferralCodeTooLong
            | FieldError::ReferralCodeCharacters
            | FieldError::ReferralCodeUnknown => Self::Referral,
            FieldError::CodeEmpty
            | FieldError::CodeShape
            | FieldError::CodeWrong
            | FieldError::CodePending => Self::Code,
            FieldError::AddressLine1Empty
            | FieldError::AddressLine1TooLong
            | FieldError::AddressLine1Characters
            | FieldError::AddressLine1PoBox => Self::Line1,
            FieldError::AddressLine2TooLong | FieldError::AddressLine2Characters => Self::Line2,
            FieldError::CityEmpty | FieldError::CityTooLong | FieldError::CityCharacters => {
                Self::City
            }
            FieldError::StateEmpty | FieldError::StateUnknown | FieldError::StateMilitary => {
                Self::State
            }
            FieldError::PostalCodeEmpty
            | FieldError::PostalCodeShape
            | FieldError::PostalCodeStateMismatch => Self::PostalCode,
            FieldError::SsnEmpty
            | FieldError::SsnLength
            | FieldError::SsnCharacters
            | FieldError::SsnImpossible
            | FieldError::SsnItin
            | FieldError::SsnAdvertised => Self::Ssn,
        }
    }
}
