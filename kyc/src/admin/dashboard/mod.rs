//! The picture: how many apply and what comes of it, how far they get, how long
//! a decision takes, what waits, and how the upstream is doing.
//!
//! Whatever is shown was counted when it happened; a view adds up a few figures
//! a day. Days are days in UTC. Nothing in here says who anybody is.

mod date_range;
mod funnel;
mod health;
mod histogram;
mod outcome;
mod ports;
mod stats;
mod waiting;

pub use date_range::DateRange;
pub use funnel::{Funnel, FunnelStage};
pub use health::{Call, CallFigures, ProviderHealth};
pub use histogram::Histogram;
pub use outcome::CaseOutcome;
pub use ports::{Dashboard, ProviderMonitor};
pub use stats::{DayStats, Stats};
pub use waiting::{AgeBucket, Waiting, WaitingOn};
