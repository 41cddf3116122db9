//! The provider's prefill data, and how it fills in the draft.

use super::super::{Draft, Field, address::AddressTyped, name::NameTyped};
use crate::{pii::Pii, value::text::is_blank};

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

impl Draft {
    /// Fills blank answers with the provider's data and returns whether it filled any.
    ///
    /// The data is validated like typed input, and the applicant sees it before they submit.
    pub fn fill_in(&mut self, found: PrefillData) -> bool {
        let mut filled = false;
        if self.name.typed.is_blank() && !found.name.is_blank() {
            self.name.typed = found.name.bounded();
            self.name.faults.clear();
            filled = true;
        }
        let contact = &mut self.contact;
        if is_blank(&contact.typed.email) && !is_blank(found.email.expose()) {
            contact.typed.email = found.email.into_exposed();
            contact.typed = std::mem::take(&mut contact.typed).bounded();
            contact
                .faults
                .retain(|fault| Field::of(*fault) != Field::Email);
            filled = true;
        }
        if self.address.typed.is_blank() && !found.address.is_blank() {
            self.address.typed = found.address.bounded();
            self.address.faults.clear();
            filled = true;
        }
        filled
    }
}
