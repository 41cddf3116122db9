//! Waits of a thread for the database server.
//!
//! A closure over a transaction is synchronous. The thread that runs it also moves the bytes of its
//! connection: a hand-over to another thread would cost two more wake-ups for each statement.

use crate::db::driver::RowError;
use std::{cell::Cell, panic, thread};
use tokio::{
    runtime::{Builder, Handle, Runtime, RuntimeFlavor},
    task,
};
use tracing::Span;

thread_local! {
    /// Whether this thread runs work of [`blocking`].
    static MAY_WAIT: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as one that may wait, until it is dropped.
struct MayWait {
    before: bool,
}

impl MayWait {
    fn mark() -> Self {
        let before = MAY_WAIT.replace(true);
        Self { before }
    }
}

impl Drop for MayWait {
    fn drop(&mut self) {
        MAY_WAIT.set(self.before);
    }
}

/// The runtime of one connection, which runs on the thread that waits.
///
/// # Errors
/// An I/O error if the system has no more file descriptors.
pub(super) fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Runs work whose statements the calling thread waits for.
pub(super) fn here<T>(work: impl FnOnce() -> T) -> T {
    let flavor = Handle::try_current().map(|current| current.runtime_flavor());
    if MAY_WAIT.get() || !matches!(flavor, Ok(RuntimeFlavor::MultiThread)) {
        return work();
    }
    // The web server's other tasks move to another of its threads meanwhile.
    task::block_in_place(|| {
        let _marked = MayWait::mark();
        work()
    })
}

/// Runs a future on a connection's runtime while the calling thread waits.
pub(super) fn wait<T: Send>(runtime: &Runtime, future: impl Future<Output = T> + Send) -> T {
    if MAY_WAIT.get() {
        return runtime.block_on(future);
    }
    if Handle::try_current().is_err() {
        return runtime.block_on(future);
    }
    // The runtime of a test has one thread, which must not run a second runtime.
    thread::scope(|scope| {
        let waiting = scope.spawn(|| runtime.block_on(future));
        match waiting.join() {
            Ok(done) => done,
            Err(panic) => panic::resume_unwind(panic),
        }
    })
}

/// Runs work on a thread that may wait for each of its statements.
pub(super) async fn blocking<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<RowError> + Send + 'static,
{
    let span = Span::current();
    let done = task::spawn_blocking(move || {
        let _marked = MayWait::mark();
        span.in_scope(work)
    });
    done.await
        .unwrap_or_else(|gone| match gone.try_into_panic() {
            Ok(panic) => panic::resume_unwind(panic),
            Err(_) => Err(RowError::Closed.into()),
        })
}
