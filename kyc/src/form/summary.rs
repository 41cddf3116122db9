//! The content of the check page and the receipt (ux rules 10 and 12).

use super::{consent::Consent, ssn::LastFour};
use time::Date;

/// All answers, parsed and formatted for reading.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The consent.
    pub consent: Consent,
    /// The full name.
    pub name: String,
    /// The date of birth.
    pub birth: Date,
    /// The email address.
    pub email: String,
    /// The phone number that will be sent, formatted for reading.
    pub phone: String,
    /// The referral code.
    pub referral: Option<String>,
    /// The lines of the address.
    pub address: Vec<String>,
    /// The last four digits of the SSN, if one was entered.
    pub last_four: Option<LastFour>,
}
