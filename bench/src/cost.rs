//! What this process has cost so far: a busy machine changes how long things
//! take, and hardly this.

use std::{
    error::Error,
    fs,
    sync::atomic::{AtomicU64, Ordering},
};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::{
    Layer, Registry,
    filter::Targets,
    layer::{Context, SubscriberExt},
};

/// Where the server says that it has committed: each is one sync to the disk.
const WRITER: &str = "server::db::writer";
const MS_A_TICK: f64 = 10.0;

static COMMITS: AtomicU64 = AtomicU64::new(0);

/// Hears of commits, and of nothing else.
struct Count;

impl<S: Subscriber> Layer<S> for Count {
    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        COMMITS.fetch_add(1, Ordering::Relaxed);
    }
}

/// Counts commits from now on.
///
/// # Errors
/// If somebody listens already.
pub(crate) fn count_commits() -> Result<(), Box<dyn Error>> {
    let only = Targets::new().with_target(WRITER, Level::DEBUG);
    let listener = Registry::default().with(only).with(Count);
    Ok(tracing::subscriber::set_global_default(listener)?)
}

/// Transactions committed by the server.
pub(crate) fn commits() -> f64 {
    COMMITS.load(Ordering::Relaxed) as f64
}

/// Processor time of all threads, in milliseconds.
///
/// # Errors
/// Where there is no such file.
pub(crate) fn processor() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The second field may hold blanks; the times are the 14th and the 15th.
    let (_, fields) = stat.rsplit_once(") ").ok_or("no name in stat")?;
    let times = fields.split(' ').skip(11).take(2).map(str::parse::<f64>);
    let ticks: f64 = times.sum::<Result<f64, _>>()?;
    Ok(ticks * MS_A_TICK)
}
