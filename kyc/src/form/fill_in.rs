//! Filling a draft with what the provider knows about the applicant.

use super::{Draft, Field, prefill::PrefillData};
use crate::value::text::is_blank;

impl Draft {
    /// Whether a code may be requested and would find a blank answer to fill in.
    #[must_use]
    pub fn may_be_filled_in(&self) -> bool {
        let answers = [
            self.name.typed.is_blank(),
            is_blank(&self.contact.typed.email),
            self.address.typed.is_blank(),
        ];
        self.prefill.may_begin() && answers.contains(&true)
    }

    /// Fills blank answers with the provider's data and returns whether it filled any.
    ///
    /// The data is validated like typed input, and the applicant sees it before they submit.
    pub fn fill_in(&mut self, found: PrefillData) -> bool {
        let mut filled = false;
        if self.name.typed.is_blank() && !found.name.is_blank() {
            self.name.write(found.name.bounded(), None);
            filled = true;
        }
        let contact = &mut self.contact;
        if is_blank(&contact.typed.email) && !is_blank(found.email.expose()) {
            contact.typed.email = found.email.into_exposed();
            contact.typed = std::mem::take(&mut contact.typed).bounded();
            contact.accepted = false;
            contact
                .faults
                .retain(|fault| Field::of(*fault) != Field::Email);
            filled = true;
        }
        if self.address.typed.is_blank() && !found.address.is_blank() {
            self.address.write(found.address.bounded(), None);
            filled = true;
        }
        filled
    }
}
