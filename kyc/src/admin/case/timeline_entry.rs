//! A line of a case's trail, as it is read.

use crate::{
    audit::{Action, Actor},
    pii::Pii,
    state::StateKind,
};
use time::OffsetDateTime;

/// Something that happened to a case.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// Its number within the case, from 1.
    pub seq: i64,
    /// When.
    pub at: OffsetDateTime,
    /// Who; `None` for somebody whom this version does not know.
    pub actor: Option<Actor>,
    /// The word of what happened.
    pub word: String,
    /// What happened; `None` for what this version cannot read.
    pub action: Option<Action>,
    /// The state before.
    pub from: StateKind,
    /// The state after.
    pub to: StateKind,
    /// What somebody at the desk wrote with it, if they did.
    pub text: Option<EntryText>,
}

/// What somebody at the desk wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryText {
    /// The text.
    Text(Pii<String>),
    /// It was erased with the person that it is about.
    Erased,
    /// It should be readable and is not.
    Unreadable,
}
