//! What the cases need from the world.

use super::{Case, CaseAction, CaseCommand};
use crate::{
    id::{ApplicationId, Reference},
    pii::Pii,
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

/// A message of the desk, as its applicant reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The number of its line in the trail.
    pub seq: i64,
    /// When it was written.
    pub at: OffsetDateTime,
    /// What it says.
    pub text: Pii<String>,
}

/// The cases, and what is written about them.
pub trait CaseStore: Send + Sync {
    /// Opens the case that people call by this reference.
    fn open<'a>(&'a self, reference: &'a Reference) -> Fut<'a, Result<Option<Case>, StoreError>>;

    /// Does something about a case, with its line in the trail. A conflict if the
    /// case is not as the hand saw it.
    fn write(
        &self,
        id: ApplicationId,
        command: CaseCommand,
        act: CaseAction,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<(), StoreError>>;

    /// The messages to an applicant, the newest first.
    fn messages(&self, id: ApplicationId) -> Fut<'_, Result<Vec<Message>, StoreError>>;
}
