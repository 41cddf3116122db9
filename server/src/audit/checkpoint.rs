//! Checkpoints: signed hashes over ranges of the applications' trail and the head of the staff's.
//!
//! There are two canonical forms. Form 1 covers rows of the applications alone. Form 2 covers them
//! as the root of a Merkle tree, and the last row of the staff's trail. The signature is over the
//! hash, so that a checkpoint cannot be read in the other form.

use super::{
    Anchor,
    merkle::{self, MerkleRoot},
};
use sha2::{Digest, Sha256};

/// The last row of the staff's trail; zero and empty if it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StaffHead {
    pub(crate) pos: i64,
    pub(crate) hash: Vec<u8>,
}

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
    /// The head of the staff's trail; `None` in form 1.
    pub(crate) staff: Option<StaffHead>,
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

/// What the hash of a checkpoint covers.
pub(crate) struct HashedCheckpoint<'a> {
    /// The previous checkpoint's hash; empty for the first.
    pub(crate) before: &'a [u8],
    pub(crate) number: i64,
    pub(crate) upto: i64,
    pub(crate) count: i64,
    pub(crate) at: i64,
    /// The digest of the rows in this form.
    pub(crate) root: &'a [u8],
    /// Position and hash of the staff's last row; `None` in form 1.
    pub(crate) staff: Option<(i64, &'a [u8])>,
}

impl HashedCheckpoint<'_> {
    /// The hash that is signed.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(match self.staff {
            None => b"vestibule checkpoint/1",
            Some(_) => b"vestibule checkpoint/2",
        });
        hash.update((self.before.len() as u64).to_be_bytes());
        hash.update(self.before);
        for figure in [self.number, self.upto, self.count, self.at] {
            hash.update(figure.to_be_bytes());
        }
        hash.update(self.root);
        if let Some((pos, head)) = self.staff {
            hash.update(pos.to_be_bytes());
            hash.update((head.len() as u64).to_be_bytes());
            hash.update(head);
        }
        hash.finalize().into()
    }
}

/// Builds a checkpoint from its rows, in order of position.
#[derive(Clone)]
pub(crate) struct CheckpointBuilder {
    /// The digest of form 1.
    list: Sha256,
    /// The digest of form 2.
    tree: MerkleRoot,
    pub(crate) count: i64,
    /// The last position added, or the last position of the previous checkpoint.
    pub(crate) upto: i64,
}

impl CheckpointBuilder {
    /// An empty builder for the rows after this position.
    pub(crate) fn after(upto: i64) -> Self {
        Self {
            list: Sha256::new(),
            tree: MerkleRoot::default(),
            count: 0,
            upto,
        }
    }

    /// Adds the next row.
    pub(crate) fn add(&mut self, pos: i64, hash: &[u8]) {
        self.list.update(pos.to_be_bytes());
        self.list.update((hash.len() as u64).to_be_bytes());
        self.list.update(hash);
        self.tree.add(merkle::leaf(pos, hash));
        self.count += 1;
        self.upto = pos;
    }

    /// The digest of the rows, in the form with the staff's head or without.
    pub(crate) fn root(self, with_staff: bool) -> [u8; 32] {
        if with_staff {
            self.tree.finish()
        } else {
            self.list.finalize().into()
        }
    }

    /// The hash of the checkpoint over these rows.
    pub(crate) fn hash(
        self,
        before: &[u8],
        number: i64,
        at: i64,
        staff: Option<&StaffHead>,
    ) -> [u8; 32] {
        let (upto, count) = (self.upto, self.count);
        HashedCheckpoint {
            before,
            number,
            upto,
            count,
            at,
            root: &self.root(staff.is_some()),
            staff: staff.map(|head| (head.pos, &*head.hash)),
        }
        .hash()
    }
}
