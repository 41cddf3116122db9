//! Maintenance of stored data by operators and by timed jobs, with or without a running server.

mod backup;
mod erase;
mod register;
mod restore;
mod rotation;

pub(crate) use backup::backup;
pub(crate) use erase::{EraseError, erase, erase_again, retention};
pub(crate) use register::ErasureRegister;
pub(crate) use restore::{Restoration, restore};
pub(crate) use rotation::{Rotation, Step};

use crate::{config::Settings, db::SqliteStore, jobs::Checkpointer};
use kyc::ports::Clock;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// The background maintenance of a running server.
pub(crate) struct Maintenance {
    checkpointer: Checkpointer,
    tasks: [JoinHandle<()>; 2],
}

impl Maintenance {
    /// Starts the maintenance. First it completes interrupted erasures, before the server accepts
    /// requests.
    pub(crate) async fn start(
        store: &SqliteStore,
        settings: &Settings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, EraseError> {
        let register = ErasureRegister::new(&settings.register);
        erase::erase_noted(store, &register, clock.now()).await?;
        let checkpointer = Checkpointer::new(store.clone(), &settings.register, clock);
        let signing = tokio::spawn(checkpointer.clone().run_every_minute());
        let indexing = tokio::spawn(make_search_index(store.clone()));
        Ok(Self {
            checkpointer,
            tasks: [signing, indexing],
        })
    }

    /// Stops the maintenance and signs a last checkpoint.
    pub(crate) async fn stop(self) {
        for task in self.tasks {
            task.abort();
        }
        self.checkpointer.sign_logged().await;
    }
}

/// Indexes applications from before the blind indexes existed.
async fn make_search_index(store: SqliteStore) {
    if let Err(error) = store.index_all().await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "some applications are missing from the search index"
        );
    }
}
