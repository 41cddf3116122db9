//! The fields of personal data, and the mask of each.

use crate::{
    admin::list::{masked_email, masked_name},
    flow::Step,
    form::Draft,
};

/// A field of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonalField {
    /// Given, middle and family name.
    Name,
    /// The date of birth.
    BirthDate,
    /// Email address.
    Email,
    /// The phone number.
    Phone,
    /// The home address.
    Address,
    /// Social Security number: never more than its last four digits.
    Ssn,
}

/// Stands for the masked part.
const REST: char = '…';

crate::word_table! {
    /// The word in a form and in the audit trail. The order is that of the form.
    PersonalField: as_str, parse {
        Name => "name",
        BirthDate => "birth_date",
        Email => "email",
        Phone => "phone",
        Address => "address",
        Ssn => "ssn",
    }
}

impl PersonalField {
    /// The step of the form that collects it.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Name => Step::Name,
            Self::BirthDate => Step::BirthDate,
            Self::Email | Self::Phone => Step::Contact,
            Self::Address => Step::Address,
            Self::Ssn => Step::Ssn,
        }
    }

    /// The masked value, visible without a reason. `None` while it was not given.
    ///
    /// It suffices to compare with what an applicant says, and is too little to identify them (ux
    /// rule 35).
    #[must_use]
    pub fn masked(self, draft: &Draft) -> Option<String> {
        match self {
            Self::Name => {
                let name = &draft.name.typed;
                masked_name(&name.given, &name.family)
            }
            Self::BirthDate => {
                let given = !draft.birth.typed.year.trim().is_empty();
                given.then(|| REST.to_string())
            }
            Self::Email => masked_email(&draft.contact.typed.email),
            Self::Phone => {
                let digits = draft.contact.typed.phone.chars();
                let digits: String = digits.filter(char::is_ascii_digit).collect();
                (digits.len() > 4).then(|| format!("{REST}{}", last(&digits, 2)))
            }
            Self::Address => {
                let address = &draft.address.typed;
                let state = address.state.trim();
                let given = !address.line1.trim().is_empty();
                given.then(|| match state.chars().count() {
                    2 => format!("{REST} {}", state.to_uppercase()),
                    _ => REST.to_string(),
                })
            }
            Self::Ssn => {
                let last_four = draft.ssn.last_four.as_ref()?;
                Some(format!("{REST}{}", last_four.expose()))
            }
        }
    }
}

/// The last characters of a text.
fn last(text: &str, many: usize) -> String {
    let beyond = text.chars().count().saturating_sub(many);
    text.chars().skip(beyond).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ssn::LastFour;

    #[test]
    fn mask_of_each_field_identifies_no_applicant() {
        let mut draft = Draft::default();
        for datum in PersonalField::ALL {
            assert_eq!(datum.masked(&draft), None, "{datum:?}");
            assert_eq!(PersonalField::parse(datum.as_str()), Some(*datum));
        }
        draft.name.typed.given = "John".to_owned();
        draft.name.typed.family = "Doe".to_owned();
        draft.birth.typed.year = "1990".to_owned();
        draft.contact.typed.email = "john.doe@example.com".to_owned();
        draft.contact.typed.phone = "+1 (555) 123-4567".to_owned();
        draft.address.typed.line1 = "123 Main Street".to_owned();
        draft.address.typed.state = "ny".to_owned();
        draft.ssn.last_four = Some(LastFour::new("6789".to_owned()));
        let masked = PersonalField::ALL.iter().map(|datum| datum.masked(&draft));
        let masked: Vec<_> = masked.map(Option::unwrap_or_default).collect();
        let expected = ["J… D…", "…", "j…@e….com", "…67", "… NY", "…6789"];
        assert_eq!(masked, expected);
        draft.address.typed.state = "New York".to_owned();
        assert_eq!(PersonalField::Address.masked(&draft).as_deref(), Some("…"));
    }
}
