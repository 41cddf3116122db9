//! The hashed form of an audit event.

use sha2::{Digest, Sha256};

/// The hashed columns of one row.
#[derive(Clone, Copy)]
pub(crate) struct HashedEvent<'a> {
    /// Position among all rows under rule 2; `None` under rule 1, whose hash does not cover it.
    pub(crate) pos: Option<i64>,
    pub(crate) application: &'a [u8],
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: &'a str,
    pub(crate) action: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) detail: &'a str,
}

impl HashedEvent<'_> {
    /// The hash over the previous hash and every column, each length-prefixed.
    pub(crate) fn hash(&self, before: &[u8]) -> [u8; 32] {
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
        let mut add = |part: &[u8]| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        parts.into_iter().for_each(&mut add);
        if let Some(pos) = self.pos {
            add(&pos.to_be_bytes());
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'a>(actor: &'a str, action: &'a str) -> HashedEvent<'a> {
        HashedEvent {
            pos: None,
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
    fn hash_depends_on_column_boundaries_and_the_previous_hash() {
        assert_ne!(line("ab", "c").hash(b""), line("a", "bc").hash(b""));
        assert_ne!(line("ab", "c").hash(b""), line("ab", "c").hash(&[0; 32]));
        assert_eq!(line("ab", "c").hash(b""), line("ab", "c").hash(b""));
        let at = |pos| HashedEvent {
            pos,
            ..line("ab", "c")
        };
        assert_ne!(at(None).hash(b""), at(Some(0)).hash(b""));
        assert_ne!(at(Some(1)).hash(b""), at(Some(0)).hash(b""));
    }
}
