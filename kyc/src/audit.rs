//! The audit trail: who did what to an application. A closed list, so that a
//! reviewer can rely on it.

use crate::{
    id::ExternalId,
    state::Label,
    upstream::{Via, Words},
};
use serde::{Deserialize, Serialize};

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The person who applies.
    Applicant,
    /// This software.
    System,
    /// The upstream KYC API.
    Upstream,
    /// Somebody at the command line of the server.
    Operator,
}

impl Actor {
    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::System => "system",
            Self::Upstream => "upstream",
            Self::Operator => "operator",
        }
    }
}

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
        /// SHA-256 of the frozen bytes, hex.
        digest: String,
    },
    /// The upstream answered.
    Heard {
        /// How.
        via: Via,
        /// In which words.
        words: Words,
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
        claimed: Label,
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
    },
    /// A return link was made.
    LinkMade,
    /// The applicant came back by a return link, which is used up.
    CameBack,
    /// Somebody had a return link and did not know the date of birth.
    LinkRefused,
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
            Self::LinkMade => "link_made",
            Self::CameBack => "came_back",
            Self::LinkRefused => "link_refused",
            Self::Erased { .. } => "erased",
        }
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
    pub from: Label,
    /// The state after; equal to `from` where nothing moved.
    pub to: Label,
}

impl Event {
    /// An event that moves nothing.
    #[must_use]
    pub const fn still(actor: Actor, action: Action, state: Label) -> Self {
        Self {
            actor,
            action,
            from: state,
            to: state,
        }
    }
}
