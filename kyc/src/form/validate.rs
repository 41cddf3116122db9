//! Validation of a draft: the steps with valid answers, and the applicant's eligibility. Submitting
//! validates again through this module.

use super::{
    Draft, address::AddressTyped, birth::BirthTyped, contact::ContactTyped, name::NameTyped,
};
use crate::{
    eligibility::Ineligible,
    flow::{Progress, Step},
    policy::Policy,
    today::Today,
    value::{Address, BirthDate, Email, FieldError, Name, Phone, ReferralCode, text::is_blank},
};

/// All field errors of the results, in the order of the fields.
macro_rules! faults {
    ($($result:expr),+) => { [$($result.as_ref().err().copied()),+].into_iter().flatten().collect::<Vec<FieldError>>() };
}

impl NameTyped {
    /// Parses given, middle and family name. One legal name becomes the family name, with
    /// [`NameTyped::NO_GIVEN`] (docs/contract.md).
    ///
    /// # Errors
    /// The errors of all fields.
    pub fn parse(&self) -> Result<(Name, Option<Name>, Name), Vec<FieldError>> {
        if self.is_one_name() {
            return self.parse_one();
        }
        let given = Name::parse_given(&self.given);
        let middle = Name::parse_middle(&self.middle);
        let family = Name::parse_family(&self.family);
        let faults = faults!(given, middle, family);
        match (given, middle, family) {
            (Ok(given), Ok(middle), Ok(family)) => Ok((given, middle, family)),
            _ => Err(faults),
        }
    }
}

impl NameTyped {
    fn parse_one(&self) -> Result<(Name, Option<Name>, Name), Vec<FieldError>> {
        let given = Name::parse_given(Self::NO_GIVEN);
        let middle = Name::parse_middle(&self.middle);
        let family = if is_blank(&self.family) {
            Name::parse_given(&self.given)
        } else {
            Name::parse_family(&self.family)
        };
        let faults = faults!(given, middle, family);
        match (given, middle, family) {
            (Ok(given), Ok(middle), Ok(family)) => Ok((given, middle, family)),
            _ => Err(faults),
        }
    }
}

impl BirthTyped {
    /// Parses the date of birth.
    ///
    /// # Errors
    /// One error, the most important: the three fields are one answer.
    pub fn parse(&self, today: impl Into<Today>) -> Result<BirthDate, Vec<FieldError>> {
        let today = today.into().latest();
        BirthDate::parse(&self.day, &self.month, &self.year, today).map_err(|fault| vec![fault])
    }
}

impl ContactTyped {
    /// Parses email, phone and referral code.
    ///
    /// # Errors
    /// The errors of all fields.
    pub fn parse(&self) -> Result<(Email, Phone, Option<ReferralCode>), Vec<FieldError>> {
        let email = Email::parse(&self.email);
        let phone = Phone::parse(&self.phone);
        let referral = ReferralCode::parse(&self.referral);
        let faults = faults!(email, phone, referral);
        match (email, phone, referral) {
            (Ok(email), Ok(phone), Ok(referral)) => Ok((email, phone, referral)),
            _ => Err(faults),
        }
    }
}

impl AddressTyped {
    /// Parses the residential address.
    ///
    /// # Errors
    /// The errors of all fields.
    pub fn parse(&self) -> Result<Address, Vec<FieldError>> {
        Address::parse(
            &self.line1,
            &self.line2,
            &self.city,
            &self.state,
            &self.postal,
        )
    }
}

/// The result of validating a draft under the current policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validation {
    /// The steps with valid answers of an eligible applicant.
    pub progress: Progress,
    /// Why the applicant is not eligible, if so.
    pub ineligible: Option<Ineligible>,
}

impl Draft {
    /// Whether the provider does not know the referral code.
    #[must_use]
    pub fn has_unknown_code(&self) -> bool {
        let code = ReferralCode::parse(&self.contact.typed.referral);
        matches!(code, Ok(Some(code)) if self.referral_lookup.is_rejected(code.as_str()))
    }

    /// Validates the whole draft.
    ///
    /// The age counts by the date in the state of the address. Without an address, it counts by the
    /// latest date in a served state: the applicant may live there.
    #[must_use]
    pub fn validate(&self, policy: &Policy, today: impl Into<Today>) -> Validation {
        let today = today.into();
        let agreed = self
            .consent
            .as_ref()
            .is_some_and(|c| c.version == policy.agreement_version);
        let contact = self.contact.typed.parse().is_ok() && !self.has_unknown_code();
        let address = self.address.typed.parse().ok();
        let state = address.as_ref().map(Address::state);
        let place = address.map(|address| policy.admits_address(&address));
        let birth = self.birth.typed.parse(today).ok();
        let age = birth.map(|birth| policy.admits_age(&birth, policy.today_for(state, today)));
        let answered = [
            (Step::Consent, agreed),
            (Step::Name, self.name.typed.parse().is_ok()),
            (Step::BirthDate, age == Some(Ok(()))),
            (Step::Contact, contact),
            (Step::Address, place == Some(Ok(()))),
            (Step::Ssn, self.ssn.held && self.ssn.faults.is_empty()),
        ];
        let progress = answered
            .into_iter()
            .filter(|(_, sound)| *sound)
            .fold(Progress::default(), |progress, (step, _)| {
                progress.with(step)
            });
        let ineligible = age.and_then(Result::err).or(place.and_then(Result::err));
        Validation {
            progress,
            ineligible,
        }
    }
}
