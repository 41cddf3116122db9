//! Copies every table of a file of SQLite into a new database of PostgreSQL, and verifies the copy
//! there. All of it is one transaction of PostgreSQL, so an interrupted transfer leaves no rows.

mod checks;
mod copy;
mod tables;

use super::{
    DatabaseStore, admin, audit,
    driver::{Driver, LockScope, PostgresDriver, SchemaPolicy, SqliteDriver, Tx},
    keys, open,
    open_error::OpenError,
    rows::RowError,
};
use crate::{
    audit::{Anchor, RowFault, TrailFault},
    config::PostgresLocation,
    crypto::{Keyring, Vault},
    live::Hub,
};
use kyc::ports::Entropy;
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// Why a database cannot be transferred. Nothing of it is then at the far end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransferError {
    #[error("the file of SQLite cannot be used")]
    OpenSource(#[source] OpenError),
    #[error("the database of PostgreSQL cannot be used")]
    OpenTarget(#[source] OpenError),
    #[error("the key file does not open the keys of the file of SQLite")]
    OtherKey,
    #[error("the two databases differ: {0}")]
    Schema(String),
    #[error("the database of PostgreSQL is not new: it has rows in {0}; make another one")]
    NotNew(String),
    #[error("the file of SQLite cannot be read")]
    Source(#[source] RowError),
    #[error("the rows cannot be written or read at the far end")]
    Target(#[from] RowError),
    #[error("{table} has {copied} rows, and {stored} at the far end")]
    Count {
        table: String,
        copied: u64,
        stored: u64,
    },
    #[error("the ends of the audit trails are others at the far end")]
    Heads,
    #[error("an application cannot be decrypted at the far end")]
    Unreadable,
    #[error("the audit trail is broken, see `vestibule audit verify`: {0}")]
    Broken(TrailFault),
    #[error("the staff's audit trail is broken, see `vestibule audit verify`: {0}")]
    Staff(TrailFault),
    #[error("a row disagrees with the audit trails, see `vestibule audit verify`: {0}")]
    Row(RowFault),
}

/// What was transferred.
#[derive(Debug)]
pub(crate) struct Transferred {
    pub(crate) tables: usize,
    pub(crate) rows: u64,
    /// Count of the applications that were decrypted at the far end.
    pub(crate) decrypted: usize,
    /// The last checkpoint.
    pub(crate) last: Option<Anchor>,
    /// How long the copy took, and then its verification.
    pub(crate) copying: Duration,
    pub(crate) checking: Duration,
}

/// Transfers a database. No other program may have the file open; its schema is migrated first. The
/// other database must be new. `anchors` are checkpoints that the trail must contain.
///
/// # Errors
/// [`TransferError`] if a database cannot be used, or if the copy is not as the file.
pub(crate) async fn transfer(
    from: &Path,
    to: &PostgresLocation,
    ring: Arc<Keyring>,
    entropy: Arc<dyn Entropy>,
    anchors: Vec<Anchor>,
) -> Result<Transferred, TransferError> {
    let keys = Arc::clone(&ring);
    let work = move |source, target, tx: &mut Tx<'_>| {
        let work = Transfer {
            source,
            target,
            ring,
            entropy,
            anchors,
        };
        work.run(tx)
    };
    between(from, to, keys, work).await
}

/// Copies the rows of a database whose audit trail the bench has made up, so that a verification would
/// fail.
///
/// # Errors
/// [`TransferError`] if a database cannot be used.
#[cfg(feature = "test-api")]
pub(crate) async fn copy_rows(
    from: &Path,
    to: &PostgresLocation,
    ring: Arc<Keyring>,
) -> Result<(), TransferError> {
    let work = |source: SqliteDriver, _: Driver, tx: &mut Tx<'_>| {
        tx.lift_timeouts()?;
        let copied = source.read_snapshot(|from| Ok(copy::every_table(from, tx)));
        copied.map_err(TransferError::Source)?.map(drop)
    };
    between(from, to, ring, work).await
}

/// Opens both databases, and works in one transaction of the second.
async fn between<T: Send + 'static>(
    from: &Path,
    to: &PostgresLocation,
    ring: Arc<Keyring>,
    work: impl FnOnce(SqliteDriver, Driver, &mut Tx<'_>) -> Result<T, TransferError> + Send + 'static,
) -> Result<T, TransferError> {
    let source = SqliteDriver::open_alone(from, open::after_migration(&ring));
    let source = source.map_err(TransferError::OpenSource)?;
    let target =
        PostgresDriver::open(to, SchemaPolicy::Migrate, open::after_migration(&ring)).await;
    let target = target.map(Driver::Postgres);
    let done = match target.map_err(TransferError::OpenTarget) {
        Ok(target) => {
            let (source, far) = (source.clone(), target.clone());
            let done = target.transact_then(move |tx| work(source, far, tx), || {});
            let done = done.await;
            target.close().await;
            done
        }
        Err(error) => Err(error),
    };
    source.close().await;
    done
}

struct Transfer {
    source: SqliteDriver,
    target: Driver,
    ring: Arc<Keyring>,
    entropy: Arc<dyn Entropy>,
    anchors: Vec<Anchor>,
}

impl Transfer {
    /// Copies and verifies, in a transaction of the target.
    fn run(self, to: &mut Tx<'_>) -> Result<Transferred, TransferError> {
        to.lift_timeouts()?;
        // A server that starts on the target waits here, and then finds the keys of the source.
        to.lock(LockScope::Keys, &[])?;
        let begun = Instant::now();
        let copied = self.source.read_snapshot(|from| {
            if keys::admin_key(from, &self.ring).is_err() {
                return Ok(Err(TransferError::OtherKey));
            }
            Ok(copy::every_table(from, to))
        });
        let copied = copied.map_err(TransferError::Source)??;
        let copying = begun.elapsed();
        let (decrypted, last) = self.verify(to, &copied)?;
        Ok(Transferred {
            tables: copied.tables.len(),
            rows: copied.tables.iter().map(|(_, rows)| rows).sum(),
            decrypted,
            last,
            copying,
            checking: begun.elapsed() - copying,
        })
    }

    /// Verifies the copy. Returns the count of the decrypted applications and the last checkpoint.
    fn verify(
        self,
        to: &mut Tx<'_>,
        copied: &copy::Copied,
    ) -> Result<(usize, Option<Anchor>), TransferError> {
        checks::counts(to, &copied.tables)?;
        if checks::heads(to)? != copied.heads {
            return Err(TransferError::Heads);
        }
        let keys = keys::installation_keys(to, &self.ring, &*self.entropy)?;
        let vault = Vault::new(self.ring, keys, self.entropy).map_err(RowError::from)?;
        let store = DatabaseStore {
            driver: self.target,
            vault,
            hub: Hub::default(),
            publication: Arc::default(),
        };
        let decrypted = checks::decrypt_sample(&store, to)?;
        let trail = audit::verify(to, store.signer(), &self.anchors)?;
        let staff = admin::verify_staff_trail(to, &store.vault.row_key())?;
        if let Some(fault) = trail.faults.into_iter().next() {
            return Err(TransferError::Broken(fault));
        }
        if let Some(fault) = staff.faults.into_iter().next() {
            return Err(TransferError::Staff(fault));
        }
        match trail.rows.into_iter().chain(staff.accounts).next() {
            Some(row) => Err(TransferError::Row(row)),
            None => Ok((decrypted, trail.last)),
        }
    }
}

#[cfg(test)]
mod tests;
