//! Override requests: a second reviewer confirms or rejects each one.
//!
//! [`OverrideReply::may_be_given`] is the rule of the two reviewers. The store asks it in the
//! transaction of the reply (`server/src/db/admin/overrides.rs`).
//!
//! A request changes no state: the decision is the provider's. The firm contacts the provider about
//! a confirmed request.

use crate::{
    admin::{
        case::CaseCommand,
        four_eyes::{ConfirmDenied, Party, may_confirm},
        list::Decision,
    },
    audit::{Action, StaffText},
    pii::Pii,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The requested outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverrideOutcome {
    /// Approved.
    Approve,
    /// Denied.
    Deny,
}

crate::word_table! {
    /// The word that is stored and sent by the form.
    OverrideOutcome: as_str, parse {
        Approve => "approve",
        Deny => "deny",
    }
}

impl OverrideOutcome {
    /// Whether the decision already is this outcome, so that there is nothing to override.
    #[must_use]
    pub const fn is(self, decision: Decision) -> bool {
        matches!(
            (self, decision),
            (Self::Approve, Decision::Approved) | (Self::Deny, Decision::Denied)
        )
    }
}

/// Whether the case has a decision or a review that can be overridden.
#[must_use]
pub const fn can_be_overridden(decision: Decision) -> bool {
    !matches!(decision, Decision::None)
}

/// An override request.
#[derive(Clone, Debug)]
pub struct OverrideRequest {
    /// The reviewer, and the version of the case that they saw.
    pub command: CaseCommand,
    /// The requested outcome.
    pub outcome: OverrideOutcome,
    /// The reason.
    pub reason: StaffText,
}

impl OverrideRequest {
    /// The action in the case's audit trail.
    #[must_use]
    pub fn action(&self) -> Action {
        Action::OverrideRequested {
            outcome: self.outcome.as_str().to_owned(),
            text: String::new(),
        }
    }
}

/// The outcome of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// It waits for a second reviewer.
    Pending,
    /// Another request is already open.
    AlreadyOpen,
    /// There is nothing to override: no decision, or already the requested one.
    NothingToOverride,
    /// The case has changed since the reviewer saw it.
    Conflict,
    /// The case does not exist, or its personal data was erased.
    NotFound,
}

/// A reply to a request.
#[derive(Clone, Debug)]
pub struct OverrideReply {
    /// The second reviewer, and the version of the case that they saw.
    pub command: CaseCommand,
    /// The number of the request.
    pub number: u32,
    /// Whether they confirm it.
    pub confirms: bool,
    /// The reason.
    pub reason: StaffText,
}

impl OverrideReply {
    /// The action in the case's audit trail.
    #[must_use]
    pub fn action(&self, outcome: OverrideOutcome) -> Action {
        let (outcome, text) = (outcome.as_str().to_owned(), String::new());
        if self.confirms {
            Action::OverrideConfirmed { outcome, text }
        } else {
            Action::OverrideRejected { outcome, text }
        }
    }

    /// Checks that the requester (`first`) and the reviewer who replies (`second`) are two people.
    /// An altered account is `None`. A rejection gives nothing, so any other reviewer may reject.
    ///
    /// # Errors
    /// The reason against it.
    pub fn may_be_given(
        &self,
        first: Option<&Party>,
        second: Option<&Party>,
        now: OffsetDateTime,
    ) -> Result<(), ConfirmDenied> {
        // Of an altered account no row says who set it up: one person may hold both.
        let checked = match (first, second) {
            (Some(first), Some(second)) => may_confirm(first, second, now),
            _ => Err(ConfirmDenied::Linked),
        };
        match checked {
            Err(ConfirmDenied::Linked | ConfirmDenied::New) if !self.confirms => Ok(()),
            checked => checked,
        }
    }

    /// The stored status after this reply.
    #[must_use]
    pub const fn status_word(&self) -> &'static str {
        if self.confirms {
            RequestStatus::CONFIRMED
        } else {
            RequestStatus::TURNED_DOWN
        }
    }
}

/// The outcome of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyOutcome {
    /// The reply is recorded.
    Done,
    /// Both accounts may belong to one person, or the reviewer's is too new.
    Denied(ConfirmDenied),
    /// The provider has changed its decision since: the request is void.
    Void,
    /// The case has changed since the reviewer saw it.
    Conflict,
    /// The request does not exist, or already has a reply.
    NotFound,
}

/// The status of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStatus {
    /// It waits for a second reviewer.
    Open,
    /// A second reviewer confirmed it.
    Confirmed,
    /// A second reviewer rejected it.
    TurnedDown,
    /// The provider has changed its decision since.
    Void,
}

