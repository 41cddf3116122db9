//! What the upstream knows of somebody, and where it is put.

use super::super::{address::AddressTyped, name::NameTyped};
use crate::pii::Pii;

/// What the upstream knows of somebody: any of it may be blank. The last four digits
/// of the Social Security number, which it knows, too, are of no use here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrefillData {
    /// The name.
    pub name: NameTyped,
    /// The e-mail address.
    pub email: Pii<String>,
    /// The home address, where it is one in the United States.
    pub address: AddressTyped,
}
