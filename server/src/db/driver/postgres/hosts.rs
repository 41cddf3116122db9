//! The hosts that may have the database, of which one takes writes.

use crate::{
    config::PostgresAddress,
    db::{driver::RowError, open_error::OpenError},
};
use sqlx::{ConnectOptions, Connection, PgConnection, Row, postgres::PgConnectOptions};
use std::{
    io::ErrorKind,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::timeout;
use url::Url;

/// How long a new connection may take before the other hosts of the address are looked at.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a host may take to say whether it takes writes.
const HOST_TIMEOUT: Duration = Duration::from_secs(2);

/// The first wait before another try to connect. It doubles with each try.
const RETRY_DELAY: Duration = Duration::from_millis(20);

/// The longest such wait.
const LONGEST_RETRY_DELAY: Duration = Duration::from_millis(500);

/// The option of an address that turns off statements which outlive a transaction. A pooler in
/// transaction mode may not know them.
const STATEMENT_CACHE: &str = "statement-cache-capacity";

/// The hosts of an address, divided by commas.
pub(super) struct Hosts {
    options: Vec<PgConnectOptions>,
    in_use: Mutex<InUse>,
    /// When a search last found the host. One task searches, others wait for it.
    found_at: tokio::sync::Mutex<Instant>,
    /// Whether a connection keeps its prepared statements for later transactions.
    pub(super) keeps_statements: bool,
}

/// The host in use.
struct InUse {
    index: usize,
    options: PgConnectOptions,
    /// How often another host came into use.
    moves: usize,
}

impl Hosts {
    /// Reads an address.
    ///
    /// # Errors
    /// [`OpenError::Connect`] if it cannot be read.
    pub(super) fn of(address: &PostgresAddress) -> Result<Self, OpenError> {
        let options = address.urls().iter().map(|url| {
            let options = PgConnectOptions::from_url(url)?;
            Ok(options.application_name("vestibule"))
        });
        let options: Result<Vec<_>, sqlx::Error> = options.collect();
        let options = options.map_err(|error| OpenError::Connect(error.into()))?;
        let first = options.first().cloned();
        let in_use = InUse {
            index: 0,
            options: first.ok_or(OpenError::Connect(RowError::Missing))?,
            moves: 0,
        };
        Ok(Self {
            options,
            in_use: Mutex::new(in_use),
            found_at: tokio::sync::Mutex::new(Instant::now()),
            keeps_statements: !address.urls().iter().any(has_no_statement_cache),
        })
    }

    /// How often another host came into use. A connection from before the last time is of no use.
    pub(super) fn moves(&self) -> usize {
        self.in_use().moves
    }

    /// The host in use.
    pub(super) fn current(&self) -> PgConnectOptions {
        self.in_use().options.clone()
    }

    fn in_use(&self) -> MutexGuard<'_, InUse> {
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connects to the host in use, and tries until `deadline` while none can be reached. It looks for
    /// another host after the first failure.
    ///
    /// # Errors
    /// [`sqlx::Error`] of the last try.
    pub(super) async fn connect(&self, deadline: Instant) -> Result<PgConnection, sqlx::Error> {
        let mut delay = RETRY_DELAY;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let patience = match self.options.len() {
                1 => left,
                _ => left.min(PATIENCE),
            };
            let host = self.current();
            let connected = timeout(patience, host.connect());
            let error = match connected.await {
                Ok(Ok(connection)) => return Ok(connection),
                Ok(Err(error)) => error,
                Err(_) => sqlx::Error::PoolTimedOut,
            };
            let may_pass = is_away(&error) || matches!(error, sqlx::Error::PoolTimedOut);
            if !may_pass || Instant::now() + delay >= deadline {
                return Err(error);
            }
            if !self.find_primary().await {
                tokio::time::sleep(delay).await;
                delay = LONGEST_RETRY_DELAY.min(delay * 2);
            }
        }
    }

    /// Looks for the host that takes writes, and uses it from now on. Returns whether one does. An
    /// address with one host has no other to look at.
    pub(super) async fn find_primary(&self) -> bool {
        if self.options.len() < 2 {
            return false;
        }
        let asked_at = Instant::now();
        let mut found_at = self.found_at.lock().await;
        if *found_at > asked_at {
            return true;
        }
        for (index, options) in self.options.iter().enumerate() {
            let answer = timeout(HOST_TIMEOUT, takes_writes(options)).await;
            if !matches!(answer, Ok(Ok(true))) {
                continue;
            }
            let mut in_use = self.in_use();
            if in_use.index != index {
                tracing::warn!(host = index + 1, "another host has the database now");
                *in_use = InUse {
                    index,
                    options: options.clone(),
                    moves: in_use.moves + 1,
                };
            }
            drop(in_use);
            *found_at = Instant::now();
            return true;
        }
        false
    }
}

/// Whether the error says that the database server went away, stops or still starts. A statement on a
/// connection that was idle is then safe to try on another one.
pub(super) fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() != ErrorKind::TimedOut,
        // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| ["57P01", "57P02", "57P03", "53300"].contains(&&*code)),
        _ => false,
    }
}

/// Whether a host can be reached and is no standby.
async fn takes_writes(options: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let mut connection = options.connect().await?;
    let sql = sqlx::raw_sql("SELECT pg_is_in_recovery()");
    let row = sql.fetch_one(&mut connection).await?;
    let is_standby: bool = row.try_get(0)?;
    connection.close().await?;
    Ok(!is_standby)
}

fn has_no_statement_cache(url: &Url) -> bool {
    let mut options = url.query_pairs();
    options.any(|(name, value)| name == STATEMENT_CACHE && value == "0")
}
