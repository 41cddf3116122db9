//! The audit trail: who did what to an application. A closed list, so that a
//! reviewer can rely on it.

mod actor;
mod attribution;
mod staff_text;

pub use actor::Actor;
pub use attribution::Attribution;
pub use staff_text::{StaffText, TextError, TextKind};

use crate::{
    id::ExternalId,
    provider::{ProviderStatus, Source},
    state::StateKind,
};
use serde::{Deserialize, Serialize};

/// What happened. Carries no personal data: words, counts and ids only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// An application was opened.
    Opened,
    /// The applicant agreed to a version of the text.
    Consented {
        /// The version.
        version: String,
    },
    /// A step was answered soundly.
    Answered {
        /// The step's name.
        step: String,
    },
    /// An attempt was frozen and queued.
    Submitted {
        /// Its number, from 1.
        attempt: u32,
        /// SHA-256 of the frozen bytes as they are sealed, hex; the store's to add. Of
        /// the bytes themselves it would be a way to guess the number in them.
        digest: String,
    },
    /// The upstream answered.
    Heard {
        /// How.
        via: Source,
        /// In which words.
        words: ProviderStatus,
        /// About which id.
        external_id: Option<ExternalId>,
        /// Whether every word is published.
        understood: bool,
    },
    /// An attempt could not be delivered; it stays queued.
    Undelivered {
        /// Its number.
        attempt: u32,
        /// Why, as a code.
        cause: String,
    },
    /// The upstream refused an attempt as malformed.
    Refused {
        /// Its number.
        attempt: u32,
    },
    /// The SSN was shredded.
    Shredded,
    /// The capture link ran out.
    CaptureExpired,
    /// Evidence contradicts a final decision and was not applied.
    Contradicted {
        /// What it would have become.
        claimed: StateKind,
    },
    /// It needs a person.
    Parked {
        /// Why, as a code.
        reason: String,
    },
    /// The applicant asked us to try a parked or stuck delivery again.
    Retried,
    /// A person mended what it was parked for.
    Released {
        /// The upstream's id, where the person supplied it.
        external_id: Option<ExternalId>,
        /// SHA-256 of the sealed reason, hex, where one was given.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// Somebody at the desk gave it to somebody, or to nobody.
    Assigned {
        /// Whose it was.
        from: Option<String>,
        /// Whose it is.
        to: Option<String>,
    },
    /// Somebody at the desk wrote a note for the others.
    Noted {
        /// SHA-256 of the sealed note, hex.
        text: String,
    },
    /// Somebody at the desk wrote to the applicant.
    Messaged {
        /// SHA-256 of the sealed message, hex.
        text: String,
    },
    /// Somebody at the desk wants the upstream asked now.
    Asked,
    /// Somebody at the desk invited the applicant to send documents again.
    Invited {
        /// SHA-256 of the sealed reason, hex.
        text: String,
    },
    /// A return link was made.
    LinkMade,
    /// The applicant came back by a return link, which is used up.
    CameBack,
    /// Somebody had a return link and did not know the date of birth.
    LinkRefused,
    /// A code was sent to the applicant's phone, to have things filled in by it.
    CodeSent {
        /// The upstream's id for it.
        external_id: ExternalId,
    },
    /// The applicant typed another one.
    CodeRefused,
    /// The applicant typed the right one.
    Prefilled {
        /// Whether anything was filled in.
        found: bool,
    },
    /// A reviewer was shown a field of personal data in full.
    Revealed {
        /// Which; never what is in it.
        field: String,
        /// SHA-256 of the sealed reason, hex.
        text: String,
    },
    /// A reviewer wants the upstream's decision overruled.
    OverruleAsked {
        /// What it should be.
        outcome: String,
        /// SHA-256 of the sealed reason, hex.
        text: String,
    },
    /// A second reviewer wants so, too.
    OverruleConfirmed {
        /// What it should be.
        outcome: String,
        /// SHA-256 of the sealed reason, hex.
        text: String,
    },
    /// A second reviewer does not.
    OverruleTurnedDown {
        /// What it should have been.
        outcome: String,
        /// SHA-256 of the sealed reason, hex.
        text: String,
    },
    /// The person was made unreadable.
    Erased {
        /// Whose wish it was, as a code.
        cause: String,
    },
}

impl Action {
    /// The word that is stored beside the details.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Consented { .. } => "consented",
            Self::Answered { .. } => "answered",
            Self::Submitted { .. } => "submitted",
            Self::Heard { .. } => "heard",
            Self::Undelivered { .. } => "undelivered",
            Self::Refused { .. } => "refused",
            Self::Shredded => "shredded",
            Self::CaptureExpired => "capture_expired",
            Self::Contradicted { .. } => "contradicted",
            Self::Parked { .. } => "parked",
            Self::Retried => "retried",
            Self::Released { .. } => "released",
            Self::Assigned { .. } => "assigned",
            Self::Noted { .. } => "noted",
            Self::Messaged { .. } => "messaged",
            Self::Asked => "asked",
            Self::Invited { .. } => "invited",
            Self::LinkMade => "link_made",
            Self::CameBack => "came_back",
            Self::LinkRefused => "link_refused",
            Self::CodeSent { .. } => "code_sent",
            Self::CodeRefused => "code_refused",
            Self::Prefilled { .. } => "prefilled",
            Self::Revealed { .. } => "revealed",
            Self::OverruleAsked { .. } => "overrule_asked",
            Self::OverruleConfirmed { .. } => "overrule_confirmed",
            Self::OverruleTurnedDown { .. } => "overrule_turned_down",
            Self::Erased { .. } => "erased",
        }
    }
}

impl Action {
    /// The same with the hash of the sealed text that was written with it: so the
    /// trail proves what it does not hold.
    #[must_use]
    pub fn with_text(mut self, digest: String) -> Self {
        if let Self::Released { text, .. }
        | Self::Invited { text }
        | Self::Noted { text }
        | Self::Messaged { text }
        | Self::Revealed { text, .. }
        | Self::OverruleAsked { text, .. }
        | Self::OverruleConfirmed { text, .. }
        | Self::OverruleTurnedDown { text, .. } = &mut self
        {
            *text = digest;
        }
        self
    }
}

/// One line of the trail. Order, time and hash are the store's to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// The state before.
    pub from: StateKind,
    /// The state after; equal to `from` where nothing moved.
    pub to: StateKind,
}

impl Event {
    /// An event that moves nothing.
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
    fn an_actor_comes_back_from_its_word() {
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
}
