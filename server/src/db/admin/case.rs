//! Single cases: read in full, and changed by reviewers.

mod kept_inputs;
mod reads;
mod writes;

pub(in crate::db) use self::{
    reads::written,
    writes::{seal_text, sign},
};

use crate::db::DatabaseStore;
use kyc::{
    admin::{
        ReviewerId,
        case::{Case, CaseAction, CaseCommand, CaseStore, Message, UnsavedInput},
        session::SecretHash,
    },
    id::{ApplicationId, Reference},
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

/// The column of staff texts. The version is the event's sequence number.
const TEXT: &str = "case_texts.text";

impl CaseStore for DatabaseStore {
    fn open<'a>(&'a self, reference: &'a Reference) -> Fut<'a, Result<Option<Case>, StoreError>> {
        Box::pin(async move { Ok(self.open_case(reference).await?) })
    }

    fn version<'a>(&'a self, reference: &'a Reference) -> Fut<'a, Result<Option<i64>, StoreError>> {
        Box::pin(async move { Ok(self.case_version(reference).await?) })
    }

    fn write(
        &self,
        id: ApplicationId,
        command: CaseCommand,
        act: CaseAction,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<(), StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            // An open status page shows a message at once.
            let written =
                self.transact_about(id, move |tx| store.write_about(tx, id, &command, act, now));
            Ok(written.await?)
        })
    }

    fn keep_typed<'a>(
        &'a self,
        owner: ReviewerId,
        session: SecretHash,
        input: &'a UnsavedInput,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<(), StoreError>> {
        Box::pin(async move { Ok(self.keep_typed(owner, session, input, now).await?) })
    }

    fn typed_before<'a>(
        &'a self,
        owner: ReviewerId,
        session: SecretHash,
        of: &'a Reference,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<UnsavedInput>, StoreError>> {
        Box::pin(async move { Ok(self.typed_before(owner, session, of, now)?) })
    }

    fn forget_typed(&self, owner: ReviewerId) -> Fut<'_, Result<(), StoreError>> {
        Box::pin(async move { Ok(self.forget_typed(owner).await?) })
    }

    fn messages(&self, id: ApplicationId) -> Fut<'_, Result<Vec<Message>, StoreError>> {
        Box::pin(async move { Ok(self.messages_to(id)?) })
    }
}
