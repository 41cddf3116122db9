//! What a reviewer wants overruled: a request that is recorded and that a second
//! reviewer confirms or turns down. It changes no state: the decision is the
//! upstream's, and the firm's people take it up there.

use crate::{
    admin::{case::CaseCommand, list::Decision},
    audit::{Action, StaffText},
    pii::Pii,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What it should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverruleOutcome {
    /// Approved.
    Approve,
    /// Denied.
    Deny,
}

impl OverruleOutcome {
    /// Both.
    pub const ALL: &[Self] = &[Self::Approve, Self::Deny];

    /// The word that is stored and posted.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Deny => "deny",
        }
    }

    /// The outcome of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == word)
    }

    /// Whether a decision is already this, so that there is nothing to overrule.
    #[must_use]
    pub const fn is(self, decision: Decision) -> bool {
        matches!(
            (self, decision),
            (Self::Approve, Decision::Approved) | (Self::Deny, Decision::Denied)
        )
    }
}

/// Whether something was decided, or is being looked at, that could be
/// overruled.
#[must_use]
pub const fn can_be_overruled(decision: Decision) -> bool {
    !matches!(decision, Decision::None)
}

/// Somebody asks.
#[derive(Clone, Debug)]
pub struct OverruleRequest {
    /// Who, and the case as they saw it.
    pub command: CaseCommand,
    /// What it should be.
    pub outcome: OverruleOutcome,
    /// Why.
    pub reason: StaffText,
}

impl OverruleRequest {
    /// What the case's trail says.
    #[must_use]
    pub fn action(&self) -> Action {
        Action::OverruleAsked {
            outcome: self.outcome.as_str().to_owned(),
            text: String::new(),
        }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// It waits for a second reviewer.
    Waits,
    /// One waits already.
    Already,
    /// There is nothing to overrule: nothing is decided, or it is that.
    Nothing,
    /// The case is not as they saw it.
    Moved,
    /// It is not there, or nobody can read it any more.
    Gone,
}

/// Somebody answers.
#[derive(Clone, Debug)]
pub struct OverruleReply {
    /// Who, and the case as they saw it.
    pub command: CaseCommand,
    /// Which request of it.
    pub number: u32,
    /// Whether they confirm it.
    pub confirms: bool,
    /// Why.
    pub reason: StaffText,
}

impl OverruleReply {
    /// What the case's trail says.
    #[must_use]
    pub fn action(&self, outcome: OverruleOutcome) -> Action {
        let (outcome, text) = (outcome.as_str().to_owned(), String::new());
        if self.confirms {
            Action::OverruleConfirmed { outcome, text }
        } else {
            Action::OverruleTurnedDown { outcome, text }
        }
    }

    /// How the request stands then.
    #[must_use]
    pub const fn status_word(&self) -> &'static str {
        if self.confirms {
            RequestStatus::CONFIRMED
        } else {
            RequestStatus::TURNED_DOWN
        }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyOutcome {
    /// It is answered.
    Done,
    /// It is their own request: that takes somebody else.
    Own,
    /// The upstream has decided otherwise since: the request is void.
    Void,
    /// The case is not as they saw it.
    Moved,
    /// The request was answered, or is not there.
    Gone,
}

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStatus {
    /// It waits for a second reviewer.
    Open,
    /// A second one confirmed it.
    Confirmed,
    /// A second one turned it down.
    TurnedDown,
    /// The upstream has decided otherwise since.
    Void,
}

impl RequestStatus {
    /// The word of one that waits.
    pub const OPEN: &str = "open";
    /// The word of one that was confirmed.
    pub const CONFIRMED: &str = "confirmed";
    /// The word of one that was turned down.
    pub const TURNED_DOWN: &str = "turned_down";
    /// The word of one that is void.
    pub const VOID: &str = "void";

    /// How one stands whose stored word is this, and whose case's decision was
    /// that and is now this.
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

/// A reviewer by key and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReviewerRef {
    /// Their key, as the trails have it.
    pub id: String,
    /// What they are called.
    pub name: String,
}

/// What a second reviewer said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Who.
    pub by: ReviewerRef,
    /// When.
    pub at: OffsetDateTime,
    /// Why; `None` once the person is erased.
    pub reason: Option<Pii<String>>,
}

/// A request as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedRequest {
    /// From 1, within the case.
    pub number: u32,
    /// What it should be.
    pub outcome: OverruleOutcome,
    /// What the upstream's decision was then.
    pub decision: String,
    /// Who asked, when and why.
    pub asked: Statement,
    /// How it stands.
    pub standing: RequestStatus,
    /// The answer, once there is one.
    pub answer: Option<Statement>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_void_once_the_decision_is_another() {
        let stands = |word, is| RequestStatus::of(word, "review", is);
        assert_eq!(stands("open", Decision::Review), Some(RequestStatus::Open));
        assert_eq!(stands("open", Decision::Denied), Some(RequestStatus::Void));
        let past = stands("confirmed", Decision::Denied);
        assert_eq!(
            past,
            Some(RequestStatus::Confirmed),
            "what was answered stays so"
        );
        assert_eq!(
            stands("turned_down", Decision::Review),
            Some(RequestStatus::TurnedDown)
        );
        assert_eq!(stands("nonsense", Decision::Review), None);
    }

    #[test]
    fn only_what_is_decided_otherwise_can_be_overruled() {
        assert!(!can_be_overruled(Decision::None));
        assert!(can_be_overruled(Decision::Denied) && can_be_overruled(Decision::Review));
        for outcome in OverruleOutcome::ALL {
            assert_eq!(OverruleOutcome::parse(outcome.as_str()), Some(*outcome));
            let same = Decision::ALL.iter().filter(|it| outcome.is(**it));
            assert_eq!(same.count(), 1);
        }
    }
}
