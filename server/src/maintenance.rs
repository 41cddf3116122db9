//! Maintenance of stored data by operators and by timed jobs, with or without a running server.

mod backup;
mod database_move;
mod erase;
mod register;
mod restore;
mod rotation;

pub(crate) use backup::backup;
pub(crate) use database_move::{DatabaseMove, move_database};
pub(crate) use erase::{EraseError, erase, erase_again, retention};
pub(crate) use register::ErasureRegister;
pub(crate) use restore::{Restoration, restore};
pub(crate) use rotation::{Rotation, RotationStep};

use crate::{
    config::Settings,
    db::DatabaseStore,
    jobs::{BackgroundTasks, Checkpointer},
};
use kyc::ports::Clock;
use std::sync::Arc;

/// Completes interrupted erasures, then starts the background maintenance of a server. The caller
/// awaits it before the server accepts requests, and signs a last checkpoint on shutdown.
pub(crate) async fn start(
    store: &DatabaseStore,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    background: &BackgroundTasks,
) -> Result<Checkpointer, EraseError> {
    let register = ErasureRegister::new(&settings.register);
    erase::erase_noted(store, &register, clock.now()).await?;
    let checkpointer = Checkpointer::new(store.clone(), &settings.register, clock);
    background.spawn(checkpointer.clone().run_every_minute());
    background.spawn(make_search_index(store.clone()));
    Ok(checkpointer)
}

/// Indexes applications from before the blind indexes existed.
async fn make_search_index(store: DatabaseStore) {
    if let Err(error) = store.index_all().await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "some applications are missing from the search index"
        );
    }
}
