//! Every address of the applicants' site.

use kyc::{eligibility::Ineligible, flow::Step};

/// An applicant page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// Introduction and requirements.
    Start,
    /// A step of the wizard.
    Step(Step),
    /// Prefill: request of a code.
    Prefill,
    /// Prefill: verification of the code.
    Code,
    /// Help for applicants without an SSN (ux rule 25).
    NoSsn,
    /// Reason of ineligibility (ux rule 17).
    Ineligible(Ineligible),
    /// Status of the application.
    Status,
    /// Request of a new capture link.
    Renew,
    /// Resume by a link, or after the session has ended.
    Return,
    /// Sign-out of this device, with the way back.
    Finish,
    /// Help for browsers that refuse cookies.
    Cookies,
}

kyc::word_table! {
    /// Address of the page.
    Path: href {
        Start => "/",
        Step(Step::Consent) => "/agreement",
        Step(Step::Name) => "/name",
        Step(Step::BirthDate) => "/date-of-birth",
        Step(Step::Contact) => "/contact",
        Step(Step::Address) => "/address",
        Step(Step::Ssn) => "/ssn",
        Step(Step::Check) => "/check",
        Prefill => "/fill-in",
        Code => "/fill-in/code",
        NoSsn => "/no-ssn",
        Ineligible(Ineligible::TooYoung) => "/not-eligible/age",
        Ineligible(Ineligible::NotServed) => "/not-eligible/state",
        Status => "/status",
        Renew => "/new-link",
        Return => "/return",
        Finish => "/finish",
        Cookies => "/cookies",
    }
}

impl Path {
    /// Page of an address.
    #[must_use]
    pub fn from_href(href: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|path| path.href() == href)
    }
}

/// Prefix of a resume link. The secret follows.
pub const RETURN_LINK: &str = "/return/";

/// Address that the status page reloads without a script. It does not count as
/// activity, so it does not extend the session (ASVS 7.3.1).
pub const STATUS_AGAIN: &str = "/status?again";

/// Status page that never reloads by itself (WCAG 2.2.1).
pub const STATUS_STILL: &str = "/status?still";

/// Event stream of the status page. Each event triggers a poll.
pub const LIVE: &str = "/status/live";

/// QR code image of the capture link, served from our own origin.
pub const QR_IMAGE: &str = "/status/qr.png";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_unique_and_round_trip() {
        for path in Path::ALL {
            assert_eq!(Path::from_href(path.href()), Some(*path));
        }
        assert_eq!(Path::from_href("/nowhere"), None);
    }
}
