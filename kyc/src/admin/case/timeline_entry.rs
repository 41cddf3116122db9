//! An audit event of a case, as the admin reads it.

use crate::{
    audit::{Action, Actor},
    pii::Pii,
    state::StateKind,
};
use time::OffsetDateTime;

/// An entry of the case's timeline.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// The sequence number within the case, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: OffsetDateTime,
    /// The actor; `None` for one that this version does not know.
    pub actor: Option<Actor>,
    /// The stored word of the action.
    pub word: String,
    /// The action; `None` if this version cannot read it.
    pub action: Option<Action>,
    /// The state before.
    pub from: StateKind,
    /// The state after.
    pub to: StateKind,
    /// The text that a staff member wrote with it, if any.
    pub text: Option<EntryText>,
}

/// The text of a staff member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryText {
    /// The text.
    Text(Pii<String>),
    /// It was erased with the applicant's personal data.
    Erased,
    /// It should be readable but cannot be decrypted.
    Unreadable,
}
