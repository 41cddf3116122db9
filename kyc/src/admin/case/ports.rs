//! The ports of cases.

use super::{Case, CaseAction, CaseCommand, UnsavedInput};
use crate::{
    admin::{ReviewerId, session::SecretHash},
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

    /// The sequence number of the last audit event of this case.
    fn version<'a>(&'a self, reference: &'a Reference) -> Fut<'a, Result<Option<i64>, StoreError>>;

    /// Applies an action to a case, with its audit event. A conflict if the case has changed since
    /// the reviewer saw it.
    fn write(
        &self,
        id: ApplicationId,
        command: CaseCommand,
        act: CaseAction,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<(), StoreError>>;

    /// Keeps what a staff member typed about a case for after the next sign-in, in place of what
    /// was kept before. `session` is the session in which it was typed.
    fn keep_typed<'a>(
        &'a self,
        owner: ReviewerId,
        session: SecretHash,
        input: &'a UnsavedInput,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<(), StoreError>>;

    /// What an earlier session of this staff member has kept about a case.
    fn typed_before<'a>(
        &'a self,
        owner: ReviewerId,
        session: SecretHash,
        of: &'a Reference,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<UnsavedInput>, StoreError>>;

    /// Deletes what was kept for a staff member.
    fn forget_typed(&self, owner: ReviewerId) -> Fut<'_, Result<(), StoreError>>;

    /// The messages to an applicant, the newest first.
    fn messages(&self, id: ApplicationId) -> Fut<'_, Result<Vec<Message>, StoreError>>;
}
