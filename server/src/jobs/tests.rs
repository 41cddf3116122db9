//! Tests of the background work over a real store.

mod early_polls;
mod leases;
mod odd_answers;
mod outage;
mod poll_schedule;
mod precedence;
mod provider;
mod provider_ids;
mod refresh;
mod retries;
