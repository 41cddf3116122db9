//! The actors of audit events.

use crate::id::ReviewerId;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The actor of an audit event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The applicant.
    Applicant,
    /// This software.
    System,
    /// The provider's KYC API.
    #[serde(rename = "upstream")]
    Provider,
    /// An operator at the server's command line.
    Operator,
    /// A reviewer in the admin.
    Reviewer(ReviewerId),
}

/// The prefix of a reviewer's stored word; the id follows.
const REVIEWER: &str = "reviewer:";

impl Actor {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> Cow<'static, str> {
        match self {
            Self::Applicant => "applicant".into(),
            Self::System => "system".into(),
            Self::Provider => "upstream".into(),
            Self::Operator => "operator".into(),
            Self::Reviewer(id) => format!("{REVIEWER}{id}").into(),
        }
    }

    /// Parses a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(id) = word.strip_prefix(REVIEWER) {
            return ReviewerId::parse(id).map(Self::Reviewer);
        }
        [
            Self::Applicant,
            Self::System,
            Self::Provider,
            Self::Operator,
        ]
        .into_iter()
        .find(|actor| actor.word() == word)
    }
}
