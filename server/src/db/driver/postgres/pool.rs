//! The connections of one server, and the hosts that may have the database.

use crate::{
    config::PostgresAddress,
    db::{driver::RowError, open_error::OpenError},
};
use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, Postgres, Row,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::timeout;
use url::Url;

/// How long a request waits for a free connection, or for a database that is away.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a request waits before it looks at the other hosts of the address.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a host may take to say whether it takes writes.
const HOST_TIMEOUT: Duration = Duration::from_secs(2);

/// The option of an address that turns off statements which outlive a transaction. A pooler in
/// transaction mode may not know them.
const STATEMENT_CACHE: &str = "statement-cache-capacity";

/// Connections to the host that takes writes.
#[derive(Clone)]
pub(super) struct Pool {
    connections: PgPool,
    hosts: Arc<Hosts>,
    /// Whether a connection keeps its prepared statements for later transactions.
    pub(super) keeps_statements: bool,
}

/// The hosts of an address.
struct Hosts {
    options: Vec<PgConnectOptions>,
    /// The search for the host that takes writes. One task searches, others wait for it.
    search: tokio::sync::Mutex<Search>,
    /// When the connections last moved to another host. Older ones are closed.
    moved_at: Arc<Mutex<Instant>>,
}

struct Search {
    /// The index of the host in use.
    current: usize,
    /// When a search last found a host.
    found_at: Instant,
}

impl Pool {
    /// Connects on the first use. The address may name several hosts, divided by commas, of which one
    /// takes writes.
    ///
    /// # Errors
    /// [`OpenError::Connect`] if the address cannot be read.
    pub(super) fn new(address: &PostgresAddress, most: u32) -> Result<Self, OpenError> {
        let options = address.urls().iter().map(|url| {
            let options = PgConnectOptions::from_url(url)?;
            Ok(options.application_name("vestibule"))
        });
        let options: Result<Vec<_>, sqlx::Error> = options.collect();
        let options = options.map_err(|error| OpenError::Connect(error.into()))?;
        let first = options.first().cloned();
        let first = first.ok_or(OpenError::Connect(RowError::Missing))?;
        let now = Instant::now();
        let moved_at = Arc::new(Mutex::new(now));
        let moved = Arc::clone(&moved_at);
        let connections = PgPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .before_acquire(move |_, meta| {
                let moved_at = *moved.lock().unwrap_or_else(PoisonError::into_inner);
                Box::pin(async move { Ok(meta.age <= moved_at.elapsed()) })
            })
            .connect_lazy_with(first);
        Ok(Self {
            connections,
            hosts: Arc::new(Hosts {
                options,
                search: tokio::sync::Mutex::new(Search {
                    current: 0,
                    found_at: now,
                }),
                moved_at,
            }),
            keeps_statements: !address.urls().iter().any(has_no_statement_cache),
        })
    }

    /// Waits for a connection.
    ///
    /// # Errors
    /// [`sqlx::Error`] if none is free in time, or no host can be reached.
    pub(super) async fn acquire(&self) -> Result<PoolConnection<Postgres>, sqlx::Error> {
        if self.hosts.options.len() < 2 {
            return self.connections.acquire().await;
        }
        match timeout(PATIENCE, self.connections.acquire()).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(sqlx::Error::PoolClosed)) => Err(sqlx::Error::PoolClosed),
            Ok(Err(_)) | Err(_) => {
                self.find_primary().await;
                self.connections.acquire().await
            }
        }
    }

    /// Looks for the host that takes writes, and connects to it from now on. Returns whether one does.
    /// An address with one host has no other to look at.
    pub(super) async fn find_primary(&self) -> bool {
        if self.hosts.options.len() < 2 {
            return false;
        }
        let asked_at = Instant::now();
        let mut search = self.hosts.search.lock().await;
        if search.found_at > asked_at {
            return true;
        }
        for (index, options) in self.hosts.options.iter().enumerate() {
            let answer = timeout(HOST_TIMEOUT, takes_writes(options)).await;
            if !matches!(answer, Ok(Ok(true))) {
                continue;
            }
            if index != search.current {
                tracing::warn!(host = index + 1, "another host has the database now");
                self.connections.set_connect_options(options.clone());
                let moved_at = self.hosts.moved_at.lock();
                *moved_at.unwrap_or_else(PoisonError::into_inner) = Instant::now();
                search.current = index;
            }
            search.found_at = Instant::now();
            return true;
        }
        false
    }

    /// The connections, for a listener that keeps one.
    pub(super) const fn connections(&self) -> &PgPool {
        &self.connections
    }
}

/// Whether a host can be reached and is no standby.
async fn takes_writes(options: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let mut connection = PgConnection::connect_with(options).await?;
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
