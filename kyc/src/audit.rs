//! The audit trail: which actor did what to an application. The list of actions is closed, so that
//! a reviewer can rely on it.

mod actor;
mod attribution;
mod staff_text;

pub use actor::Actor;
pub use attribution::Attribution;
pub use staff_text::{StaffText, TextError, TextKind};

use crate::{
    flow::Step,
    id::ExternalId,
    provider::{ProviderStatus, Source},
    state::{Reason, StateKind},
};
use serde::{Deserialize, Serialize};

/// What happened. It has no personal data: only words, counts and ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// An application was opened.
    Opened,
    /// The applicant consented to a version of the agreement.
    Consented {
        /// The version.
        version: String,
    },
    /// A step got a valid answer.
    Answered {
        /// The step's name.
        step: String,
    },
    /// An attempt was opened and queued.
    Submitted {
        /// The number of the attempt, from 1.
        attempt: u32,
        /// SHA-256 of the encrypted request, hex; the store adds it. A hash of the plain request
        /// would allow guesses of the SSN in it.
        digest: String,
    },
    /// The provider sent an update.
    #[serde(rename = "heard")]
    ProviderUpdateReceived {
        /// The source of the update.
        via: Source,
        /// The status words of the update.
        #[serde(rename = "words")]
        status: ProviderStatus,
        /// The provider id of the update.
        external_id: Option<ExternalId>,
        /// Whether the dialect publishes every status word.
        #[serde(rename = "understood")]
        recognised: bool,
    },
    /// An attempt could not be sent; it stays queued.
    Undelivered {
        /// The number of the attempt.
        attempt: u32,
        /// The cause, as a code.
        cause: String,
    },
    /// The provider rejected an attempt as malformed.
    Refused {
        /// The number of the attempt.
        attempt: u32,
    },
    /// The SSN was erased.
    #[serde(rename = "shredded")]
    SsnErased,
    /// The capture link expired.
    CaptureExpired,
    /// A provider update contradicts the final decision and was not applied.
    Contradicted {
        /// The state that it would have given.
        claimed: StateKind,
    },
    /// The provider answered about another provider id. The answer was not applied.
    OtherId {
        /// The source of the answer.
        via: Source,
        /// The status words of the answer.
        words: ProviderStatus,
        /// The provider id that the answer names.
        external_id: ExternalId,
    },
    /// The application was parked.
    Parked {
        /// The reason, as a code.
        reason: String,
    },
    /// The applicant requested another try of a parked or delayed attempt.
    Retried,
    /// An operator or a reviewer released the parked application.
    Released {
        /// The provider's id, if it was supplied.
        external_id: Option<ExternalId>,
        /// SHA-256 of the encrypted reason, hex, if there is one.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// A reviewer assigned the case, or removed its assignee.
    Assigned {
        /// The assignee before.
        from: Option<String>,
        /// The assignee after.
        to: Option<String>,
    },
    /// A reviewer wrote a note for the staff.
    Noted {
        /// SHA-256 of the encrypted note, hex.
        text: String,
    },
    /// A reviewer wrote a message to the applicant.
    Messaged {
        /// SHA-256 of the encrypted message, hex.
        text: String,
    },
    /// A reviewer requested an immediate poll.
    #[serde(rename = "asked")]
    PollRequested,
    /// A reviewer requested documents from the applicant again.
    Invited {
        /// SHA-256 of the encrypted reason, hex.
        text: String,
    },
    /// A resume link was made.
    LinkMade,
    /// The applicant resumed by a link, which is used up.
    CameBack,
    /// A resume link was used with a wrong date of birth.
    LinkRefused,
    /// The applicant ended sessions or resume links of other devices.
    AccessEnded {
        /// How many sessions.
        sessions: usize,
        /// How many links.
        links: usize,
    },
    /// A prefill code was sent to the applicant's phone.
    CodeSent {
        /// The provider's id of the code.
        external_id: ExternalId,
    },
    /// The applicant entered a wrong code.
    CodeRefused,
    /// The applicant entered the correct code.
    Prefilled {
        /// Whether anything was filled in.
        found: bool,
    },
    /// A reviewer unmasked a field of personal data.
    Revealed {
        /// The name of the field; never its content.
        field: String,
        /// SHA-256 of the encrypted reason, hex.
        text: String,
    },
    /// A reviewer requested an override of the provider's decision.
    #[serde(rename = "overrule_asked")]
    OverrideRequested {
        /// The requested outcome.
        outcome: String,
        /// SHA-256 of the encrypted reason, hex.
        text: String,
    },
    /// A second reviewer confirmed the request.
    #[serde(rename = "overrule_confirmed")]
    OverrideConfirmed {
        /// The requested outcome.
        outcome: String,
        /// SHA-256 of the encrypted reason, hex.
        text: String,
    },
    /// A second reviewer rejected the request.
    #[serde(rename = "overrule_turned_down")]
    OverrideRejected {
        /// The requested outcome.
        outcome: String,
        /// SHA-256 of the encrypted reason, hex.
        text: String,
    },
    /// The applicant's personal data was erased.
    Erased {
        /// The cause of the erasure, as a code.
        cause: String,
    },
}

