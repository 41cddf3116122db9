//! Reproducible random numbers: a seed fixes every draw of a run (SplitMix64). The timing still
//! depends on the machine.

use std::hash::{BuildHasher, Hasher, RandomState};

pub(super) struct SeededRandom(u64);

impl SeededRandom {
    /// A separate stream for each purpose.
    pub(super) fn of(seed: u64, purpose: u64) -> Self {
        let mut random = Self(seed ^ purpose.wrapping_mul(0xd134_2543_de82_ef95));
        random.next();
        random
    }

    /// A random seed below a million.
    pub(super) fn seed() -> u64 {
        RandomState::new().build_hasher().finish() % 1_000_000
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// Returns true with this probability, in percent.
    pub(super) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}
