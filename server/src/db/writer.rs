//! The one writer. SQLite has one at a time in any case; here whatever waits
//! for its turn shares the next transaction, so that one sync to the disk
//! serves all of it. Nobody is told that something is done before that sync.
//!
//! What every request writes is written here, on the writer's own thread
//! (`near`). What is seldom written, by the desk above all, goes through sqlx,
//! whose connection has another thread: between its statements lie two trips.

mod pooled;

use self::pooled::Near as Pooled;
use rusqlite::Connection;
use sqlx::{
    Acquire, Error, Sqlite, SqliteConnection, SqlitePool,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};
use std::{
    future::Future,
    panic::{self, AssertUnwindSafe},
    pin::Pin,
    sync::Arc,
    thread,
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, mpsc, oneshot},
};

/// How many share a transaction at most: what a reader would not mind waiting for.
const TOGETHER: usize = 64;

type Fut<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// The turn to write within this process, first come, first served: inside
/// SQLite whoever waits for another connection only looks now and then.
pub(super) type WriteLock = Arc<Mutex<()>>;

/// The way to the writer.
#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<WriteJob>);

/// Something to write, by whichever connection.
enum WriteJob {
    /// What is often written.
    Near(Box<dyn Pooled>),
    /// What is seldom written: by the library that reads all else, too.
    Async(Box<dyn Far>),
    /// The last one.
    Close(oneshot::Sender<()>),
}

/// Something to write, and somebody who waits for it.
trait Far: Send {
    /// Whether nothing is left of it where it fails, without anybody's help.
    fn is_whole(&self) -> bool;
    /// Does it. False means that it came to nothing.
    fn run<'c>(&'c mut self, tx: &'c mut SqliteConnection) -> Fut<'c, bool>;
    /// Says what came of it, once the transaction has ended.
    fn complete(self: Box<Self>, committed: Result<(), String>);
}

struct Waiting<F, T, E, D> {
    whole: bool,
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
    done: D,
}

impl<F, T, E, D> Far for Waiting<F, T, E, D>
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> Fut<'c, Result<T, E>> + Send,
    T: Send,
    D: FnOnce() + Send,
    E: From<Error> + Send,
{
    fn is_whole(&self) -> bool {
        self.whole
    }

    fn run<'c>(&'c mut self, tx: &'c mut SqliteConnection) -> Fut<'c, bool> {
        Box::pin(async move {
            let outcome = match self.work.take() {
                Some(work) => work(tx).await,
                None => Err(Error::WorkerCrashed.into()),
            };
            let sound = outcome.is_ok();
            self.outcome = Some(outcome);
            sound
        })
    }

    fn complete(self: Box<Self>, committed: Result<(), String>) {
        let answer = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(done), Ok(())) => done,
            (_, Err(why)) => Err(Error::Protocol(why).into()),
            (None, Ok(())) => Err(Error::WorkerCrashed.into()),
        };
        if answer.is_ok() {
            (self.done)();
        }
        // Whoever hung up meanwhile is served all the same.
        let _ = self.answer.send(answer);
    }
}