impl RequestStatus {
    /// The stored word of [`Self::Open`].
    pub const OPEN: &str = "open";
    /// The stored word of [`Self::Confirmed`].
    pub const CONFIRMED: &str = "confirmed";
    /// The stored word of [`Self::TurnedDown`].
    pub const TURNED_DOWN: &str = "turned_down";
    /// The stored word of [`Self::Void`].
    pub const VOID: &str = "void";

    /// The status from the stored word, the decision at the request and the current decision.
    #[must_use]
    pub fn of(word: &str, was: &str, is: Decision) -> Option<Self> {
        match word {
            Self::OPEN if was == is.as_str() => Some(Self::Open),
            Self::OPEN | Self::VOID => Some(Self::Void),
            Self::CONFIRMED => Some(Self::Confirmed),
            Self::TURNED_DOWN => Some(Self::TurnedDown),
            _ => None,
        }
    }
}

/// A staff member by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReviewerRef {
    /// The id, as in the audit trails.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A reviewer's statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The reviewer.
    pub by: ReviewerRef,
    /// The time.
    pub at: OffsetDateTime,
    /// The reason; `None` once the personal data is erased.
    pub reason: Option<Pii<String>>,
}

/// A request as the admin shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedRequest {
    /// The number within the case, from 1.
    pub number: u32,
    /// The requested outcome.
    pub outcome: OverrideOutcome,
    /// The provider's decision at the time of the request.
    pub decision: String,
    /// The requester's statement.
    pub requested: Statement,
    /// The status.
    pub status: RequestStatus,
    /// The reply, once there is one.
    pub answer: Option<Statement>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        admin::{ReviewerId, reviewer::AccountOrigin},
        audit::TextKind,
        id::Reference,
    };
    use time::Duration;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn party(of: u8, made_by: Option<u8>, age: Duration) -> Party {
        Party {
            id: ReviewerId::new([of; 16]),
            created_at: NOW - age,
            origin: AccountOrigin {
                made_by: made_by.map(|id| ReviewerId::new([id; 16])),
                confirmed_by: None,
            },
        }
    }

    #[test]
    fn override_needs_two_reviewers() {
        let week = Duration::days(7);
        let first = Some(party(1, None, week));
        let other = Some(party(2, None, week));
        let made_by_first = Some(party(2, Some(1), week));
        let new = Some(party(2, None, Duration::hours(23)));
        let altered = None;
        let (own, linked) = (Err(ConfirmDenied::Own), Err(ConfirmDenied::Linked));
        for (first, second, confirmed, rejected) in [
            (first, other, Ok(()), Ok(())),
            (first, first, own, own),
            (first, made_by_first, linked, Ok(())),
            (first, new, Err(ConfirmDenied::New), Ok(())),
            (first, altered, linked, Ok(())),
            (altered, other, linked, Ok(())),
        ] {
            for (confirms, expected) in [(true, confirmed), (false, rejected)] {
                let reply = OverrideReply {
                    command: CaseCommand {
                        by: ReviewerId::new([2; 16]),
                        reference: Reference::from_entropy([7; 5]),
                        expected_version: 1,
                    },
                    number: 1,
                    confirms,
                    reason: StaffText::parse(TextKind::Reason, "compared").expect("sound"),
                };
                let given = reply.may_be_given(first.as_ref(), second.as_ref(), NOW);
                assert_eq!(given, expected, "{confirms}: {first:?}, {second:?}");
            }
        }
    }

    #[test]
    fn open_request_is_void_after_another_decision() {
        let status = |word, is| RequestStatus::of(word, "review", is);
        assert_eq!(status("open", Decision::Review), Some(RequestStatus::Open));
        assert_eq!(status("open", Decision::Denied), Some(RequestStatus::Void));
        let past = status("confirmed", Decision::Denied);
        assert_eq!(
            past,
            Some(RequestStatus::Confirmed),
            "what was answered stays so"
        );
        assert_eq!(
            status("turned_down", Decision::Review),
            Some(RequestStatus::TurnedDown)
        );
        assert_eq!(status("nonsense", Decision::Review), None);
    }

    #[test]
    fn only_denials_and_reviews_can_be_overridden() {
        assert!(!can_be_overridden(Decision::None));
        assert!(can_be_overridden(Decision::Denied) && can_be_overridden(Decision::Review));
        for outcome in OverrideOutcome::ALL {
            assert_eq!(OverrideOutcome::parse(outcome.as_str()), Some(*outcome));
            let same = Decision::ALL.iter().filter(|it| outcome.is(**it));
            assert_eq!(same.count(), 1);
        }
    }
}
