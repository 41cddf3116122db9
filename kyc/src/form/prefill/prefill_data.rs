//! The provider's prefill data.

use super::super::{address::AddressTyped, name::NameTyped};
use crate::pii::Pii;

/// The provider's data about an applicant; any field may be blank. The provider also returns the
/// last four digits of the SSN, which are not used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrefillData {
    /// The name.
    pub name: NameTyped,
    /// The email address.
    pub email: Pii<String>,
    /// The home address, if it is in the United States.
    pub address: AddressTyped,
}
