//! The figures of a soak run.

use super::tally::Tally;
use crate::crash::{
    oracle::{ObservedFacts, Violation},
    storm::TABS,
};
use sandbox::Dialect;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

pub(super) struct Report {
    pub(super) victim: &'static str,
    pub(super) dialect: Dialect,
    pub(super) seed: u64,
    pub(super) took: Duration,
    /// Applications whose submission was acknowledged.
    pub(super) arrived: usize,
    /// Applications parked without the provider's id, then released.
    pub(super) released: usize,
    pub(super) stuck: i64,
    pub(super) facts: ObservedFacts,
    pub(super) tally: Arc<Tally>,
}

impl Report {
    fn count(&self, is: fn(&Violation) -> bool) -> usize {
        self.facts.faults().iter().filter(|fault| is(fault)).count()
    }

    /// Acknowledged applications that are missing in the database or in the ledger.
    fn lost(&self) -> usize {
        let missing = self.arrived.saturating_sub(self.facts.applied.len());
        missing + self.count(|fault| matches!(fault, Violation::Lost(_) | Violation::WrongId(_)))
    }

    /// Prints the table.
    #[expect(clippy::print_stdout, reason = "what make soak is run for")]
    pub(super) fn print(&self) {
        let tally = &self.tally;
        let duplicates =
            self.count(|fault| matches!(fault, Violation::Duplicate(_) | Violation::Orphan(_)));
        let rows: [(&str, String); 14] = [
            ("dialect", self.dialect.name().to_owned()),
            ("seed", self.seed.to_string()),
            ("minutes", format!("{:.1}", self.took.as_secs_f64() / 60.0)),
            (
                "kills (of these, while starting)",
                format!("{} ({})", tally.kills, tally.early),
            ),
            ("applications handed in", self.arrived.to_string()),
            ("steps acknowledged", tally.acknowledged.to_string()),
            ("requests without an answer", tally.unanswered.to_string()),
            ("faults of the provider", tally.faults.to_string()),
            ("inquiries in its ledger", self.facts.opened().to_string()),
            (
                "start requests that it accepted",
                self.facts.inquiries.len().to_string(),
            ),
            (
                "parked → released",
                format!(
                    "{} → {}",
                    self.released,
                    self.released - self.facts.parked().len()
                ),
            ),
            ("lost", self.lost().to_string()),
            ("duplicates", duplicates.to_string()),
            ("stuck", self.stuck.to_string()),
        ];
        println!(
            "\n| SIGKILL of the {} under load | |\n|---|---|",
            self.victim
        );
        for (name, value) in rows {
            println!("| {name} | {value} |");
        }
    }

    #[track_caller]
    pub(super) fn assert_sound(&self) {
        let seed = self.seed;
        let wrongs = self.tally.wrongs();
        assert!(wrongs.is_empty(), "seed {seed}: {wrongs:#?}");
        assert_eq!(self.facts.faults(), [], "seed {seed}");
        let asks_by_our_id = self.dialect != Dialect::A;
        assert!(
            !asks_by_our_id || self.released == 0,
            "seed {seed}: {} were parked for want of an id",
            self.released
        );
        assert_eq!(self.facts.opened(), self.facts.applied.len(), "seed {seed}");
        assert_eq!(self.facts.applied.len(), self.arrived, "seed {seed}");
        assert_eq!(
            (self.stuck, self.lost(), self.facts.parked().len()),
            (0, 0, 0),
            "seed {seed}"
        );
    }
}

/// Prints the figures of the storm rounds.
#[expect(clippy::print_stdout, reason = "what make soak is run for")]
pub(super) fn print_storm(rounds: usize, facts: &ObservedFacts) {
    println!("\n| one application handed in {TABS} times at once | |\n|---|---|");
    println!("| rounds | {rounds} |");
    println!("| inquiries in the ledger | {} |", facts.opened());
    println!(
        "| start requests that it accepted | {} |",
        facts.inquiries.len()
    );
}

/// The release build, which `make soak` has just made. It must contain no failpoints.
pub(super) fn release_build() -> PathBuf {
    let debug = Path::new(env!("CARGO_BIN_EXE_vestibule"));
    let release = debug
        .ancestors()
        .nth(2)
        .expect("target")
        .join("release/vestibule");
    assert!(
        has(debug, FAILPOINT),
        "the search finds it in a debug build"
    );
    assert!(
        !has(&release, FAILPOINT),
        "a release build knows failpoints"
    );
    release
}

/// The variable that arms a failpoint.
const FAILPOINT: &str = "VESTIBULE_FAILPOINT";

fn has(binary: &Path, words: &str) -> bool {
    let bytes =
        std::fs::read(binary).unwrap_or_else(|error| panic!("{}: {error}", binary.display()));
    bytes
        .windows(words.len())
        .any(|window| window == words.as_bytes())
}
