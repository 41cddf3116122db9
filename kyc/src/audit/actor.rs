//! Who acts.

use crate::id::ReviewerId;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The person who applies.
    Applicant,
    /// This software.
    System,
    /// The upstream KYC API.
    #[serde(rename = "upstream")]
    Provider,
    /// Somebody at the command line of the server.
    Operator,
    /// Somebody at the reviewers' desk.
    Reviewer(ReviewerId),
}

/// What a reviewer's word begins with; their id follows.
const REVIEWER: &str = "reviewer:";

impl Actor {
    /// The word that is stored.
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

    /// The actor of a stored word.
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
