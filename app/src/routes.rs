//! Every address of the site, once.

use kyc::{eligibility::Ineligible, flow::Step};

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// What this is and what you need.
    Start,
    /// A step of the wizard.
    Step(Step),
    /// Having things filled in: asking for a code.
    Prefill,
    /// Having things filled in: the code.
    Code,
    /// A way on for people without an SSN (ux rule 25).
    NoSsn,
    /// Why somebody cannot apply (ux rule 17).
    Ineligible(Ineligible),
    /// Where the application stands.
    Status,
    /// Asking for a new capture link.
    Renew,
    /// Coming back by a return link, or after the session has ended.
    Return,
}

impl Path {
    /// Every page.
    pub const ALL: &[Self] = &[
        Self::Start,
        Self::Step(Step::Consent),
        Self::Step(Step::Name),
        Self::Step(Step::BirthDate),
        Self::Step(Step::Contact),
        Self::Step(Step::Address),
        Self::Step(Step::Ssn),
        Self::Step(Step::Check),
        Self::Prefill,
        Self::Code,
        Self::NoSsn,
        Self::Ineligible(Ineligible::TooYoung),
        Self::Ineligible(Ineligible::NotServed),
        Self::Status,
        Self::Renew,
        Self::Return,
    ];

    /// The address.
    #[must_use]
    pub const fn href(self) -> &'static str {
        match self {
            Self::Start => "/",
            Self::Step(Step::Consent) => "/agreement",
            Self::Step(Step::Name) => "/name",
            Self::Step(Step::BirthDate) => "/date-of-birth",
            Self::Step(Step::Contact) => "/contact",
            Self::Step(Step::Address) => "/address",
            Self::Step(Step::Ssn) => "/ssn",
            Self::Step(Step::Check) => "/check",
            Self::Prefill => "/fill-in",
            Self::Code => "/fill-in/code",
            Self::NoSsn => "/no-ssn",
            Self::Ineligible(Ineligible::TooYoung) => "/not-eligible/age",
            Self::Ineligible(Ineligible::NotServed) => "/not-eligible/state",
            Self::Status => "/status",
            Self::Renew => "/new-link",
            Self::Return => "/return",
        }
    }

    /// The page of an address.
    #[must_use]
    pub fn from_href(href: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|path| path.href() == href)
    }
}

/// What a return link begins with; its secret follows.
pub const RETURN_LINK: &str = "/return/";

/// Where the status page loads itself again without a script: no sign of life,
/// so that it does not keep a session awake (ASVS 7.3.1).
pub const STATUS_AGAIN: &str = "/status?again";

/// What the status page listens to: a word whenever it should ask again.
pub const LIVE: &str = "/status/live";

/// The picture of the capture link, served from our own origin.
pub const QR_IMAGE: &str = "/status/qr.png";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_unique_and_leads_back() {
        for path in Path::ALL {
            assert_eq!(Path::from_href(path.href()), Some(*path));
        }
        assert_eq!(Path::from_href("/nowhere"), None);
    }
}
