//! What is often written: on the writer's own thread, which waits for nobody
//! between two statements.

use super::super::{batch::Batch, rows::RowError};
use super::{WriteJob, Writer};
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

/// Something to write, and somebody who waits for it.
pub(super) trait Near: Send {
    /// Does it. False means that it came to nothing.
    fn run(&mut self, tx: &Connection) -> bool;
    /// Says what came of it, once the transaction has ended.
    fn tell(self: Box<Self>, committed: Result<(), String>);
}

struct Waiting<F, T, E, D> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
    done: D,
}

impl<F, T, E, D> Near for Waiting<F, T, E, D>
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

    fn tell(self: Box<Self>, committed: Result<(), String>) {
        let answer = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(done), Ok(())) => done,
            (_, Err(why)) => Err(RowError::NotWritten(why).into()),
            (None, Ok(())) => Err(lost().into()),
        };
        if answer.is_ok() {
            (self.done)();
        }
        // Whoever hung up meanwhile is served all the same.
        let _ = self.answer.send(answer);
    }
}

impl Writer {
    /// Does something within a transaction, and returns once that is on the
    /// disk. Others do theirs in the same one: what fails is taken back whole,
    /// and nothing else with it. `done` follows once it is on the disk, whether or
    /// not the caller is still there to hear of it.
    pub(in crate::db) async fn near<T, E, F, D>(&self, work: F, done: D) -> Result<T, E>
    where
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
        D: FnOnce() + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Waiting {
            work: Some(work),
            outcome: None,
            answer,
            done,
        };
        let sent = self.0.send(WriteJob::Near(Box::new(job))).await;
        sent.map_err(|_| RowError::Closed)?;
        answered.await.map_err(|_| lost())?
    }

    /// Writes a few statements; how many rows the last one changed.
    pub(in crate::db) async fn change(&self, batch: Batch) -> Result<usize, RowError> {
        self.near(move |tx| Ok(batch.write_near(tx)?), || {}).await
    }
}

/// The batch ended before this was done, or closing did.
fn lost() -> RowError {
    RowError::NotWritten("its turn never came".to_owned())
}

/// Writes a batch and tells everybody in it.
pub(super) fn write(connection: &mut Connection, mut deeds: Vec<Box<dyn Near>>) {
    let committed = transact(connection, &mut deeds);
    for job in deeds {
        job.tell(committed.clone());
    }
}

/// One transaction. Whatever it returns with, a panic included, it is over.
fn transact(connection: &mut Connection, deeds: &mut [Box<dyn Near>]) -> Result<(), String> {
    let said = |error: rusqlite::Error| error.to_string();
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let (mut tx, mut done) = (begun.map_err(said)?, 0);
    for job in deeds {
        let part = tx.savepoint().map_err(said)?;
        if job.run(&part) {
            part.commit().map_err(said)?;
            done += 1;
        } else if part.is_autocommit() {
            // After some faults, such as a full disk, SQLite takes back the whole
            // of it, and what came next would be on its own.
            return Err("the transaction was taken back".to_owned());
        } else {
            part.finish().map_err(said)?;
        }
    }
    if done == 0 {
        return tx.rollback().map_err(said);
    }
    tx.commit().map_err(said)?;
    tracing::debug!(done, "committed");
    Ok(())
}
