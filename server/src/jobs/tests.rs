//! Tests of the background work over a real store.

mod leases;
mod outage;
mod poll_schedule;
mod refresh;
