//! Everything that can be read of a store, as texts with a title each.
//!
//! Personal data does not print, so that each reading exposes it: both engines must open the same.

mod cases;
mod list;
mod staff;
mod stored;
mod trails;

use super::{
    fixture::EngineFixture,
    outcome::{ErrorKind, Outcome},
};
use std::fmt::Debug;

/// Something that was read.
pub(super) struct Reading {
    pub(super) title: String,
    pub(super) outcome: Outcome,
}

/// The readings so far.
#[derive(Default)]
pub(super) struct Readings(Vec<Reading>);

impl Readings {
    fn add<T: Debug, E: ErrorKind>(&mut self, title: impl Into<String>, read: Result<T, E>) {
        self.0.push(Reading {
            title: title.into(),
            outcome: read.into(),
        });
    }
}

impl EngineFixture {
    /// Reads the stored rows: what no port shows differs there first.
    pub(super) async fn stored_rows(&self) -> Vec<Reading> {
        let mut readings = Readings::default();
        self.read_rows(&mut readings).await;
        readings.0
    }

    /// Reads everything through the ports, and then the stored rows. There are too many lists to read
    /// each time: `variant` chooses their filters.
    pub(super) async fn everything(&self, variant: usize) -> Vec<Reading> {
        let mut readings = Readings::default();
        self.read_applications(&mut readings).await;
        self.read_access(&mut readings).await;
        self.read_cases(&mut readings).await;
        self.read_staff(&mut readings).await;
        self.read_lists(&mut readings, variant).await;
        self.read_searches(&mut readings).await;
        self.read_jobs(&mut readings).await;
        self.read_trails(&mut readings).await;
        self.read_rows(&mut readings).await;
        readings.0
    }
}
