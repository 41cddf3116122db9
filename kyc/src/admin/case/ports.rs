//! The ports of cases.

use super::{Case, CaseAction, CaseCommand, UnsavedInput};
use crate::{
    admin::{ReviewerId, session::SecretHash},
    id::{ApplicationId, Reference},
    pii::Pii,
    ports::StoreError,
};
use async_trait::async_trait;
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
#[async_trait]
pub trait CaseStore: Send + Sync {
    /// Reads the case with this reference.
    async fn open(&self, reference: &Reference) -> Result<Option<Case>, StoreError>;

    /// The sequence number of the last audit event of this case.
    async fn version(&self, reference: &Reference) -> Result<Option<i64>, StoreError>;

    /// Applies an action to a case, with its audit event. A conflict if the case has changed since
    /// the reviewer saw it.
    async fn write(
        &self,
        id: ApplicationId,
        command: CaseCommand,
        act: CaseAction,
        now: OffsetDateTime,
    ) -> Result<(), StoreError>;

    /// Keeps what a staff member typed about a case for after the next sign-in, in place of what
    /// was kept before. `session` is the session in which it was typed.
    async fn keep_typed(
        &self,
        owner: ReviewerId,
        session: SecretHash,
        input: &UnsavedInput,
        now: OffsetDateTime,
    ) -> Result<(), StoreError>;

    /// What an earlier session of this staff member has kept about a case.
    async fn typed_before(
        &self,
        owner: ReviewerId,
        session: SecretHash,
        of: &Reference,
        now: OffsetDateTime,
    ) -> Result<Option<UnsavedInput>, StoreError>;

    /// Deletes what was kept for a staff member.
    async fn forget_typed(&self, owner: ReviewerId) -> Result<(), StoreError>;

    /// The messages to an applicant, the newest first.
    async fn messages(&self, id: ApplicationId) -> Result<Vec<Message>, StoreError>;
}
