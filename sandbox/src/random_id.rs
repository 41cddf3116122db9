//! Unguessable ids and link tokens.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

/// A source of unguessable ids.
///
/// It draws one seed from the operating system at the start, where a failure can
/// still be reported. Each id is a hash of the seed and a counter: this cannot
/// fail, and no id repeats.
pub(crate) struct RandomIds {
    seed: [u8; 32],
    count: AtomicU64,
}

impl RandomIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "the sandbox draws its randomness only here"
    )]
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self {
            seed,
            count: AtomicU64::new(0),
        })
    }

    /// A new id of 2 × `bytes` hexadecimal digits (at most 64).
    pub(crate) fn next_hex(&self, bytes: usize) -> String {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
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
