//! The values of an applicant's answers, one per file: parse, don't validate.
//!
//! Every value is valid: its parser is the only constructor, and deserialising uses the same parser
//! (`TryFrom`). No value prints personal data: `Debug` prints `[redacted]`, and `Display` is
//! deliberately missing.
//!
//! The parsers need the `native` feature, because the browser never parses (ux-rule 14). The
//! browser has only [`FieldError`], which the forms carry, and [`UsState`], which they list.
//!
//! Rules: ASVS 2.2.1 (all input is checked on the server) and 2.2.3 (cross-field checks), ux-rules
//! 16, 18 and 20-26, contract §3.

/// Stores a value of personal data as its text. Deserialising parses again.
#[cfg(feature = "native")]
macro_rules! stored_text {
    ($value:ident, |$stored:ident| $parsed:expr) => {
        impl TryFrom<String> for $value {
            type Error = FieldError;

            fn try_from($stored: String) -> Result<Self, FieldError> {
                $parsed
            }
        }

        impl From<$value> for String {
            fn from(value: $value) -> Self {
                value.0.into_exposed()
            }
        }
    };
}

#[cfg(feature = "native")]
pub mod address;
#[cfg(feature = "native")]
pub mod birth;
#[cfg(feature = "native")]
pub mod city;
pub mod code;
#[cfg(feature = "native")]
pub mod email;
mod field_error;
#[cfg(feature = "native")]
pub mod fold;
#[cfg(feature = "native")]
pub mod name;
#[cfg(feature = "native")]
pub mod phone;
#[cfg(feature = "native")]
mod phone_country;
#[cfg(feature = "native")]
mod po_box;
#[cfg(feature = "native")]
pub mod postal;
#[cfg(feature = "native")]
pub mod referral;
pub mod region;
mod ssn;
#[cfg(feature = "native")]
mod state_name;
#[cfg(feature = "native")]
pub mod street;
pub mod text;
#[cfg(feature = "native")]
mod zip;

#[cfg(feature = "native")]
pub use self::{
    address::Address, birth::BirthDate, city::City, email::Email, name::Name, phone::Phone,
    postal::PostalCode, referral::ReferralCode, street::StreetLine,
};
pub use field_error::FieldError;
pub use region::UsState;
pub use ssn::Ssn;
