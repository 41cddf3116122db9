//! The trail: each row hashed over the one before it, so that a row that was
//! changed, dropped or moved shows (security I6).

use sha2::{Digest, Sha256};

/// One row as it is hashed.
pub(super) struct Line<'a> {
    pub(super) application: &'a [u8],
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) actor: &'a str,
    pub(super) action: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) detail: &'a str,
}

impl Line<'_> {
    /// The hash over the one before and every column, each length-prefixed.
    pub(super) fn hash(&self, before: &[u8]) -> [u8; 32] {
        let (seq, at) = (self.seq.to_be_bytes(), self.at.to_be_bytes());
        let parts: [&[u8]; 9] = [
            before,
            self.application,
            &seq,
            &at,
            self.actor.as_bytes(),
            self.action.as_bytes(),
            self.from.as_bytes(),
            self.to.as_bytes(),
            self.detail.as_bytes(),
        ];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'a>(actor: &'a str, action: &'a str) -> Line<'a> {
        Line {
            application: b"a",
            seq: 1,
            at: 2,
            actor,
            action,
            from: "x",
            to: "y",
            detail: "{}",
        }
    }

    #[test]
    fn a_hash_tells_columns_apart_and_hangs_on_the_one_before() {
        assert_ne!(line("ab", "c").hash(b""), line("a", "bc").hash(b""));
        assert_ne!(line("ab", "c").hash(b""), line("ab", "c").hash(&[0; 32]));
        assert_eq!(line("ab", "c").hash(b""), line("ab", "c").hash(b""));
    }
}
