//! Merkle tree over the rows of a checkpoint (RFC 6962, section 2.1). One row is proved by the
//! hashes beside its way to the root, without the other rows.

use sha2::{Digest, Sha256};

/// A hash in the tree.
pub(crate) type MerkleNode = [u8; 32];

/// The leaf of a row.
pub(crate) fn leaf(pos: i64, hash: &[u8]) -> MerkleNode {
    let mut leaf = Sha256::new();
    leaf.update([0]);
    leaf.update(pos.to_be_bytes());
    leaf.update(hash);
    leaf.finalize().into()
}

fn parent(left: &MerkleNode, right: &MerkleNode) -> MerkleNode {
    let mut parent = Sha256::new();
    parent.update([1]);
    parent.update(left);
    parent.update(right);
    parent.finalize().into()
}

/// The root of a tree whose leaves arrive one by one.
#[derive(Clone, Default)]
pub(super) struct MerkleRoot {
    /// Height and root of the complete subtrees, the largest first.
    subtrees: Vec<(u32, MerkleNode)>,
}

impl MerkleRoot {
    /// Adds the next leaf.
    pub(super) fn add(&mut self, leaf: MerkleNode) {
        let (mut height, mut node) = (0, leaf);
        while let Some((_, left)) = self.subtrees.pop_if(|(same, _)| *same == height) {
            node = parent(&left, &node);
            height += 1;
        }
        self.subtrees.push((height, node));
    }

    /// The root; of no leaves, the hash of nothing.
    pub(super) fn finish(mut self) -> MerkleNode {
        let Some((_, mut root)) = self.subtrees.pop() else {
            return Sha256::digest(b"").into();
        };
        while let Some((_, left)) = self.subtrees.pop() {
            root = parent(&left, &root);
        }
        root
    }
}

fn root(leaves: &[MerkleNode]) -> MerkleNode {
    let mut root = MerkleRoot::default();
    leaves.iter().for_each(|leaf| root.add(*leaf));
    root.finish()
}

/// The hashes beside the way from a leaf to the root, from below.
pub(crate) fn path(leaves: &[MerkleNode], index: usize) -> Vec<MerkleNode> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let half = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(half);
    let (mut below, beside) = if index < half {
        (path(left, index), root(right))
    } else {
        (path(right, index - half), root(left))
    };
    below.push(beside);
    below
}

/// The root that a leaf and its path lead to (RFC 9162, section 2.1.3.2). `None` if the path does
/// not fit the leaf's index and the count of leaves.
pub(crate) fn root_of_path(
    leaf: MerkleNode,
    index: u64,
    count: u64,
    path: &[MerkleNode],
) -> Option<MerkleNode> {
    let (mut at, mut last) = (index, count.checked_sub(1)?);
    if at > last {
        return None;
    }
    let mut node = leaf;
    for beside in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            node = parent(beside, &node);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            node = parent(&node, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merkle_path_leads_to_the_root_and_no_other_path_does() {
        for count in 1..=20_usize {
            let leaves: Vec<MerkleNode> = (0..count).map(|n| leaf(n as i64, &[n as u8])).collect();
            let expected = root(&leaves);
            for (index, leaf) in leaves.iter().enumerate() {
                let path = path(&leaves, index);
                let found = |leaf, index: usize, count: usize, path: &[MerkleNode]| {
                    root_of_path(leaf, index as u64, count as u64, path)
                };
                assert_eq!(found(*leaf, index, count, &path), Some(expected));
                assert_ne!(found([9; 32], index, count, &path), Some(expected));
                assert_ne!(found(*leaf, index + 1, count, &path), Some(expected));
                for beside in 0..path.len() {
                    let mut other = path.clone();
                    other[beside][7] ^= 1;
                    assert_ne!(found(*leaf, index, count, &other), Some(expected));
                    other.remove(beside);
                    assert_ne!(found(*leaf, index, count, &other), Some(expected));
                }
            }
        }
        assert_eq!(root(&[])[..], Sha256::digest(b"")[..]);
        assert_eq!(root_of_path([0; 32], 0, 0, &[]), None);
    }
}
