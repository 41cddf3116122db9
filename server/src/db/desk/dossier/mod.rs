//! What is kept of a case for those who may see more of it than others: what
//! was shown to whom, what somebody wants overruled, and the evidence.

mod alerts;
mod overrules;
mod pack;
mod reads;
mod reveals;
mod witness;

pub(super) use alerts::put_away;

use super::super::{
    SqliteStore,
    basis::Basis,
    batch::Batch,
    changes::append,
    commit::NotCommitted,
    millis,
    rows::{self, RowError},
};
use crate::crypto::SubjectKey;
use kyc::{
    application::Application,
    audit::{Action, Actor, Event},
    desk::{
        ReviewerId,
        dossier::{
            Alert, Answer, Answered, Ask, Asked, Dossier, Dossiers, Pack, Reveal, Revealed,
            overrule::Who,
        },
    },
    id::{ApplicationId, Reference},
    pii::Pii,
    port::{Fut, StoreError},
    state::Label,
};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use time::OffsetDateTime;

/// Why somebody was shown a field; its version is the reveal's number.
const REASON: &str = "reveals.reason";
/// Why somebody wants it overruled; its version is the request's number.
const ASKED: &str = "overrules.reason";
/// What a second one says; its version is the request's number.
const ANSWER: &str = "overrules.answer";

/// A case as it stands within a transaction: nobody else writes until that ends.
struct Standing {
    id: ApplicationId,
    state: Label,
    basis: Basis,
    key: SubjectKey,
}

impl Standing {
    /// Reads it, if there is one that can be read.
    async fn of(
        store: &SqliteStore,
        tx: &mut SqliteConnection,
        case: &Reference,
    ) -> Result<Option<Self>, NotCommitted> {
        let row = sqlx::query("SELECT id, state FROM applications WHERE reference = ?")
            .bind(case.as_str().to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let (id, state) = (application_id(&row)?, label(row.try_get(1)?)?);
        let Some(basis) = Basis::of(tx, id).await? else {
            return Ok(None);
        };
        let key = basis.key(&store.vault)?;
        Ok(key.map(|key| Self {
            id,
            state,
            basis,
            key,
        }))
    }

    /// What somebody has seen of it: the number of its last line.
    fn version(&self) -> Result<i64, NotCommitted> {
        Ok(self.basis.end()?.seq)
    }

    /// What was handed in, with what is open and what is sealed.
    async fn draft(&self, tx: &mut SqliteConnection) -> Result<Application, NotCommitted> {
        let row = sqlx::query("SELECT * FROM applications WHERE id = ?")
            .bind(&self.id.as_bytes()[..])
            .fetch_one(tx)
            .await?;
        Ok(rows::application(self.id, &row, &self.key)?)
    }

    /// Appends a line to its trail, which moves nothing.
    async fn tell(
        &self,
        tx: &mut SqliteConnection,
        (by, action): (ReviewerId, Action),
        now: OffsetDateTime,
    ) -> Result<(), NotCommitted> {
        let event = Event::still(Actor::Reviewer(by), action, self.state);
        let mut batch = Batch::new();
        append(
            &mut batch,
            self.id,
            self.basis.end()?,
            millis(now),
            &[event],
        )?;
        Ok(batch.write(tx).await?)
    }
}

fn application_id(row: &SqliteRow) -> Result<ApplicationId, RowError> {
    let id: Vec<u8> = row.try_get("id")?;
    Ok(ApplicationId::new(id.try_into().map_err(|_| RowError::Id)?))
}

fn reviewer_id(bytes: Vec<u8>) -> Result<ReviewerId, RowError> {
    let bytes = bytes.try_into().map_err(|_| RowError::Id)?;
    Ok(ReviewerId::new(bytes))
}

fn label(word: &str) -> Result<Label, RowError> {
    let mut all = Label::ALL.iter().copied();
    all.find(|label| label.as_str() == word).ok_or(RowError::Id)
}

/// What somebody wrote; `None` without the key, or where it was emptied.
fn opened(
    key: Option<&SubjectKey>,
    (column, number): (&str, i64),
    sealed: Option<&[u8]>,
) -> Result<Option<Pii<String>>, RowError> {
    let (Some(key), Some(sealed)) = (key, sealed.filter(|sealed| !sealed.is_empty())) else {
        return Ok(None);
    };
    let plain = key.open(column, number.unsigned_abs(), sealed)?;
    Ok(Some(Pii::new(String::from_utf8_lossy(&plain).into_owned())))
}

impl Dossiers for SqliteStore {
    fn reveal(&self, reveal: Reveal, now: OffsetDateTime) -> Fut<'_, Result<Revealed, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self
                .writer
                .run(move |tx| Box::pin(async move { store.show(tx, reveal, now).await }));
            Ok(done.await?)
        })
    }

    fn dossier<'a>(
        &'a self,
        case: &'a Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<Dossier>, StoreError>> {
        Box::pin(async move { Ok(self.read_dossier(case, who, now).await?) })
    }

    fn alerts(&self) -> Fut<'_, Result<Vec<Alert>, StoreError>> {
        Box::pin(async move { Ok(self.read_alerts().await?) })
    }

    fn ask_overrule(&self, ask: Ask, now: OffsetDateTime) -> Fut<'_, Result<Asked, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self
                .writer
                .run(move |tx| Box::pin(async move { store.ask(tx, ask, now).await }));
            Ok(done.await?)
        })
    }

    fn answer_overrule(
        &self,
        answer: Answer,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Answered, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self
                .writer
                .run(move |tx| Box::pin(async move { store.answer(tx, answer, now).await }));
            Ok(done.await?)
        })
    }

    fn pack<'a>(
        &'a self,
        case: &'a Reference,
        by: Who,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<Pack>, StoreError>> {
        Box::pin(async move { Ok(self.put_together(case, by, now).await?) })
    }
}
