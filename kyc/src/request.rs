//! A start request before a dialect serializes it (contract §3).

use crate::{
    eligibility::Ineligible,
    form::{Draft, consent::Consent, summary::Summary},
    id::{SessionToken, UserId},
    policy::Policy,
    today::Today,
    value::Ssn,
    value::{Address, BirthDate, Email, Name, Phone, ReferralCode, UsState},
};
use std::net::IpAddr;
use time::Date;

/// All answers of an applicant, parsed.
#[derive(Clone, Debug)]
pub struct Details {
    /// The consent.
    pub consent: Consent,
    /// Given name.
    pub given: Name,
    /// Middle name.
    pub middle: Option<Name>,
    /// Family name.
    pub family: Name,
    /// Date of birth.
    pub birth: BirthDate,
    /// Email.
    pub email: Email,
    /// Phone.
    pub phone: Phone,
    /// Referral code.
    pub referral: Option<ReferralCode>,
    /// Home address.
    pub address: Address,
}

impl Details {
    /// Parses a whole draft; `None` if any part is invalid. It does not check eligibility: see
    /// [`Draft::validate`].
    #[must_use]
    pub fn of(draft: &Draft, today: impl Into<Today>) -> Option<Self> {
        let (given, middle, family) = draft.name.typed.parse().ok()?;
        let (email, phone, referral) = draft.contact.typed.parse().ok()?;
        Some(Self {
            consent: draft.consent.clone()?,
            given,
            middle,
            family,
            birth: draft.birth.typed.parse(today).ok()?,
            email,
            phone,
            referral,
            address: draft.address.typed.parse().ok()?,
        })
    }
}

impl Details {
    /// The answers as a readable summary.
    #[must_use]
    pub fn summary(&self, draft: &Draft) -> Summary {
        // The applicant reads their own name, without the word for a missing one.
        let given = Some(&self.given).filter(|_| !draft.name.typed.is_one_name());
        let names = [given, self.middle.as_ref(), Some(&self.family)];
        let names: Vec<_> = names
            .into_iter()
            .flatten()
            .map(|name| name.as_str())
            .collect();
        Summary {
            consent: self.consent.clone(),
            name: names.join(" "),
            birth: self.birth.date(),
            email: self.email.as_str().to_owned(),
            phone: self.phone.readable(),
            referral: self.referral.as_ref().map(|code| code.as_str().to_owned()),
            address: lines(&self.address),
            last_four: draft.ssn.last_four.clone(),
        }
    }
}

/// The lines of a postal address.
fn lines(address: &Address) -> Vec<String> {
    let place = format!(
        "{}, {} {}",
        address.city().as_str(),
        address.state().code(),
        address.postal_code().as_str()
    );
    let street = Some(address.line1().as_str().to_owned());
    let unit = address.line2().map(|line| line.as_str().to_owned());
    [street, unit, Some(place)].into_iter().flatten().collect()
}

/// One start request: every field of the contract's table.
pub struct StartRequest<'a> {
    /// Our id of the applicant.
    pub user_id: &'a UserId,
    /// The applicant's answers.
    pub details: &'a Details,
    /// The applicant's SSN.
    pub ssn: &'a Ssn,
    /// The stand-in for a device token, where there is none (contract §9).
    pub session_token: &'a SessionToken,
    /// The token of the device script, where one runs.
    pub device_token: Option<&'a str>,
    /// The IP address that the applicant submitted from.
    pub ip: IpAddr,
}

impl Policy {
    /// Checks whether an applicant with this date of birth is old enough today.
    ///
    /// # Errors
    /// [`Ineligible::TooYoung`].
    pub fn admits_age(&self, birth: &BirthDate, today: Date) -> Result<(), Ineligible> {
        if birth.age_on(today) >= u16::from(self.minimum_age) {
            Ok(())
        } else {
            Err(Ineligible::TooYoung)
        }
    }

    /// The date that decides an applicant's age. It is the date in their state, or the latest date
    /// in a served state.
    #[must_use]
    pub fn today_for(&self, state: Option<UsState>, today: Today) -> Date {
        match state {
            Some(state) => today.in_state(state),
            None if self.served_states.is_empty() => today.latest(),
            None => today.latest_in(&self.served_states),
        }
    }

    /// Checks whether the firm serves this address.
    ///
    /// # Errors
    /// [`Ineligible::NotServed`].
    pub fn admits_address(&self, address: &Address) -> Result<(), Ineligible> {
        if self.serves(address.state()) {
            Ok(())
        } else {
            Err(Ineligible::NotServed)
        }
    }
}
