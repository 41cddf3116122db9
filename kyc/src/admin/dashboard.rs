//! The dashboard: applications and their outcomes, the funnel, decision times, waiting cases and
//! the provider's health.
//!
//! The store updates the counts when an event happens; a page adds up a few rows per day. Days are
//! in UTC. The dashboard contains no personal data.

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
pub use waiting::{AgeBucket, OpenCases, WaitingOn};
