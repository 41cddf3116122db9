//! Differential test: both engines give the same answers to the same random operations.
//!
//! A sequence of operations runs on a new SQLite store and on a new PostgreSQL store, through the ports
//! and use cases that the server has. Both have one clock and the same random bytes. Every outcome is
//! compared, and then everything that can be read. A sequence that shows a difference is made smaller
//! until each of its operations is needed.
//!
//! `VESTIBULE_TEST_SEEDS=0..300` runs these sequences instead, `VESTIBULE_TEST_SEEDS=7` only that one.
//!
//! | module | content |
//! |---|---|
//! | [`operation`] | the operations and their generator; each group has a module of its own |
//! | [`fixture`] | a store on one engine, and what earlier operations have made |
//! | [`observation`] | everything that can be read |
//! | [`outcome`] | what an operation gave |

mod applicant;
mod credentials;
mod difference;
mod fixture;
mod jobs;
mod maintenance;
mod observation;
mod operation;
mod outcome;
mod own_account;
mod provider;
mod reviewer;
mod sign_in;
mod staff;

use self::{
    difference::{Difference, first_difference},
    operation::{Sequence, sequences},
};
use crate::test_support::variable;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};
use std::{cell::RefCell, ops::Range};

/// The sequences of an ordinary run; a full run has four times as many.
const SEQUENCES: u64 = 6;

/// Most milliseconds for making a sequence smaller. The runner of the tests ends one after five minutes.
const SHRINKING: u32 = 180_000;

fn seeds() -> Range<u64> {
    let number = |text: &str| text.parse::<u64>().expect("a number");
    match variable("VESTIBULE_TEST_SEEDS") {
        Some(text) => match text.split_once("..") {
            Some((first, end)) => number(first)..number(end),
            None => number(&text)..number(&text) + 1,
        },
        None if variable("VESTIBULE_TEST_FULL").is_some() => 0..4 * SEQUENCES,
        None => 0..SEQUENCES,
    }
}

fn runner(seed: u64) -> TestRunner {
    let config = Config {
        cases: 1,
        failure_persistence: None,
        max_shrink_iters: u32::MAX,
        max_shrink_time: SHRINKING,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// The shortest list of operations that is known to show a difference.
#[derive(Default)]
struct SmallestDifference {
    operations: Vec<String>,
    difference: String,
}

impl SmallestDifference {
    /// Whether a list begins with the known one: then it shows the same difference.
    fn begins(&self, operations: &[String]) -> bool {
        !self.operations.is_empty() && operations.starts_with(&self.operations)
    }
}

fn listed(sequence: &Sequence) -> Vec<String> {
    let operations = sequence.operations.iter();
    operations
        .map(|operation| format!("{operation:?}"))
        .collect()
}

/// Runs the sequence of a seed.
///
/// # Panics
/// With the difference and the smallest sequence that shows it.
fn check(seed: u64) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let smallest_difference = RefCell::new(SmallestDifference::default());
    let result = runner(seed).run(&sequences(), |sequence| {
        let mut operations = listed(&sequence);
        if !smallest_difference.borrow().begins(&operations) {
            let found = runtime.block_on(first_difference(&sequence));
            let Some(Difference { after, text }) = found else {
                return Ok(());
            };
            operations.truncate(after);
            *smallest_difference.borrow_mut() = SmallestDifference {
                operations,
                difference: text,
            };
        }
        Err(TestCaseError::fail("the engines differ"))
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, smallest)) => {
            let SmallestDifference {
                operations,
                difference,
            } = smallest_difference.take();
            panic!(
                "{reason}, seed {seed}, client-assigned ids: {}\n{difference}\nsmallest operations:\n{}",
                smallest.client_assigned,
                operations.join("\n")
            );
        }
        Err(error) => panic!("seed {seed}: {error}"),
    }
}

#[test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
fn engines_agree_on_random_operations() {
    seeds().for_each(check);
}

#[test]
fn seed_gives_the_same_operations_each_time() {
    let made = |seed| {
        let tree = sequences().new_tree(&mut runner(seed)).expect("a sequence");
        listed(&tree.current())
    };
    assert_eq!(made(7), made(7));
    assert_ne!(made(7), made(8));
}
