//! A small fuzzer without feedback, with a fixed seed: a failure is reproducible.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

/// Tokens that often break parsers: mutations insert them at random positions.
const TOKENS: &[&[u8]] = &[
    b"\0",
    b"%00",
    b"\xff\xfe",
    b"\xef\xbf\xbd",
    b"\xf0\x9f\x98\x80",
    b"\xe2\x80\xae",
    b"\xcc\x81",
    b"\r\n",
    b"\n",
    b"&",
    b"=",
    b"%",
    b"[",
    b"]",
    b"{",
    b"\"",
    b"\\",
    b"/../",
    b"-1",
    b"18446744073709551616",
    b"1e999",
    b"null",
    b"<script>",
    b"';--",
    b"csrf=",
    b"lang=es",
    b"9999",
    b"\xc2\xbd",
    b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
];

/// The longest input, in bytes.
const LONGEST: usize = 8 * 1024;

/// SplitMix64.
struct SeededRandom(u64);

impl SeededRandom {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 if `end` is 0.
    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The seeds of a target, in the order of their names.
pub(crate) fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz/seeds").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read(path).expect("a seed"))
        .collect()
}

/// Runs a body with every seed and then with mutations of them: `rounds` inputs in all, or four
/// times as many in a full run.
///
/// # Panics
/// With the input, if the body panics.
pub(crate) fn drive(target: &str, body: impl Fn(&[u8]), rounds: usize) {
    let seeds = seeds(target);
    let mut dice = SeededRandom(0x5eed);
    for round in 0..rounds * times() {
        let input = match seeds.get(round) {
            Some(seed) => seed.clone(),
            None => mutated(&seeds, &mut dice),
        };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(&input))) {
            let message = panic.downcast_ref::<String>().map(String::as_str);
            let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
            panic!(
                "{target}, round {round}: {} on b\"{}\"",
                message.unwrap_or("a panic"),
                input.escape_ascii()
            );
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "no setting of the server, but of this test"
)]
fn times() -> usize {
    std::env::var_os("VESTIBULE_TEST_FULL").map_or(1, |_| 4)
}

/// One seed with a few changes.
fn mutated(seeds: &[Vec<u8>], dice: &mut SeededRandom) -> Vec<u8> {
    let mut input = dice.pick(seeds).clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(input.len() + 1);
        let end = (at + 1 + dice.below(8)).min(input.len());
        match dice.below(8) {
            0 if at < input.len() => input[at] ^= 1 << dice.below(8),
            1 if at < input.len() => input[at] = dice.roll() as u8,
            2 => input.insert(at, dice.roll() as u8),
            3 => drop(input.drain(at..end)),
            4 => input.truncate(at),
            5 => {
                let piece = input[at..end].to_vec();
                drop(input.splice(at..at, piece.repeat(1 + dice.below(40))));
            }
            6 => {
                let other = dice.pick(seeds);
                let from = dice.below(other.len());
                drop(input.splice(at.., other[from..].iter().copied()));
            }
            _ => drop(input.splice(at..at, dice.pick(TOKENS).iter().copied())),
        }
        input.truncate(LONGEST);
    }
    input
}
