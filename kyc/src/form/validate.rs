//! What a draft amounts to: which steps are answered soundly, and whether the
//! person may apply. The last step re-checks everything through here.

use super::{
    Draft, address::AddressTyped, birth::BirthTyped, contact::ContactTyped, name::NameTyped,
};
use crate::{
    eligibility::Ineligible,
    flow::{Progress, Step},
    policy::Policy,
    value::{Address, BirthDate, Email, FieldError, Name, Phone, ReferralCode},
};
use time::Date;

/// Every fault among the results, in the order of the fields.
macro_rules! faults {
    ($($result:expr),+) => { [$($result.as_ref().err().copied()),+].into_iter().flatten().collect::<Vec<FieldError>>() };
}

impl NameTyped {
    /// Given, middle and family name.
    ///
    /// # Errors
    /// Each field's fault.
    pub fn parse(&self) -> Result<(Name, Option<Name>, Name), Vec<FieldError>> {
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

impl BirthTyped {
    /// The date of birth.
    ///
    /// # Errors
    /// The one fault that matters most: the boxes are one answer.
    pub fn parse(&self, today: Date) -> Result<BirthDate, Vec<FieldError>> {
        BirthDate::parse(&self.day, &self.month, &self.year, today).map_err(|fault| vec![fault])
    }
}

impl ContactTyped {
    /// E-mail, phone and referral code.
    ///
    /// # Errors
    /// Each field's fault.
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
    /// The residential address.
    ///
    /// # Errors
    /// Each field's fault.
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

/// What a draft amounts to under today's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validation {
    /// The steps answered soundly by somebody who may apply.
    pub progress: Progress,
    /// Why this person may not, if so.
    pub ineligible: Option<Ineligible>,
}

impl Draft {
    /// Whether the referral code is one that the upstream does not know.
    #[must_use]
    pub fn has_unknown_code(&self) -> bool {
        let code = ReferralCode::parse(&self.contact.typed.referral);
        matches!(code, Ok(Some(code)) if self.referral_lookup.is_rejected(code.as_str()))
    }

    /// Judges the whole draft.
    #[must_use]
    pub fn validate(&self, policy: &Policy, today: Date) -> Validation {
        let agreed = self
            .consent
            .as_ref()
            .is_some_and(|c| c.version == policy.agreement_version);
        let birth = self.birth.typed.parse(today).ok();
        let age = birth.map(|birth| policy.admits_age(&birth, today));
        let contact = self.contact.typed.parse().is_ok() && !self.has_unknown_code();
        let address = self.address.typed.parse().ok();
        let place = address.map(|address| policy.admits_address(&address));
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
