//! What the bench needs of the inside: the list without a server around it,
//! its statements, and rows that are sealed as the store seals them.

use crate::{
    Settings,
    db::{self, Rows, SqliteStore, every_statement},
    http,
    open_store::open_store,
    system::{SystemClock, SystemEntropy},
};
use axum::body::Bytes;
use futures_util::Stream;
use kyc::{
    admin::list::{Assignee, CaseList, Columns, ListFilter},
    application::Application,
    ports::{Clock, Entropy, StoreError},
};
use std::{error::Error, sync::Arc};

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A database, opened as the server opens it.
pub struct BenchStore(SqliteStore);

/// What an application's rows hold closed.
pub use crate::db::SealedRows;

/// Seals rows.
pub struct Sealer(Rows);

/// Opens the database of these settings; makes it if there is none.
///
/// # Errors
/// Whatever keeps a server from opening it.
pub async fn open(settings: &Settings) -> Fallible<BenchStore> {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    Ok(BenchStore(open_store(settings, &entropy).await?))
}

impl BenchStore {
    /// The list.
    #[must_use]
    pub fn cases(&self) -> &dyn CaseList {
        &self.0
    }

    /// The list as a file, as it is sent to whoever exports it.
    pub fn export(
        &self,
        query: ListFilter,
        columns: Columns,
    ) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + use<> {
        let (cases, now) = (Arc::new(self.0.clone()), SystemClock.now());
        http::export(cases, query, Assignee::Anyone, columns, now)
    }

    /// Whoever seals rows for this database; it needs the database no more.
    ///
    /// # Errors
    /// When the installation has no key yet.
    pub async fn sealer(&self) -> Fallible<Sealer> {
        Ok(Sealer(self.0.rows().await?))
    }

    /// Closes it.
    pub async fn close(self) {
        self.0.close().await;
    }
}

impl Sealer {
    /// An application's rows, as the store would write them.
    ///
    /// # Errors
    /// When they cannot be sealed.
    pub fn seal(&self, application: &Application) -> Fallible<SealedRows> {
        Ok(self.0.seal(application)?)
    }
}

/// Every statement that the list can ask.
#[must_use]
pub fn statements() -> Vec<String> {
    every_statement()
}

/// Whether a step of a statement's plan looks through a table, or sorts.
#[must_use]
pub fn is_full_scan(step: &str, sql: &str) -> bool {
    db::is_full_scan(step, sql)
}
