//! The writer. SQLite allows one writer at a time. All queued writes share the next transaction, so
//! that one disk sync serves them all. A caller gets its result only after that sync.
//!
//! Frequent writes run on the writer's own thread (`pooled`). Rare writes, mostly the admin's, go
//! through sqlx: its connection has another thread, at two hops per statement.

mod pooled;

use self::pooled::PooledJob;
use kyc::ports::Fut;
use rusqlite::Connection;
use sqlx::{
    Acquire, Error, Sqlite, SqliteConnection, SqlitePool,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};
use std::{
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    thread,
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, mpsc, oneshot},
};

/// Most writes per transaction; limits how long the first one waits.
const TOGETHER: usize = 64;

/// Process-wide write lock, first come, first served. SQLite's own lock only retries at intervals.
pub(super) type WriteLock = Arc<Mutex<()>>;

/// Handle to the writer thread.
#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<WriteJob>);

/// A queued write, by connection.
enum WriteJob {
    /// A frequent write, on the writer's rusqlite connection.
    Pooled(Box<dyn PooledJob>),
    /// A rare write, through sqlx.
    Async(Box<dyn AsyncJob>),
    /// The close command.
    Close(oneshot::Sender<()>),
}

/// A queued sqlx write with its waiting caller.
trait AsyncJob: Send {
    /// Whether a failed write leaves no effect even without a savepoint.
    fn is_whole(&self) -> bool;
    /// Executes the write. Returns false if it failed.
    fn run<'c>(&'c mut self, tx: &'c mut SqliteConnection) -> Fut<'c, bool>;
    /// Sends the result to the caller after the transaction has ended.
    fn complete(self: Box<Self>, committed: Result<(), String>);
}

struct AsyncWrite<F, T, E, D> {
    whole: bool,
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
    done: D,
}

impl<F, T, E, D> AsyncJob for AsyncWrite<F, T, E, D>
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
        // The caller may have been cancelled; the write is committed all the same.
        let _ = self.answer.send(answer);
    }
}

impl Writer {
    /// Starts the writer on a pool of one connection and on a rusqlite connection. It ends when its
    /// last handle is dropped.
    ///
    /// The writer has its own thread. As a task, the scheduler would have to wake it after every
    /// statement.
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
                let (mut pooled, mut rare, mut close) = (Vec::new(), Vec::new(), None);
                for job in together.drain(..) {
                    match job {
                        WriteJob::Pooled(job) => pooled.push(job),
                        WriteJob::Async(job) => rare.push(job),
                        WriteJob::Close(closed) => close = Some(closed),
                    }
                }
                let held = write_lock.blocking_lock();
                if !pooled.is_empty() {
                    contain(|| pooled::write(&mut connection, pooled));
                }
                if !rare.is_empty() {
                    contain(|| runtime.block_on(write(&pool, rare)));
                }
                drop(held);
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
        if self.0.send(WriteJob::Close(close)).await.is_ok() {
            let _ = closed.await;
        }
    }

    /// Executes a write in a savepoint and returns after the commit is on disk. Other writes share
    /// the transaction; a failure rolls back this write only.
    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Fut<'c, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.wait(false, work, || {}).await
    }

    /// Executes a write without a savepoint, which is faster. The write must end with its only
    /// statement or [`Batch`](super::batch::Batch), so that a failure leaves no effect. `done` runs
    /// after the commit is on disk, even if the caller was cancelled.
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
        let job = AsyncWrite {
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

    /// Executes one statement. Returns the row count.
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

    /// Executes one statement and returns its rows.
    pub(super) async fn rows(
        &self,
        query: Query<'static, Sqlite, SqliteArguments>,
    ) -> Result<Vec<SqliteRow>, Error> {
        self.run_whole(move |tx| Box::pin(query.fetch_all(tx)), || {})
            .await
    }
}

/// Catches a panic in one transaction, so that the writer goes on.
fn contain(write: impl FnOnce()) {
    if panic::catch_unwind(AssertUnwindSafe(write)).is_err() {
        tracing::error!("a batch of changes was not written");
    }
}

/// Writes a batch in one transaction and completes its callers.
async fn write(pool: &SqlitePool, mut jobs: Vec<Box<dyn AsyncJob>>) {
    let committed = transact(pool, &mut jobs).await;
    let committed = committed.map_err(|error| error.to_string());
    for job in jobs {
        job.complete(committed.clone());
    }
}

async fn transact(pool: &SqlitePool, jobs: &mut [Box<dyn AsyncJob>]) -> Result<(), Error> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let mut done = 0;
    for job in jobs {
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

/// Executes a write within its own savepoint.
async fn apart(tx: &mut SqliteConnection, job: &mut Box<dyn AsyncJob>) -> Result<bool, Error> {
    let mut part = tx.begin().await?;
    let sound = job.run(&mut part).await;
    if sound {
        part.commit().await?;
    } else {
        part.rollback().await?;
    }
    Ok(sound)
}

/// Fails if the transaction is over. After some faults, such as a full disk, SQLite rolls back the
/// whole transaction. Later statements would then commit on their own.
async fn still_within(tx: &mut SqliteConnection) -> Result<(), Error> {
    match sqlx::query("BEGIN").execute(&mut *tx).await {
        // SQLite refuses a nested `BEGIN`: the transaction is still open.
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
