//! Background tasks of the server, and how they stop.

use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Background tasks of the server. Dropping it cancels them.
#[derive(Default)]
pub(crate) struct BackgroundTasks {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl BackgroundTasks {
    /// Runs a task until it ends, or until its next await after the stop.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            stop.run_until_cancelled(task).await;
        });
    }

    /// Repeats `tick` after the pause that it returns, or as soon as `wake` is notified. A tick
    /// that has begun ends, even after the stop.
    pub(super) fn spawn_loop<F>(&self, wake: Arc<Notify>, tick: impl Fn() -> F + Send + 'static)
    where
        F: Future<Output = Duration> + Send,
    {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            while !stop.is_cancelled() {
                let pause = tick().await;
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = wake.notified() => {}
                    () = stop.cancelled() => {}
                }
            }
        });
    }

    /// Stops the tasks and waits for them.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

impl Drop for BackgroundTasks {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
