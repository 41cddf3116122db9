//! What is done to what is kept, by operators or by the clock, while a server
//! runs or not.

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

/// What a server does to what is kept for as long as it runs.
pub(crate) struct Maintenance {
    checkpointer: Checkpointer,
    tasks: [JoinHandle<()>; 2],
}

impl Maintenance {
    /// Begins, and ends what was cut off: before anybody is served, so that who
    /// is erased is so for everybody.
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

    /// Ends it, and signs for what came since the last minute.
    pub(crate) async fn stop(self) {
        for task in self.tasks {
            task.abort();
        }
        self.checkpointer.sign_logged().await;
    }
}

/// Makes up for what was written before there were indexes.
async fn make_search_index(store: SqliteStore) {
    if let Err(error) = store.index_all().await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "not everybody can be searched"
        );
    }
}
