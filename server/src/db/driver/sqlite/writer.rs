//! The writer. SQLite allows one writer at a time. All queued writes share the next transaction, so
//! that one disk sync serves them all. A caller gets its result only after that sync.

use super::SqliteTx;
use crate::db::driver::{RowError, Tx};
use rusqlite::{Connection, TransactionBehavior};
use std::{
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    thread,
};
use tokio::sync::{Mutex, mpsc, oneshot};

/// Most writes per transaction; limits how long the first one waits.
const TOGETHER: usize = 64;

/// Process-wide write lock, first come, first served. SQLite's own lock only retries at intervals.
pub(super) type WriteLock = Arc<Mutex<()>>;

/// Handle to the writer thread.
#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<Order>);

/// An order to the writer thread.
enum Order {
    /// Execute a write.
    Write(Box<dyn QueuedWrite>),
    /// Close the connection.
    Close(oneshot::Sender<()>),
}

/// A queued write with its waiting caller.
trait QueuedWrite: Send {
    /// Executes the write. Returns false if it failed.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Sends the result to the caller after the transaction has ended.
    fn complete(self: Box<Self>, committed: Result<(), String>);
}

struct Write<F, T, E, D> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
    done: D,
}

impl<F, T, E, D> QueuedWrite for Write<F, T, E, D>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<RowError> + Send,
    D: FnOnce() + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.outcome = self.work.take().map(|work| work(tx));
        self.outcome.as_ref().is_some_and(Result::is_ok)
    }

    fn complete(self: Box<Self>, committed: Result<(), String>) {
        let answer = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(done), Ok(())) => done,
            (_, Err(why)) => Err(RowError::NotWritten(why).into()),
            (None, Ok(())) => Err(lost().into()),
        };
        if answer.is_ok() {
            (self.done)();
        }
        // The caller may have been cancelled; the write is committed all the same.
        let _ = self.answer.send(answer);
    }
}

impl Writer {
    /// Starts the writer on its connection. It ends when its last handle is dropped.
    ///
    /// The writer has its own thread, because a disk sync blocks the thread that waits for it.
    pub(super) fn start(
        mut connection: Connection,
        write_lock: WriteLock,
    ) -> std::io::Result<Self> {
        let (queue, mut waiting) = mpsc::channel(1_024);
        let work = move || {
            let mut together = Vec::new();
            while waiting.blocking_recv_many(&mut together, TOGETHER) > 0 {
                let (mut writes, mut close) = (Vec::new(), None);
                for order in together.drain(..) {
                    match order {
                        Order::Write(write) => writes.push(write),
                        Order::Close(closed) => close = Some(closed),
                    }
                }
                if !writes.is_empty() {
                    let _held = write_lock.blocking_lock();
                    contain(|| write(&mut connection, writes));
                }
                if let Some(closed) = close {
                    // Dropping the queue makes all later and remaining writes fail.
                    drop((waiting, connection));
                    let _ = closed.send(());
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(work)?;
        Ok(Self(queue))
    }

    /// Executes the queued writes, then stops. Later writes fail.
    pub(super) async fn close(&self) {
        let (close, closed) = oneshot::channel();
        if self.0.send(Order::Close(close)).await.is_ok() {
            let _ = closed.await;
        }
    }

    /// Executes a write in a savepoint and returns after the commit is on disk. Other writes share
    /// the transaction; a failure rolls back this write only. `done` runs after the commit is on
    /// disk, even if the caller was cancelled.
    pub(super) async fn run<T, E, F, D>(&self, work: F, done: D) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
        D: FnOnce() + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let write = Write {
            work: Some(work),
            outcome: None,
            answer,
            done,
        };
        let sent = self.0.send(Order::Write(Box::new(write))).await;
        sent.map_err(|_| RowError::Closed)?;
        answered.await.map_err(|_| lost())?
    }
}

/// The error of a write without a result: its code panicked, its transaction failed first, or the
/// writer closed.
fn lost() -> RowError {
    RowError::NotWritten("it did not run to its end".to_owned())
}

/// Whether a write succeeded. A panic is a failure of this write alone: the others share its
/// transaction.
fn is_done(run: impl FnOnce() -> bool) -> bool {
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        tracing::error!("a change was not written: its code panicked");
        false
    })
}

/// Catches a panic in one transaction, so that the writer goes on.
fn contain(write: impl FnOnce()) {
    if panic::catch_unwind(AssertUnwindSafe(write)).is_err() {
        tracing::error!("a transaction of the writer was not written");
    }
}

/// Executes writes in one transaction and completes their callers.
fn write(connection: &mut Connection, mut writes: Vec<Box<dyn QueuedWrite>>) {
    let committed = transact(connection, &mut writes);
    for write in writes {
        write.complete(committed.clone());
    }
}

/// Runs one transaction. It has ended on every return, and on a panic.
fn transact(
    connection: &mut Connection,
    writes: &mut [Box<dyn QueuedWrite>],
) -> Result<(), String> {
    let text = |error: rusqlite::Error| error.to_string();
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let (mut tx, mut done) = (begun.map_err(text)?, 0);
    for write in writes {
        let part = tx.savepoint().map_err(text)?;
        if is_done(|| write.run(&mut Tx::Sqlite(SqliteTx::of(&part)))) {
            part.commit().map_err(text)?;
            done += 1;
        } else if part.is_autocommit() {
            // After some faults, such as a full disk, SQLite rolls back the whole transaction.
            // Later statements would then commit on their own.
            return Err("the transaction was taken back".to_owned());
        } else {
            part.finish().map_err(text)?;
        }
    }
    if done == 0 {
        return tx.rollback().map_err(text);
    }
    tx.commit().map_err(text)?;
    tracing::debug!(done, "committed");
    Ok(())
}

#[cfg(test)]
mod tests;