crate::word_table! {
    /// The word that is stored beside the details.
    &Action: as_str {
        Opened => "opened",
        Consented => "consented",
        Answered => "answered",
        Submitted => "submitted",
        ProviderUpdateReceived => "heard",
        Undelivered => "undelivered",
        Refused => "refused",
        SsnErased => "shredded",
        CaptureExpired => "capture_expired",
        Contradicted => "contradicted",
        OtherId => "other_id",
        Parked => "parked",
        Retried => "retried",
        Released => "released",
        Assigned => "assigned",
        Noted => "noted",
        Messaged => "messaged",
        PollRequested => "asked",
        Invited => "invited",
        LinkMade => "link_made",
        CameBack => "came_back",
        LinkRefused => "link_refused",
        AccessEnded => "access_ended",
        CodeSent => "code_sent",
        CodeRefused => "code_refused",
        Prefilled => "prefilled",
        Revealed => "revealed",
        OverrideRequested => "overrule_asked",
        OverrideConfirmed => "overrule_confirmed",
        OverrideRejected => "overrule_turned_down",
        Erased => "erased",
    }
}

impl Action {
    /// The step of the wizard that the applicant completed with this action.
    #[must_use]
    pub fn completed_step(&self) -> Option<Step> {
        match self {
            Self::Consented { .. } => Some(Step::Consent),
            Self::Answered { step } => Step::ALL.iter().copied().find(|it| it.as_str() == step),
            Self::Submitted { .. } => Some(Step::Check),
            _ => None,
        }
    }

    /// Whether the operator must look at it. The store logs it as an error once it is committed.
    #[must_use]
    pub fn is_alarm(&self) -> bool {
        match self {
            Self::Contradicted { .. } | Self::OtherId { .. } => true,
            Self::Parked { reason } => reason != Reason::OutOfAttempts.as_str(),
            _ => false,
        }
    }

    /// Returns the action with the hash of the encrypted text that belongs to it.
    ///
    /// The hash proves the text, which the trail itself does not contain.
    #[must_use]
    pub fn with_text(mut self, digest: String) -> Self {
        if let Self::Released { text, .. }
        | Self::Invited { text }
        | Self::Noted { text }
        | Self::Messaged { text }
        | Self::Revealed { text, .. }
        | Self::OverrideRequested { text, .. }
        | Self::OverrideConfirmed { text, .. }
        | Self::OverrideRejected { text, .. } = &mut self
        {
            *text = digest;
        }
        self
    }
}

/// One event of the audit trail. The store adds sequence number, time and hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The actor.
    pub actor: Actor,
    /// The action.
    pub action: Action,
    /// The state before.
    pub from: StateKind,
    /// The state after; equal to `from` if the state did not change.
    pub to: StateKind,
}

impl Event {
    /// An event that does not change the state.
    #[must_use]
    pub const fn still(actor: Actor, action: Action, state: StateKind) -> Self {
        Self {
            actor,
            action,
            from: state,
            to: state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ReviewerId;

    #[test]
    fn actor_round_trips_through_its_word() {
        let reviewer = Actor::Reviewer(ReviewerId::new([7; 16]));
        assert_eq!(reviewer.word().len(), "reviewer:".len() + 26);
        for actor in [
            Actor::Applicant,
            Actor::System,
            Actor::Provider,
            Actor::Operator,
            reviewer,
        ] {
            assert_eq!(Actor::parse(&actor.word()), Some(actor));
        }
        for other in ["", "reviewer", "reviewer:", "reviewer:me", "Applicant"] {
            assert_eq!(Actor::parse(other), None, "{other}");
        }
    }

    #[test]
    fn renamed_actions_keep_their_stored_form() {
        let stored = [
            r#"{"action":"heard","via":"status","words":{"decision":"","status":"pending","sub_status":""},"external_id":null,"understood":false}"#,
            r#"{"action":"shredded"}"#,
            r#"{"action":"asked"}"#,
            r#"{"action":"overrule_asked","outcome":"deny","text":"00"}"#,
            r#"{"action":"overrule_confirmed","outcome":"deny","text":"00"}"#,
            r#"{"action":"overrule_turned_down","outcome":"deny","text":"00"}"#,
        ];
        for text in stored {
            let action: Action = serde_json::from_str(text).expect("an action");
            let again = serde_json::to_string(&action).expect("written");
            assert_eq!(again, text);
            assert!(text.contains(&format!(r#""action":"{}""#, action.as_str())));
        }
    }
}
