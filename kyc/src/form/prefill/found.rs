//! What the upstream knows of somebody, and where it is put.

use super::super::{Draft, Field, address::AddressTyped, name::NameTyped};
use std::fmt;

/// What the upstream knows of somebody: any of it may be blank. The last four digits
/// of the Social Security number, which it knows, too, are of no use here.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The name.
    pub name: NameTyped,
    /// The e-mail address.
    pub email: String,
    /// The home address, where it is one in the United States.
    pub address: AddressTyped,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Found [redacted]")
    }
}

/// Whether nothing is typed into any field.
pub(super) fn is_blank(fields: &impl Fields) -> bool {
    fields.all().iter().all(|field| field.trim().is_empty())
}

/// Several fields that are one answer.
pub(super) trait Fields {
    /// Each of them.
    fn all(&self) -> Vec<&str>;
}

impl Fields for NameTyped {
    fn all(&self) -> Vec<&str> {
        vec![&self.given, &self.middle, &self.family]
    }
}

impl Fields for AddressTyped {
    fn all(&self) -> Vec<&str> {
        vec![
            &self.line1,
            &self.line2,
            &self.city,
            &self.state,
            &self.postal,
        ]
    }
}

impl Draft {
    /// Fills in what was found where nothing is typed yet; says whether that was
    /// anything. It is judged like anything typed, and shown before it is sent.
    pub fn fill_in(&mut self, found: Found) -> bool {
        let mut filled = false;
        if is_blank(&self.name.typed) && !is_blank(&found.name) {
            self.name.typed = found.name.bounded();
            self.name.faults.clear();
            filled = true;
        }
        let contact = &mut self.contact;
        if contact.typed.email.trim().is_empty() && !found.email.trim().is_empty() {
            contact.typed.email = found.email;
            contact.typed = std::mem::take(&mut contact.typed).bounded();
            contact
                .faults
                .retain(|fault| Field::of(*fault) != Field::Email);
            filled = true;
        }
        if is_blank(&self.address.typed) && !is_blank(&found.address) {
            self.address.typed = found.address.bounded();
            self.address.faults.clear();
            filled = true;
        }
        filled
    }
}
