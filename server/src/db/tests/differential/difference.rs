//! Runs a sequence on both engines until they differ.

use super::{
    fixture::EngineFixture,
    observation::Reading,
    operation::{Operation, Sequence},
    outcome::Outcome,
};
use crate::test_support::TestInstallation;

/// How many operations lie between two looks at the stored rows. Looks take longer than operations.
const STEP: usize = 10;

/// Characters of two texts that are shown before and after their first difference.
const BEFORE: usize = 160;
const AFTER: usize = 240;

/// A difference between the engines.
pub(super) struct Difference {
    /// How many operations ran before it showed.
    pub(super) after: usize,
    pub(super) text: String,
}

/// Both engines.
struct Engines {
    sqlite: EngineFixture,
    postgres: EngineFixture,
}

/// Runs a sequence on two new stores.
pub(super) async fn first_difference(sequence: &Sequence) -> Option<Difference> {
    let cluster = TestInstallation::new();
    assert!(cluster.has_cluster(), "VESTIBULE_TEST_POSTGRES is not set");
    let sqlite = TestInstallation::with_sqlite();
    let mut engines = Engines {
        sqlite: EngineFixture::new(sqlite, sequence.client_assigned).await,
        postgres: EngineFixture::new(cluster, sequence.client_assigned).await,
    };
    engines.sqlite.prepare().await;
    engines.postgres.prepare().await;
    let found = engines.run(sequence).await;
    engines.sqlite.store.close().await;
    engines.postgres.store.close().await;
    found
}

impl Engines {
    async fn run(&mut self, sequence: &Sequence) -> Option<Difference> {
        for (n, operation) in sequence.operations.iter().enumerate() {
            let found = match self.perform(operation).await {
                None if (n + 1) % STEP == 0 => self.compare_rows().await,
                found => found,
            };
            if let Some(text) = found {
                return Some(Difference { after: n + 1, text });
            }
        }
        let text = self.compare_everything(sequence.variant).await?;
        let after = sequence.operations.len();
        Some(Difference { after, text })
    }

    /// Performs an operation. A failure of both databases is a difference, too, unless it is meant to
    /// fail: what the operation tests would never run.
    async fn perform(&mut self, operation: &Operation) -> Option<String> {
        let sqlite = self.sqlite.perform(operation).await;
        let postgres = self.postgres.perform(operation).await;
        let is_failed = sqlite.is_failed() && !operation.may_fail();
        let title = format!("outcome of {operation:?}");
        (sqlite != postgres || is_failed).then(|| explain(&title, &sqlite, &postgres))
    }

    async fn compare_rows(&self) -> Option<String> {
        let (sqlite, postgres) = (self.sqlite.stored_rows(), self.postgres.stored_rows());
        compare(&sqlite.await, &postgres.await)
    }

    async fn compare_everything(&self, variant: usize) -> Option<String> {
        let sqlite = self.sqlite.everything(variant).await;
        compare(&sqlite, &self.postgres.everything(variant).await)
    }
}

/// The first reading that differs or failed.
fn compare(sqlite: &[Reading], postgres: &[Reading]) -> Option<String> {
    let mut pairs = sqlite.iter().zip(postgres);
    let is_same = |one: &Reading, other: &Reading| {
        one.title == other.title && one.outcome == other.outcome && !one.outcome.is_failed()
    };
    if let Some((one, other)) = pairs.find(|(one, other)| !is_same(one, other)) {
        let title = if one.title == other.title {
            one.title.clone()
        } else {
            format!("{} or {}", one.title, other.title)
        };
        return Some(explain(&title, &one.outcome, &other.outcome));
    }
    let (one, other) = (sqlite.len(), postgres.len());
    (one != other).then(|| format!("{one} readings on SQLite, {other} on PostgreSQL"))
}

fn explain(title: &str, sqlite: &Outcome, postgres: &Outcome) -> String {
    let (sqlite, postgres) = (sqlite.to_string(), postgres.to_string());
    let pairs = sqlite.chars().zip(postgres.chars());
    let common = pairs.take_while(|(one, other)| one == other).count();
    let excerpt = |text: &str| {
        let start = common.saturating_sub(BEFORE);
        let shown: String = text.chars().skip(start).take(BEFORE + AFTER).collect();
        let dots = if start > 0 { "…" } else { "" };
        format!("{dots}{shown}")
    };
    format!(
        "{title}\n  on SQLite:     {}\n  on PostgreSQL: {}",
        excerpt(&sqlite),
        excerpt(&postgres)
    )
}
