//! The fields of the forms, and which of them a fault is about.

use crate::value::Fault;

/// A field of the wizard. Its [`Field::id`] is the control's `id` in the page,
/// so that the error summary can link to it (ux rule 15).
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
    /// The whole date of birth; points at its first box.
    BirthDate,
    /// Month of birth.
    Month,
    /// Day of birth.
    Day,
    /// Year of birth.
    Year,
    /// E-mail address.
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

impl Field {
    /// The control's `id`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Given => "given",
            Self::Middle => "middle",
            Self::Family => "family",
            Self::BirthDate | Self::Month => "month",
            Self::Day => "day",
            Self::Year => "year",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Referral => "referral",
            Self::Line1 => "line1",
            Self::Line2 => "line2",
            Self::City => "city",
            Self::State => "state",
            Self::PostalCode => "postal",
            Self::Ssn => "ssn",
            Self::Code => "code",
        }
    }

    /// Whether it is the date of birth, or a part of it.
    #[must_use]
    pub const fn is_birth_date(self) -> bool {
        matches!(self, Self::BirthDate | Self::Month | Self::Day | Self::Year)
    }

    /// The field that a fault is about.
    #[must_use]
    pub const fn of(fault: Fault) -> Self {
        match fault {
            Fault::ConsentMissing => Self::Agreed,
            Fault::GivenNameEmpty
            | Fault::GivenNameTooLong
            | Fault::GivenNameCharacters
            | Fault::GivenNameNoLetter => Self::Given,
            Fault::MiddleNameTooLong | Fault::MiddleNameCharacters | Fault::MiddleNameNoLetter => {
                Self::Middle
            }
            Fault::FamilyNameEmpty
            | Fault::FamilyNameTooLong
            | Fault::FamilyNameCharacters
            | Fault::FamilyNameNoLetter => Self::Family,
            Fault::BirthDateEmpty
            | Fault::BirthDateShape
            | Fault::BirthDateImpossible
            | Fault::BirthDateFuture
            | Fault::BirthDateTooLongAgo
            | Fault::BirthDateDiffers => Self::BirthDate,
            Fault::BirthDayMissing => Self::Day,
            Fault::BirthMonthMissing => Self::Month,
            Fault::BirthYearMissing | Fault::BirthYearFourDigits => Self::Year,
            Fault::EmailEmpty | Fault::EmailTooLong | Fault::EmailShape => Self::Email,
            Fault::PhoneEmpty | Fault::PhoneShape | Fault::PhoneImpossible => Self::Phone,
            Fault::ReferralCodeTooLong
            | Fault::ReferralCodeCharacters
            | Fault::ReferralCodeUnknown => Self::Referral,
            Fault::CodeEmpty | Fault::CodeShape | Fault::CodeWrong | Fault::CodePending => {
                Self::Code
            }
            Fault::AddressLine1Empty
            | Fault::AddressLine1TooLong
            | Fault::AddressLine1Characters
            | Fault::AddressLine1PoBox => Self::Line1,
            Fault::AddressLine2TooLong | Fault::AddressLine2Characters => Self::Line2,
            Fault::CityEmpty | Fault::CityTooLong | Fault::CityCharacters => Self::City,
            Fault::StateEmpty | Fault::StateUnknown => Self::State,
            Fault::PostalCodeEmpty | Fault::PostalCodeShape | Fault::PostalCodeStateMismatch => {
                Self::PostalCode
            }
            Fault::SsnEmpty | Fault::SsnLength | Fault::SsnCharacters | Fault::SsnImpossible => {
                Self::Ssn
            }
        }
    }
}
