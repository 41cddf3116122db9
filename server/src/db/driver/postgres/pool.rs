//! The connections of one server, each with the runtime that moves its bytes.

use super::{hosts::Hosts, wait};
use sqlx::{Connection, PgConnection};
use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{runtime::Runtime, time::timeout};

/// How long a request waits for a free connection, or for a database that is away.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection that was idle for longer is asked whether it still lives. A busy one shows it by itself.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);

/// Connections to the host that takes writes.
#[derive(Clone)]
pub(super) struct Pool(Arc<Shared>);

struct Shared {
    hosts: Arc<Hosts>,
    most: usize,
    state: Mutex<PoolState>,
    /// A connection or its place is free, or the pool closes.
    freed: Condvar,
}

#[derive(Default)]
struct PoolState {
    /// The one that was used last comes last, and is taken first.
    idle: Vec<Connected>,
    /// Count of the connections, and of those that are being made.
    open: usize,
    is_closed: bool,
}

/// A connection with its runtime.
struct Connected {
    /// `None` once it ends.
    live: Option<(Runtime, PgConnection)>,
    used_at: Instant,
    /// [`Hosts::moves`] when it was made.
    moves: usize,
}

/// A connection of the pool that one thread uses. It goes back when it is dropped.
pub(super) struct Pooled {
    connected: Option<Connected>,
    pool: Pool,
    /// Whether it was idle in the pool, so that the database server may have closed it meanwhile.
    pub(super) is_reused: bool,
}

impl Pool {
    /// Connects on the first use, and has `most` connections.
    pub(super) fn new(hosts: Arc<Hosts>, most: usize) -> Self {
        Self(Arc::new(Shared {
            hosts,
            most,
            state: Mutex::default(),
            freed: Condvar::new(),
        }))
    }

    /// The hosts of its address.
    pub(super) fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    /// Takes a connection; the calling thread waits.
    ///
    /// # Errors
    /// [`sqlx::Error`] if none is free in time, no host can be reached, or the pool is closed.
    pub(super) fn acquire(&self) -> Result<Pooled, sqlx::Error> {
        let deadline = Instant::now() + ACQUIRE_TIMEOUT;
        let mut pooled = Pooled {
            connected: self.take(deadline)?,
            pool: self.clone(),
            is_reused: true,
        };
        if pooled.connected.as_mut().is_some_and(|it| self.lives(it)) {
            return Ok(pooled);
        }
        pooled.connected = None;
        let runtime = wait::runtime()?;
        let moves = self.hosts().moves();
        let connection = wait::wait(&runtime, self.hosts().connect(deadline))?;
        pooled.connected = Some(Connected {
            live: Some((runtime, connection)),
            used_at: Instant::now(),
            moves,
        });
        pooled.is_reused = false;
        Ok(pooled)
    }

    /// Takes an idle connection, or the place for a new one (`None`).
    fn take(&self, deadline: Instant) -> Result<Option<Connected>, sqlx::Error> {
        let mut state = self.state();
        loop {
            if state.is_closed {
                return Err(sqlx::Error::PoolClosed);
            }
            if let Some(connected) = state.idle.pop() {
                return Ok(Some(connected));
            }
            if state.open < self.0.most {
                state.open += 1;
                return Ok(None);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(sqlx::Error::PoolTimedOut);
            }
            let waited = self.0.freed.wait_timeout(state, left);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether an idle connection is of use.
    fn lives(&self, connected: &mut Connected) -> bool {
        if connected.moves != self.hosts().moves() {
            return false;
        }
        if connected.used_at.elapsed() < TRUSTED_IDLE {
            return true;
        }
        let Some((runtime, connection)) = &mut connected.live else {
            return false;
        };
        let lives = async { matches!(timeout(TRUSTED_IDLE, connection.ping()).await, Ok(Ok(()))) };
        wait::wait(runtime, lives)
    }

    /// Closes the connections, and waits for those in use. One that does not end in time is left to the end
    /// of the process.
    pub(super) fn close(&self) {
        let deadline = Instant::now() + ACQUIRE_TIMEOUT;
        let mut state = self.state();
        state.is_closed = true;
        self.0.freed.notify_all();
        while state.open > 0 {
            let idle = std::mem::take(&mut state.idle);
            state.open -= idle.len();
            drop(state);
            idle.into_iter().for_each(Connected::close);
            state = self.state();
            let left = deadline.saturating_duration_since(Instant::now());
            if state.open == 0 || left.is_zero() {
                return;
            }
            let waited = self.0.freed.wait_timeout(state, left);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, PoolState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pooled {
    /// The connection and its runtime; `None` after [`Self::discard`].
    pub(super) fn parts(&mut self) -> Option<(&Runtime, &mut PgConnection)> {
        let (runtime, connection) = self.connected.as_mut()?.live.as_mut()?;
        Some((runtime, connection))
    }

    /// Ends the connection instead of giving it back. The database server rolls back what it has begun.
    pub(super) fn discard(&mut self) {
        self.connected = None;
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        match self.connected.take() {
            Some(mut connected) => {
                connected.used_at = Instant::now();
                state.idle.push(connected);
            }
            None => state.open -= 1,
        }
        drop(state);
        self.pool.0.freed.notify_one();
    }
}

impl Connected {
    /// Says goodbye to the database server.
    fn close(mut self) {
        if let Some((runtime, connection)) = self.live.take() {
            let closed = async { timeout(TRUSTED_IDLE, connection.close()).await };
            // A connection that cannot even be closed is dropped.
            let _ = wait::wait(&runtime, closed);
            runtime.shutdown_background();
        }
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        if let Some((runtime, connection)) = self.live.take() {
            drop(connection);
            // A runtime that waits for its threads must not be dropped by a task.
            runtime.shutdown_background();
        }
    }
}
