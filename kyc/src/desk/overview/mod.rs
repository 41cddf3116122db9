//! The picture: how many apply and what comes of it, how far they get, how long
//! a decision takes, what waits, and how the upstream is doing.
//!
//! Whatever is shown was counted when it happened; a view adds up a few figures
//! a day. Days are days in UTC. Nothing in here says who anybody is.

mod figures;
mod funnel;
mod health;
mod histogram;
mod outcome;
mod port;
mod span;
mod waiting;

pub use figures::{DayFigures, Figures};
pub use funnel::{Funnel, Rung};
pub use health::{Call, Calls, Pulse};
pub use histogram::Histogram;
pub use outcome::Outcome;
pub use port::{Overview, Upstream};
pub use span::Span;
pub use waiting::{Band, Turn, Waiting};
