//! All input of an applicant so far.

use super::{
    address::AddressTyped, birth::BirthTyped, consent::Consent, contact::ContactTyped,
    name::NameTyped, prefill::Prefill, referral_lookup::ReferralLookup, ssn::SsnEntry,
};
use crate::value::FieldError;
use serde::{Deserialize, Serialize};

/// One step's answer: the typed input, and its field errors when it was last submitted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer<T: Default> {
    /// The fields as typed.
    pub typed: T,
    /// The field errors after "Continue". Empty if the input was only stored: a change of language
    /// does not validate.
    pub faults: Vec<FieldError>,
    /// Whether "Continue" has accepted exactly these fields. The same answer then makes no second
    /// audit event.
    #[serde(skip_serializing_if = "is_default")]
    pub accepted: bool,
}

impl<T: Default + PartialEq> Answer<T> {
    /// Stores typed input. `faults` are its field errors, or `None` if it is not validated.
    pub fn write(&mut self, typed: T, faults: Option<Vec<FieldError>>) {
        self.accepted = match &faults {
            Some(faults) => faults.is_empty(),
            None => self.accepted && self.typed == typed,
        };
        self.typed = typed;
        self.faults = faults.unwrap_or_default();
    }
}

/// The draft: one answer per step. It is personal data: encrypted wherever it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The consent, once given.
    pub consent: Option<Consent>,
    /// Field errors of the consent page.
    pub consent_faults: Vec<FieldError>,
    /// Name.
    pub name: Answer<NameTyped>,
    /// Date of birth.
    pub birth: Answer<BirthTyped>,
    /// Email, phone, referral code.
    pub contact: Answer<ContactTyped>,
    /// Home address.
    pub address: Answer<AddressTyped>,
    /// The stored facts about the SSN, without the SSN.
    pub ssn: SsnEntry,
    /// The progress of prefill.
    #[serde(skip_serializing_if = "is_default")]
    pub prefill: Prefill,
    /// The provider's answer about the referral code.
    #[serde(rename = "looked_up", skip_serializing_if = "is_default")]
    pub referral_lookup: ReferralLookup,
}

/// Whether a value is its default: most drafts then omit it when serialized.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
