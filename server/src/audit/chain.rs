//! Verification of one application's audit trail, for its evidence bundle. It covers the chain of
//! rows, and their checkpoints. Only [`TrailVerifier`](super::TrailVerifier) finds what is missing
//! elsewhere.

use super::{Checkpoint, CheckpointBuilder, FaultKind, TrailFault, TrailRow};
use crate::crypto::Signer;

/// A running verification.
pub(crate) struct Chain {
    reference: String,
    before: Vec<u8>,
    state: String,
    pos: i64,
    seq: i64,
    faults: Vec<TrailFault>,
}

impl Chain {
    /// Starts a verification for the application with this reference.
    pub(crate) fn new(reference: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            before: Vec::new(),
            state: String::new(),
            pos: 0,
            seq: 0,
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, what: FaultKind) {
        self.faults.push(TrailFault {
            pos: self.pos,
            application: Some(self.reference.clone()),
            seq: Some(self.seq).filter(|seq| *seq > 0),
            what,
        });
    }

    /// Verifies the next row, in order of sequence numbers.
    pub(crate) fn row(&mut self, row: &TrailRow<'_>) {
        let due = self.seq + 1;
        let first = self.seq == 0;
        (self.pos, self.seq) = (row.pos, row.line.seq);
        if self.seq != due {
            self.fault(FaultKind::MissingEvent(due));
        } else if !row.is_chained_to(&self.before) {
            self.fault(FaultKind::Changed);
        } else if !first && row.line.from != self.state {
            self.fault(FaultKind::Unfollowed);
        }
        row.line.to.clone_into(&mut self.state);
        row.hash.clone_into(&mut self.before);
    }

    /// Verifies the end of the trail against the application's state.
    pub(crate) fn end(&mut self, state: &str) {
        if self.seq == 0 {
            self.fault(FaultKind::NoTrail);
        } else if self.state != state {
            self.fault(FaultKind::State {
                trail: self.state.clone(),
                row: state.to_owned(),
            });
        }
    }

    /// Verifies a checkpoint that covers some of the rows. It needs the previous checkpoint's hash
    /// and all rows that it covers.
    pub(crate) fn signed(
        &mut self,
        checkpoint: &Checkpoint,
        before: &[u8],
        rows: CheckpointBuilder,
        signer: &Signer,
    ) {
        let (upto, count) = (rows.upto, rows.count);
        let hash = rows.hash(
            before,
            checkpoint.number,
            checkpoint.at,
            checkpoint.staff.as_ref(),
        );
        let same = upto == checkpoint.upto && count == checkpoint.count;
        let what = if !same || hash != *checkpoint.hash {
            FaultKind::NotAsSigned(checkpoint.number)
        } else if !signer.is_ours(&checkpoint.hash, &checkpoint.signature) {
            FaultKind::Signature(checkpoint.number)
        } else {
            return;
        };
        self.fault(what);
    }

    /// The hash of the last row.
    pub(crate) fn head(&self) -> &[u8] {
        &self.before
    }

    /// The faults found.
    pub(crate) fn faults(&self) -> &[TrailFault] {
        &self.faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{HashedEvent, StaffHead},
        test_support::a_signer,
    };

    /// Verifies two correctly hashed rows after `change` has altered them.
    fn examined(change: impl Fn(&mut [(i64, &'static str, Vec<u8>)])) -> Vec<FaultKind> {
        let line = |seq, from, to| HashedEvent {
            pos: Some(seq),
            application: b"a",
            seq,
            at: 7,
            actor: "system",
            action: "heard",
            from,
            to,
            detail: "{}",
        };
        let first = line(1, "draft", "draft").hash(b"").to_vec();
        let second = line(2, "draft", "denied").hash(&first).to_vec();
        let mut rows = vec![(1, "draft", first), (2, "denied", second)];
        change(&mut rows);
        let mut chain = Chain::new("VB-28T5-CY4T");
        for (seq, to, hash) in &rows {
            let line = line(*seq, "draft", to);
            let (pos, rule) = (*seq, 2);
            chain.row(&TrailRow {
                pos,
                rule,
                line,
                hash,
            });
        }
        chain.end("denied");
        chain
            .faults()
            .iter()
            .map(|fault| fault.what.clone())
            .collect()
    }

    #[test]
    fn broken_chain_reports_its_faults() {
        assert_eq!(examined(|_| {}), []);
        assert_eq!(examined(|rows| rows[1].0 = 3), [FaultKind::MissingEvent(2)]);
        assert_eq!(
            examined(|rows| rows[0].2[0] ^= 1),
            [FaultKind::Changed, FaultKind::Changed]
        );
        let moved = examined(|rows| rows[1].1 = "approved");
        assert_eq!(moved[0], FaultKind::Changed);
        let mut nothing = Chain::new("VB-28T5-CY4T");
        nothing.end("draft");
        assert_eq!(nothing.faults()[0].what, FaultKind::NoTrail);
    }

    #[test]
    fn altered_checkpoint_is_found() {
        let signer = a_signer();
        let mut rows = CheckpointBuilder::after(0);
        rows.add(1, b"hash");
        let staff = StaffHead {
            pos: 3,
            hash: b"head".to_vec(),
        };
        for staff in [None, Some(staff)] {
            assert_found(&signer, &rows, staff);
        }
    }

    /// Signs these rows, and expects each change of the checkpoint to be found.
    fn assert_found(signer: &Signer, rows: &CheckpointBuilder, staff: Option<StaffHead>) {
        let hash = rows.clone().hash(b"before", 4, 9, staff.as_ref()).to_vec();
        let checkpoint = Checkpoint {
            number: 4,
            upto: 1,
            count: 1,
            at: 9,
            signature: signer.sign(&hash),
            hash,
            staff: staff.clone(),
        };
        let first_fault = |checkpoint: &Checkpoint, before: &[u8]| {
            let mut chain = Chain::new("VB-28T5-CY4T");
            chain.signed(checkpoint, before, rows.clone(), signer);
            chain.faults().first().map(|fault| fault.what.clone())
        };
        assert_eq!(first_fault(&checkpoint, b"before"), None);
        assert_eq!(
            first_fault(&checkpoint, b"other"),
            Some(FaultKind::NotAsSigned(4))
        );
        let mut other = checkpoint.clone();
        other.upto = 2;
        assert_eq!(
            first_fault(&other, b"before"),
            Some(FaultKind::NotAsSigned(4))
        );
        let mut other = checkpoint.clone();
        other.staff = match staff {
            None => Some(StaffHead::default()),
            Some(head) => Some(StaffHead { pos: 2, ..head }),
        };
        assert_eq!(
            first_fault(&other, b"before"),
            Some(FaultKind::NotAsSigned(4))
        );
        let mut other = checkpoint;
        other.signature[0] ^= 1;
        assert_eq!(
            first_fault(&other, b"before"),
            Some(FaultKind::Signature(4))
        );
    }
}
