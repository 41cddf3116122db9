//! This process's CPU time and commits. A busy machine changes wall-clock time, but
//! hardly these.

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

/// The log target of the server's commits. Each commit is one sync to disk.
const COMMIT_TARGET: &str = "server::db::driver::sqlite::writer";
/// Milliseconds per clock tick of `/proc`.
const MS_PER_TICK: f64 = 10.0;

static COMMITS: AtomicU64 = AtomicU64::new(0);

/// Counts the events that the filter passes: commits.
struct CommitCounter;

impl<S: Subscriber> Layer<S> for CommitCounter {
    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        COMMITS.fetch_add(1, Ordering::Relaxed);
    }
}

/// Counts commits from now on.
///
/// # Errors
/// If another subscriber is installed.
pub(crate) fn count_commits() -> Result<(), Box<dyn Error>> {
    let only = Targets::new().with_target(COMMIT_TARGET, Level::DEBUG);
    let subscriber = Registry::default().with(only).with(CommitCounter);
    Ok(tracing::subscriber::set_global_default(subscriber)?)
}

/// The number of the server's commits.
pub(crate) fn commits() -> f64 {
    COMMITS.load(Ordering::Relaxed) as f64
}

/// The CPU time of all threads, in milliseconds.
///
/// # Errors
/// If `/proc/self/stat` is missing or malformed.
pub(crate) fn cpu_millis() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The second field may contain spaces; the times are fields 14 and 15.
    let (_, fields) = stat.rsplit_once(") ").ok_or("no name in stat")?;
    let times = fields.split(' ').skip(11).take(2).map(str::parse::<f64>);
    let ticks: f64 = times.sum::<Result<f64, _>>()?;
    Ok(ticks * MS_PER_TICK)
}

/// The CPU time of the whole machine, in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct MachineTime {
    /// Of all programs and the kernel.
    pub(crate) busy: f64,
    /// Of no program, the waits for the disk included.
    pub(crate) idle: f64,
}

impl MachineTime {
    /// The time since an earlier one.
    pub(crate) const fn since(self, earlier: Self) -> Self {
        Self {
            busy: self.busy - earlier.busy,
            idle: self.idle - earlier.idle,
        }
    }
}

/// The machine's CPU time until now.
///
/// # Errors
/// If `/proc/stat` is missing or malformed.
pub(crate) fn machine() -> Result<MachineTime, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/stat")?;
    let line = stat.lines().next().ok_or("an empty stat")?;
    let ticks = line.split_whitespace().skip(1).take(8).map(str::parse);
    let ticks: Vec<f64> = ticks.collect::<Result<_, _>>()?;
    // user, nice, system, idle, iowait, irq, softirq, steal
    let [user, nice, system, idle, iowait, irq, softirq, _steal] = *ticks else {
        return Err("other columns in stat".into());
    };
    Ok(MachineTime {
        busy: (user + nice + system + irq + softirq) * MS_PER_TICK,
        idle: (idle + iowait) * MS_PER_TICK,
    })
}
