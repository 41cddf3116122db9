//! Internal API of benchmarks and tests: the case list without a server, its SQL statements, and
//! sealed rows.

use crate::{
    Fallible, Settings,
    config::DatabaseLocation,
    crypto::Keyring,
    db::{self, DatabaseStore, Rows, every_statement},
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
use std::{path::Path, sync::Arc};

/// Database, opened as the server opens it.
pub struct BenchStore(DatabaseStore);

/// Sealed columns of an application's rows.
pub use crate::db::SealedRows;

/// Seals rows.
pub struct Sealer(Rows);

/// Opens the database of these settings; creates it if it does not exist.
///
/// # Errors
/// Any error of opening the key file or the database.
pub async fn open(settings: &Settings) -> Fallible<BenchStore> {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    Ok(BenchStore(open_store(settings, &entropy).await?))
}

/// Seals the admin's rows anew, after a test has changed them through SQL.
///
/// # Errors
/// Any error of the key file or the database.
pub async fn seal_staff_rows(settings: &Settings) -> Fallible<()> {
    let ring = Keyring::open(&settings.key_file, false, &SystemEntropy)?;
    db::seal_staff_rows(&settings.database, Arc::new(ring)).await
}

/// Copies the rows of a file of SQLite to the new database of these settings, which is one of PostgreSQL. The
/// copy is not verified: the bench's audit trail has no valid hashes.
///
/// # Errors
/// Any error of the key file or of a database.
pub async fn copy_rows(from: &Path, to: &Settings) -> Fallible<()> {
    let DatabaseLocation::Postgres(location) = &to.database else {
        return Err("rows are copied to PostgreSQL only".into());
    };
    let ring = Keyring::open(&to.key_file, false, &SystemEntropy)?;
    Ok(db::copy_rows(from, location, Arc::new(ring)).await?)
}

impl BenchStore {
    /// The case list.
    #[must_use]
    pub fn cases(&self) -> &dyn CaseList {
        &self.0
    }

    /// CSV export of the list, as the server streams it.
    pub fn export(
        &self,
        query: ListFilter,
        columns: Columns,
    ) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + use<> {
        let (cases, now) = (Arc::new(self.0.clone()), SystemClock.now());
        http::export(cases, query, Assignee::Anyone, columns, now)
    }

    /// Sealer of rows for this database. It works without the database afterwards.
    ///
    /// # Errors
    /// The installation has no key yet, or it cannot be read.
    pub async fn sealer(&self) -> Fallible<Sealer> {
        Ok(Sealer(self.0.rows().await?))
    }

    /// Closes the database.
    pub async fn close(self) {
        self.0.close().await;
    }
}

impl Sealer {
    /// Rows of an application, sealed as the store would write them.
    ///
    /// # Errors
    /// The rows cannot be sealed.
    pub fn seal(&self, application: &Application) -> Fallible<SealedRows> {
        Ok(self.0.seal(application)?)
    }
}

/// Every SQL statement of the list.
#[must_use]
pub fn statements() -> Vec<String> {
    every_statement()
}

/// Whether a step of a statement's query plan scans a table or sorts.
#[must_use]
pub fn is_full_scan(step: &str, sql: &str) -> bool {
    db::is_full_scan(step, sql)
}
