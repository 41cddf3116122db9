//! Everything an applicant has entered so far.

use super::{
    address::AddressTyped, birth::BirthTyped, consent::Consent, contact::ContactTyped,
    name::NameTyped, prefill::Prefill, referral_lookup::ReferralLookup, ssn::SsnEntry,
};
use crate::value::FieldError;
use serde::{Deserialize, Serialize};

/// One step's answer: what was typed, and what was wrong with it when it was
/// last handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer<T: Default> {
    /// The fields as typed.
    pub typed: T,
    /// What was wrong when "Continue" was pressed; empty while it was only
    /// kept (a change of language does not judge).
    pub faults: Vec<FieldError>,
}

/// The draft: one answer a step. Personal data: encrypted wherever it rests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The agreement, once given.
    pub consent: Option<Consent>,
    /// Faults of the consent page.
    pub consent_faults: Vec<FieldError>,
    /// Name.
    pub name: Answer<NameTyped>,
    /// Date of birth.
    pub birth: Answer<BirthTyped>,
    /// E-mail, phone, referral code.
    pub contact: Answer<ContactTyped>,
    /// Home address.
    pub address: Answer<AddressTyped>,
    /// What is remembered of the SSN.
    pub ssn: SsnEntry,
    /// Whether and how far somebody had things filled in.
    #[serde(skip_serializing_if = "is_default")]
    pub prefill: Prefill,
    /// What the upstream said of their referral code.
    #[serde(rename = "looked_up", skip_serializing_if = "is_default")]
    pub referral_lookup: ReferralLookup,
}

/// Whether there is nothing to write down: most have none of it.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
