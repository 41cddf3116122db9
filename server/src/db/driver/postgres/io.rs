//! The threads that speak to the database server.
//!
//! A closure over a transaction is synchronous. Its thread waits for each statement, while these
//! threads move the bytes. They are not those of the web server: a waiting thread would otherwise
//! wait for itself.

use crate::db::driver::RowError;
use std::{future::Future, sync::mpsc};
use tokio::{
    runtime::{Builder, EnterGuard, Handle, Runtime, RuntimeFlavor},
    task,
};

/// Threads for the connections of a server.
const THREADS: usize = 2;

/// A runtime for connections.
pub(super) struct Io(Option<Runtime>);

impl Io {
    /// Starts the threads.
    ///
    /// # Errors
    /// An I/O error if a thread cannot be started.
    pub(super) fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("postgres")
            .enable_all()
            .build()?;
        Ok(Self(Some(runtime)))
    }

    fn handle(&self) -> Result<&Handle, RowError> {
        self.0.as_ref().map(Runtime::handle).ok_or(RowError::Closed)
    }

    /// Starts a task on these threads.
    ///
    /// # Errors
    /// [`RowError::Closed`] if the threads have ended.
    pub(super) fn spawn(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), RowError> {
        self.handle()?.spawn(task);
        Ok(())
    }

    /// Runs a future on these threads.
    ///
    /// # Errors
    /// [`RowError::Closed`] if the threads have ended.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, RowError> {
        let done = self.handle()?.spawn(future);
        done.await.map_err(|_| RowError::Closed)
    }

    /// Runs a future on these threads while the calling thread waits.
    ///
    /// # Errors
    /// [`RowError::Closed`] if the threads have ended.
    pub(super) fn wait<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, RowError> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.handle()?.spawn(async move {
            // The waiting thread has the receiver.
            let _ = answer.send(future.await);
        });
        let wait = || answered.recv().map_err(|_| RowError::Closed);
        let flavor = Handle::try_current().map(|current| current.runtime_flavor());
        // The web server's other tasks move to another of its threads meanwhile.
        if matches!(flavor, Ok(RuntimeFlavor::MultiThread)) {
            task::block_in_place(wait)
        } else {
            wait()
        }
    }

    /// Makes these threads the ones of the current scope, for values that spawn when dropped.
    pub(super) fn enter(&self) -> Option<EnterGuard<'_>> {
        self.0.as_ref().map(Runtime::enter)
    }
}

impl Drop for Io {
    fn drop(&mut self) {
        // A runtime that waits for its threads must not be dropped by a task.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
