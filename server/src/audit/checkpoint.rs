//! Checkpoints: signed hashes over ranges of the audit trail.

use super::Anchor;
use sha2::{Digest, Sha256};

/// A stored checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// Sequence number, from 1.
    pub(crate) number: i64,
    /// The last position it covers.
    pub(crate) upto: i64,
    /// Count of the rows it covers.
    pub(crate) count: i64,
    pub(crate) at: i64,
    pub(crate) hash: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl Checkpoint {
    /// The anchor of this checkpoint, to be stored outside the database.
    pub(crate) fn anchor(&self) -> Anchor {
        Anchor {
            number: self.number,
            hash: self.hash.clone(),
        }
    }
}

/// Builds a checkpoint from its rows, in order of position.
#[derive(Clone)]
pub(crate) struct CheckpointBuilder {
    rows: Sha256,
    pub(crate) count: i64,
    /// The last position added, or the last position of the previous checkpoint.
    pub(crate) upto: i64,
}

impl CheckpointBuilder {
    /// An empty builder for the rows after this position.
    pub(crate) fn after(upto: i64) -> Self {
        Self {
            rows: Sha256::new(),
            count: 0,
            upto,
        }
    }

    /// Adds the next row.
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
