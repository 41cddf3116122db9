//! What the upstream knows of somebody, and where it is put.

use super::super::{Draft, Field, address::AddressTyped, name::NameTyped};
use crate::{pii::Pii, value::text::is_blank};

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

impl Draft {
    /// Fills in what was found where nothing is typed yet; says whether that was
    /// anything. It is judged like anything typed, and shown before it is sent.
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
