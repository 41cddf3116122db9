//! Sensitive data of a case: reveals of personal fields, override requests and evidence bundles.

mod alerts;
mod bundle;
mod chain_proof;
mod overrides;
mod reads;
mod reveals;

pub(super) use alerts::dismiss_alert;

use super::super::{
    SqliteStore,
    admin::case,
    batch::Batch,
    commit::CommitError,
    commit_parts::append,
    head::ApplicationHead,
    millis,
    rows::{self, application_id, label},
};
use crate::crypto::SubjectKey;
use kyc::{
    admin::{
        ReviewerId,
        disclosure::{
            EvidenceBundle, OverrideReply, OverrideRequest, ReplyOutcome, RequestOutcome,
            RevealAlert, RevealOutcome, RevealRequest, SensitiveData, SensitiveDataStore,
            overrides::ReviewerRef,
        },
    },
    application::Application,
    audit::{Action, Actor, Event, StaffText},
    id::{ApplicationId, Reference},
    ports::{Fut, StoreError},
    state::StateKind,
};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

/// A case within a transaction. No other connection writes until that transaction ends.
struct CaseHead {
    id: ApplicationId,
    state: StateKind,
    head: ApplicationHead,
    key: SubjectKey,
}

impl CaseHead {
    /// Reads the case; `None` if it does not exist or was erased.
    async fn of(
        store: &SqliteStore,
        tx: &mut SqliteConnection,
        case: &Reference,
    ) -> Result<Option<Self>, CommitError> {
        let row = sqlx::query("SELECT id, state FROM applications WHERE reference = ?")
            .bind(case.as_str().to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let (id, state) = (application_id(row.try_get(0)?)?, label(row.try_get(1)?)?);
        let Some(head) = ApplicationHead::of(tx, id).await? else {
            return Ok(None);
        };
        let key = head.key(&store.vault)?;
        Ok(key.map(|key| Self {
            id,
            state,
            head,
            key,
        }))
    }

    /// The version a reviewer has seen: the sequence number of the last event.
    fn version(&self) -> Result<i64, CommitError> {
        Ok(self.head.chain_head.seq)
    }

    /// The application with its opened columns.
    async fn draft(&self, tx: &mut SqliteConnection) -> Result<Application, CommitError> {
        let row = sqlx::query("SELECT * FROM applications WHERE id = ?")
            .bind(&self.id.as_bytes()[..])
            .fetch_one(tx)
            .await?;
        Ok(rows::application(self.id, &row, &self.key)?)
    }

    /// Appends an event with its reason and without a state change. Returns its sequence number.
    async fn append_staff_event(
        &self,
        tx: &mut SqliteConnection,
        (by, action): (ReviewerId, Action),
        why: &StaffText,
        now: OffsetDateTime,
    ) -> Result<i64, CommitError> {
        let (end, at) = (self.head.chain_head.clone(), millis(now));
        let line = end.seq + 1;
        let mut batch = Batch::new();
        let digest = case::seal_text(&mut batch, &self.key, (self.id, line), at, why);
        let action = action.with_text(digest);
        let event = Event::still(Actor::Reviewer(by), action, self.state);
        append(&mut batch, self.id, end, at, &[event])?;
        batch.write(tx).await?;
        Ok(line)
    }
}

impl SensitiveDataStore for SqliteStore {
    fn reveal(
        &self,
        reveal: RevealRequest,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<RevealOutcome, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self
                .writer
                .run(move |tx| Box::pin(async move { store.show(tx, reveal, now).await }));
            Ok(done.await?)
        })
    }

    fn sensitive_data<'a>(
        &'a self,
        case: &'a Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<SensitiveData>, StoreError>> {
        Box::pin(async move { Ok(self.read_sensitive_data(case, who, now).await?) })
    }

    fn alerts(&self) -> Fut<'_, Result<Vec<RevealAlert>, StoreError>> {
        Box::pin(async move { Ok(self.read_alerts().await?) })
    }

    fn request_override(
        &self,
        ask: OverrideRequest,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<RequestOutcome, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self
                .writer
                .run(move |tx| Box::pin(async move { store.ask(tx, ask, now).await }));
            Ok(done.await?)
        })
    }

    fn reply_to_override(
        &self,
        answer: OverrideReply,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<ReplyOutcome, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self
                .writer
                .run(move |tx| Box::pin(async move { store.answer(tx, answer, now).await }));
            Ok(done.await?)
        })
    }

    fn evidence_bundle<'a>(
        &'a self,
        case: &'a Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<EvidenceBundle>, StoreError>> {
        Box::pin(async move { Ok(self.build_bundle(case, by, now).await?) })
    }
}