impl Writer {
    /// Starts the writer on a pool of one connection. It ends with the last
    /// way to it.
    ///
    /// It has a thread of its own: what it mostly does is wait for the
    /// connection's thread, and as a task it would be found again by the
    /// scheduler after each statement.
    pub(super) fn start(
        pool: SqlitePool,
        mut connection: Connection,
        write_lock: WriteLock,
    ) -> std::io::Result<Self> {
        let (queue, mut waiting) = mpsc::channel(1_024);
        let runtime = Handle::current();
        let work = move || {
            let mut together = Vec::new();
            while waiting.blocking_recv_many(&mut together, TOGETHER) > 0 {
                let (mut near, mut far, mut close) = (Vec::new(), Vec::new(), None);
                for job in together.drain(..) {
                    match job {
                        WriteJob::Near(job) => near.push(job),
                        WriteJob::Async(job) => far.push(job),
                        WriteJob::Close(closed) => close = Some(closed),
                    }
                }
                let held = write_lock.blocking_lock();
                if !near.is_empty() {
                    contain(|| pooled::write(&mut connection, near));
                }
                if !far.is_empty() {
                    contain(|| runtime.block_on(write(&pool, far)));
                }
                drop(held);
                if let Some(closed) = close {
                    // Nothing is written any more, and nobody is told that it was.
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

    /// Writes what waits, and nothing after it. Whoever comes later is told so.
    pub(super) async fn close(&self) {
        let (close, closed) = oneshot::channel();
        if self.0.send(WriteJob::Close(close)).await.is_ok() {
            let _ = closed.await;
        }
    }

    /// Does something within a transaction, and returns once that is on the
    /// disk. Others do theirs in the same one: what fails is taken back whole,
    /// and nothing else with it.
    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Fut<'c, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.wait(false, work, || {}).await
    }

    /// The same, quicker, of something that writes one statement or one
    /// [`Batch`](super::batch::Batch), and that last: nothing is left of such a
    /// thing where it fails. `done` follows once it is on the disk, whether or
    /// not the caller is still there to hear of it.
    pub(super) async fn run_whole<T, E, F, D>(&self, work: F, done: D) -> Result<T, E>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Fut<'c, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        D: FnOnce() + Send + 'static,
    {
        self.wait(true, work, done).await
    }

    async fn wait<T, E, F, D>(&self, whole: bool, work: F, done: D) -> Result<T, E>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Fut<'c, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        D: FnOnce() + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Waiting {
            whole,
            work: Some(work),
            outcome: None,
            answer,
            done,
        };
        let sent = self.0.send(WriteJob::Async(Box::new(job))).await;
        sent.map_err(|_| Error::PoolClosed)?;
        answered.await.map_err(|_| Error::WorkerCrashed)?
    }

    /// One statement; how many rows it changed.
    pub(super) async fn execute(
        &self,
        query: Query<'static, Sqlite, SqliteArguments>,
    ) -> Result<u64, Error> {
        self.run_whole(
            move |tx| Box::pin(async move { Ok(query.execute(tx).await?.rows_affected()) }),
            || {},
        )
        .await
    }

    /// One statement that answers with rows.
    pub(super) async fn rows(
        &self,
        query: Query<'static, Sqlite, SqliteArguments>,
    ) -> Result<Vec<SqliteRow>, Error> {
        self.run_whole(move |tx| Box::pin(query.fetch_all(tx)), || {})
            .await
    }
}

/// A panic in one batch is not the writer's end.
fn contain(write: impl FnOnce()) {
    if panic::catch_unwind(AssertUnwindSafe(write)).is_err() {
        tracing::error!("a batch of changes was not written");
    }
}

/// Writes a batch and tells everybody in it.
async fn write(pool: &SqlitePool, mut deeds: Vec<Box<dyn Far>>) {
    let committed = transact(pool, &mut deeds).await;
    let committed = committed.map_err(|error| error.to_string());
    for job in deeds {
        job.complete(committed.clone());
    }
}

async fn transact(pool: &SqlitePool, deeds: &mut [Box<dyn Far>]) -> Result<(), Error> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let mut done = 0;
    for job in deeds {
        let sound = if job.is_whole() {
            job.run(&mut tx).await
        } else {
            apart(&mut tx, job).await?
        };
        if sound {
            done += 1;
        } else {
            still_within(&mut tx).await?;
        }
    }
    if done == 0 {
        return tx.rollback().await;
    }
    tx.commit().await?;
    tracing::debug!(done, "committed");
    Ok(())
}

/// Has a deed done that may fail between two statements.
async fn apart(tx: &mut SqliteConnection, job: &mut Box<dyn Far>) -> Result<bool, Error> {
    let mut part = tx.begin().await?;
    let sound = job.run(&mut part).await;
    if sound {
        part.commit().await?;
    } else {
        part.rollback().await?;
    }
    Ok(sound)
}

/// Fails if the transaction is over: after some faults, such as a full disk,
/// SQLite takes back the whole of it, and what came next would be on its own.
async fn still_within(tx: &mut SqliteConnection) -> Result<(), Error> {
    match sqlx::query("BEGIN").execute(&mut *tx).await {
        // There is one already.
        Err(Error::Database(_)) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => {
            sqlx::query("ROLLBACK").execute(tx).await?;
            Err(Error::Protocol("the transaction was taken back".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests;
