//! Erasure of applications, on request or after their retention time.

use super::ErasureRegister;
use crate::{
    config::Retention,
    db::{DatabaseStore, Erasure, ErasureReason, RowError},
};
use kyc::{id::ApplicationId, state::StateKind};
use std::{io, time::Duration};
use time::OffsetDateTime;

/// Applications erased per run.
const BATCH: u32 = 50;
/// Attempts to truncate the write-ahead log while other connections read; `PAUSE` separates them.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Debug, thiserror::Error)]
pub(crate) enum EraseError {
    #[error("the application's rows")]
    Rows(#[from] RowError),
    #[error("the erasure register")]
    Register(#[from] io::Error),
    #[error("erased, but the write-ahead log is still in use: run this again")]
    Busy,
}

/// Erases an application on the applicant's request. Afterwards no readable value remains in the
/// files of SQLite. On PostgreSQL a vacuum removes old row versions (docs/database.md).
pub(crate) async fn erase(
    store: &DatabaseStore,
    register: &ErasureRegister,
    id: ApplicationId,
    now: OffsetDateTime,
) -> Result<Erasure, EraseError> {
    let register = register.clone();
    let note = move || Ok::<_, EraseError>(register.add(id)?);
    let erased = store.erase(id, ErasureReason::Request, now, note).await?;
    if matches!(erased, Erasure::Done | Erasure::Already) {
        truncate_wal(store).await?;
    }
    Ok(erased)
}

/// Erases an application that is in the erasure register and came back with a backup.
pub(crate) async fn erase_again(
    store: &DatabaseStore,
    id: ApplicationId,
    now: OffsetDateTime,
) -> Result<Erasure, EraseError> {
    let noted = || Ok::<_, EraseError>(());
    store.erase(id, ErasureReason::Register, now, noted).await
}

/// Erases every application in the erasure register that is still readable. Its erasure was
/// interrupted, or a manual restore brought it back.
pub(super) async fn erase_noted(
    store: &DatabaseStore,
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
        tracing::warn!(
            gone,
            "applications in the erasure register were still readable, and are erased now"
        );
        truncate_wal(store).await?;
    }
    Ok(())
}

/// Truncates the write-ahead log, which retains overwritten values until then.
async fn truncate_wal(store: &DatabaseStore) -> Result<(), EraseError> {
    for _ in 0..TRIES {
        if store.truncate_wal().await? {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(EraseError::Busy)
}

/// Erases a batch of applications past their retention time. Returns their count; 0 means that none
/// is left.
pub(crate) async fn retention(
    store: &DatabaseStore,
    register: &ErasureRegister,
    keep: &Retention,
    now: OffsetDateTime,
) -> Result<u64, EraseError> {
    // `Submitting` has no term: its details may already be at the provider. It soon turns into one
    // of these states.
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
            let (register, id) = (register.clone(), outlived.id);
            let note = move || Ok::<_, EraseError>(register.add(id)?);
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
        truncate_wal(store).await?;
    }
    Ok(gone)
}
