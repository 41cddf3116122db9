//! What the check page and the receipt show (ux rules 10 and 12).

use super::{consent::Consent, ssn::LastFour};
use time::Date;

/// Every answer, parsed and put together for reading.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The agreement.
    pub consent: Consent,
    /// The full name.
    pub name: String,
    /// The date of birth.
    pub birth: Date,
    /// The e-mail address.
    pub email: String,
    /// The phone number that will be sent, written for reading.
    pub phone: String,
    /// The referral code.
    pub referral: Option<String>,
    /// The address, a line each.
    pub address: Vec<String>,
    /// The last four digits of the SSN, if one was entered.
    pub last_four: Option<LastFour>,
}
