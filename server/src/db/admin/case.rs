//! Single cases: read in full, and changed by reviewers.

mod kept_inputs;
mod reads;
mod writes;

pub(in crate::db) use self::{
    reads::written,
    writes::{seal_text, sign},
};

use crate::db::DatabaseStore;
use async_trait::async_trait;
use kyc::{
    admin::{
        ReviewerId,
        case::{Case, CaseAction, CaseCommand, CaseStore, Message, UnsavedInput},
        session::SecretHash,
    },
    id::{ApplicationId, Reference},
    ports::StoreError,
};
use time::OffsetDateTime;

/// The column of staff texts. The version is the event's sequence number.
const TEXT: &str = "case_texts.text";

#[async_trait]
impl CaseStore for DatabaseStore {
    async fn open(&self, reference: &Reference) -> Result<Option<Case>, StoreError> {
        Ok(self.open_case(reference).await?)
    }

    async fn version(&self, reference: &Reference) -> Result<Option<i64>, StoreError> {
        Ok(self.case_version(reference).await?)
    }

    async fn write(
        &self,
        id: ApplicationId,
        command: CaseCommand,
        act: CaseAction,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let store = self.clone();
        // An open status page shows a message at once.
        let written =
            self.transact_about(id, move |tx| store.write_about(tx, id, &command, act, now));
        Ok(written.await?)
    }

    async fn keep_typed(
        &self,
        owner: ReviewerId,
        session: SecretHash,
        input: &UnsavedInput,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        Ok(self.keep_typed(owner, session, input, now).await?)
    }

    async fn typed_before(
        &self,
        owner: ReviewerId,
        session: SecretHash,
        of: &Reference,
        now: OffsetDateTime,
    ) -> Result<Option<UnsavedInput>, StoreError> {
        Ok(self.typed_before(owner, session, of, now)?)
    }

    async fn forget_typed(&self, owner: ReviewerId) -> Result<(), StoreError> {
        Ok(self.forget_typed(owner).await?)
    }

    async fn messages(&self, id: ApplicationId) -> Result<Vec<Message>, StoreError> {
        Ok(self.messages_to(id)?)
    }
}
