//! The ports of cases.

use super::{Case, CaseAction, CaseCommand};
use crate::{
    id::{ApplicationId, Reference},
    pii::Pii,
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

/// A message to an applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sequence number of its audit event.
    pub seq: i64,
    /// When it was written.
    pub at: OffsetDateTime,
    /// The text.
    pub text: Pii<String>,
}

/// The store of cases and of the staff's texts.
pub trait CaseStore: Send + Sync {
    /// Reads the case with this reference.
    fn open<'a>(&'a self, reference: &'a Reference) -> Fut<'a, Result<Option<Case>, StoreError>>;

    /// Applies an action to a case, with its audit event. A conflict if the case has changed since
    /// the reviewer saw it.
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
