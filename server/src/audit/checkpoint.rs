//! A checkpoint: what the installation signed for.

use super::Anchor;
use sha2::{Digest, Sha256};

/// A stored one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// From 1.
    pub(crate) number: i64,
    /// The last position it covers.
    pub(crate) upto: i64,
    /// How many rows it covers.
    pub(crate) count: i64,
    pub(crate) at: i64,
    pub(crate) hash: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl Checkpoint {
    /// What is kept of it outside the database.
    pub(crate) fn anchor(&self) -> Anchor {
        Anchor {
            number: self.number,
            hash: self.hash.clone(),
        }
    }
}

/// The rows that a checkpoint covers, gathered in their order.
#[derive(Clone)]
pub(crate) struct CheckpointBuilder {
    rows: Sha256,
    pub(crate) count: i64,
    /// The last position gathered, or the last one of the checkpoint before.
    pub(crate) upto: i64,
}

impl CheckpointBuilder {
    /// None yet, behind this position.
    pub(crate) fn after(upto: i64) -> Self {
        Self {
            rows: Sha256::new(),
            count: 0,
            upto,
        }
    }

    /// The next row.
    pub(crate) fn add(&mut self, pos: i64, hash: &[u8]) {
        self.rows.update(pos.to_be_bytes());
        self.rows.update((hash.len() as u64).to_be_bytes());
        self.rows.update(hash);
        self.count += 1;
        self.upto = pos;
    }

    /// The hash of the checkpoint over these rows.
    pub(crate) fn hash(self, before: &[u8], number: i64, at: i64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"vestibule checkpoint/1");
        hash.update((before.len() as u64).to_be_bytes());
        hash.update(before);
        for figure in [number, self.upto, self.count, at] {
            hash.update(figure.to_be_bytes());
        }
        hash.update(self.rows.finalize());
        hash.finalize().into()
    }
}
