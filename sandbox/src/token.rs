//! Identifiers and link tokens nobody can guess.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

/// A source of unguessable names.
///
/// The operating system is asked for randomness once, at the start, where its
/// failure can still be reported; afterwards names are hashes of that seed and
/// a counter, which cannot fail and never repeat.
pub(crate) struct Tokens {
    seed: [u8; 32],
    drawn: AtomicU64,
}

impl Tokens {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the sandbox asks the machine for randomness"
    )]
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self {
            seed,
            drawn: AtomicU64::new(0),
        })
    }

    /// A fresh name of 2 × `bytes` hexadecimal digits (at most 64).
    pub(crate) fn draw(&self, bytes: usize) -> String {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        let digest = Sha256::new()
            .chain_update(self.seed)
            .chain_update(number.to_be_bytes())
            .finalize();
        digest
            .iter()
            .take(bytes)
            .fold(String::new(), |mut hex, byte| {
                // Writing to a String cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}
