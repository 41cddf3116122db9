//! Frequent writes, executed on the writer's own thread without a thread hop per statement.

use super::super::{batch::Batch, rows::RowError};
use super::{WriteJob, Writer};
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

/// A queued write with its waiting caller.
pub(super) trait PooledJob: Send {
    /// Executes the write. Returns false if it failed.
    fn run(&mut self, tx: &Connection) -> bool;
    /// Sends the result to the caller after the transaction has ended.
    fn complete(self: Box<Self>, committed: Result<(), String>);
}

struct PooledWrite<F, T, E, D> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
    done: D,
}

impl<F, T, E, D> PooledJob for PooledWrite<F, T, E, D>
where
    F: FnOnce(&Connection) -> Result<T, E> + Send,
    T: Send,
    E: From<RowError> + Send,
    D: FnOnce() + Send,
{
    fn run(&mut self, tx: &Connection) -> bool {
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
    /// Executes a write in a savepoint and returns after the commit is on disk. Other writes share
    /// the transaction; a failure rolls back this write only. `done` runs after the commit is on
    /// disk, even if the caller was cancelled.
    pub(in crate::db) async fn pooled<T, E, F, D>(&self, work: F, done: D) -> Result<T, E>
    where
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
        D: FnOnce() + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = PooledWrite {
            work: Some(work),
            outcome: None,
            answer,
            done,
        };
        let sent = self.0.send(WriteJob::Pooled(Box::new(job))).await;
        sent.map_err(|_| RowError::Closed)?;
        answered.await.map_err(|_| lost())?
    }

    /// Writes a batch. Returns the row count of its last statement.
    pub(in crate::db) async fn change(&self, batch: Batch) -> Result<usize, RowError> {
        self.pooled(move |tx| Ok(batch.write_pooled(tx)?), || {})
            .await
    }
}

/// The error of a write that never ran: its transaction failed first, or the writer closed.
fn lost() -> RowError {
    RowError::NotWritten("its turn never came".to_owned())
}

/// Writes a batch in one transaction and completes its callers.
pub(super) fn write(connection: &mut Connection, mut jobs: Vec<Box<dyn PooledJob>>) {
    let committed = transact(connection, &mut jobs);
    for job in jobs {
        job.complete(committed.clone());
    }
}

/// Runs one transaction. It has ended on every return, and on a panic.
fn transact(connection: &mut Connection, jobs: &mut [Box<dyn PooledJob>]) -> Result<(), String> {
    let text = |error: rusqlite::Error| error.to_string();
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let (mut tx, mut done) = (begun.map_err(text)?, 0);
    for job in jobs {
        let part = tx.savepoint().map_err(text)?;
        if job.run(&part) {
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
