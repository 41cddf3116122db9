//! Erasing people: at somebody's wish, or because their time is over.

use super::ErasureRegister;
use crate::{
    config::Retention,
    db::{Erasure, ErasureReason, RowError, SqliteStore},
};
use kyc::{id::ApplicationId, state::StateKind};
use std::{io, time::Duration};
use time::OffsetDateTime;

/// How many are erased in one go.
const BATCH: u32 = 50;
/// How often the write-ahead log is tried to be emptied while others read, and
/// how long between.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Debug, thiserror::Error)]
pub(crate) enum EraseError {
    #[error("the application's rows")]
    Rows(#[from] RowError),
    #[error("the register of erasures")]
    Register(#[from] io::Error),
    #[error("erased; but the write-ahead log is still being read from, run this again")]
    Busy,
}

impl From<sqlx::Error> for EraseError {
    fn from(error: sqlx::Error) -> Self {
        Self::Rows(error.into())
    }
}

/// Erases one at their wish, so that nothing readable stays in the files either.
pub(crate) async fn erase(
    store: &SqliteStore,
    register: &ErasureRegister,
    id: ApplicationId,
    now: OffsetDateTime,
) -> Result<Erasure, EraseError> {
    let note = || Ok::<_, EraseError>(register.add(id)?);
    let erased = store.erase(id, ErasureReason::Request, now, note).await?;
    if matches!(erased, Erasure::Done | Erasure::Already) {
        empty_log(store).await?;
    }
    Ok(erased)
}

/// Erases one who is in the register already, and came back with a backup.
pub(crate) async fn erase_again(
    store: &SqliteStore,
    id: ApplicationId,
    now: OffsetDateTime,
) -> Result<Erasure, EraseError> {
    let noted = || Ok::<_, EraseError>(());
    store.erase(id, ErasureReason::Register, now, noted).await
}

/// Erases those in the register who can be read all the same: whose erasing was
/// cut off, or whom a file that was put back by hand has brought back.
pub(super) async fn erase_noted(
    store: &SqliteStore,
    register: &ErasureRegister,
    now: OffsetDateTime,
) -> Result<(), EraseError> {
    let mut gone = 0;
    for id in register.ids()? {
        if store.is_readable(id).await? && erase_again(store, id, now).await? == Erasure::Done {
            gone += 1;
        }
    }
    if gone > 0 {
        tracing::warn!(gone, "in the register of erasures, and erased only now");
        empty_log(store).await?;
    }
    Ok(())
}

/// Empties the write-ahead log: what was overwritten is in it until then.
async fn empty_log(store: &SqliteStore) -> Result<(), EraseError> {
    for _ in 0..TRIES {
        if store.truncate_wal().await? {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(EraseError::Busy)
}

/// Erases some of those whose time is over. Returns how many; none when
/// nothing is left to do.
pub(crate) async fn retention(
    store: &SqliteStore,
    register: &ErasureRegister,
    keep: &Retention,
    now: OffsetDateTime,
) -> Result<u64, EraseError> {
    // One that is being submitted is on its way to one of these: nothing takes back what
    // may have been sent.
    let terms = [
        (StateKind::Draft, keep.drafts),
        (StateKind::DocumentsRequired, keep.abandoned),
        (StateKind::Resubmit, keep.abandoned),
        (StateKind::Expired, keep.abandoned),
        (StateKind::Processing, keep.undecided),
        (StateKind::Provisioning, keep.undecided),
        (StateKind::DocumentsUnderReview, keep.undecided),
        (StateKind::ManualReview, keep.undecided),
        (StateKind::Parked, keep.undecided),
        (StateKind::Denied, keep.denied),
        (StateKind::Approved, keep.approved),
    ];
    let mut gone = 0;
    for (state, term) in terms {
        let Some(term) = term else { continue };
        for outlived in store.retention_candidates(state, now - term, BATCH).await? {
            let note = || Ok::<_, EraseError>(register.add(outlived.id)?);
            if store
                .erase_retention_candidates(&outlived, now, note)
                .await?
                == Erasure::Done
            {
                gone += 1;
            }
        }
    }
    if gone > 0 {
        empty_log(store).await?;
    }
    Ok(gone)
}
