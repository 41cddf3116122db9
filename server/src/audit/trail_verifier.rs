//! Verification of the whole audit trail in one pass, in order of position.

mod found;

use super::{
    Anchor, Checkpoint, CheckpointBuilder, FaultKind, HashedEvent, RowFault, SealedText, TrailFault,
};
use crate::crypto::{Signer, hex};
use found::{LocatedFault, identify_missing_rows};
use std::collections::HashMap;

/// A stored row.
pub(crate) struct TrailRow<'a> {
    pub(crate) pos: i64,
    pub(crate) rule: i64,
    pub(crate) line: HashedEvent<'a>,
    pub(crate) hash: &'a [u8],
}

impl TrailRow<'_> {
    /// Whether the row's hash follows from the previous row's hash.
    pub(super) fn is_chained_to(&self, before: &[u8]) -> bool {
        let pos = match self.rule {
            1 => None,
            2 => Some(self.pos),
            _ => return false,
        };
        HashedEvent { pos, ..self.line }.hash(before) == *self.hash
    }
}

/// The last verified row of an application's trail.
struct Head {
    pos: i64,
    seq: i64,
    state: String,
    hash: Vec<u8>,
}

/// Most faults in a report, and most missing positions reported for one gap.
const MOST: i64 = 1_000;

/// The result of a verification.
#[derive(Debug, Default)]
pub(crate) struct TrailReport {
    pub(crate) events: u64,
    pub(crate) applications: u64,
    /// The last checkpoint.
    pub(crate) last: Option<Anchor>,
    /// Count of the rows that no checkpoint covers yet; they are chained but not signed.
    pub(crate) unsigned: i64,
    /// The faults by position; the first is the first broken row. Faults that show only at the end
    /// come last.
    pub(crate) faults: Vec<TrailFault>,
    /// The rows of other tables that disagree with the trail.
    pub(crate) rows: Vec<RowFault>,
}

/// A running verification.
pub(crate) struct TrailVerifier<'a> {
    signer: &'a Signer,
    /// Checkpoints whose rows are still to come, in reverse order.
    checkpoints: Vec<Checkpoint>,
    builder: CheckpointBuilder,
    before: Vec<u8>,
    heads: HashMap<Vec<u8>, Head>,
    pos: i64,
    found: Vec<LocatedFault>,
    /// References of the applications with faults.
    named: HashMap<Vec<u8>, Option<String>>,
    report: TrailReport,
}

impl<'a> TrailVerifier<'a> {
    /// Starts a verification with the checkpoints in order and the anchors.
    pub(crate) fn new(
        signer: &'a Signer,
        mut checkpoints: Vec<Checkpoint>,
        anchors: &[Anchor],
    ) -> Self {
        let mut found = Vec::new();
        let mut fault = |pos, what| found.push(LocatedFault::at(pos, what));
        for (number, checkpoint) in (1..).zip(&checkpoints) {
            if checkpoint.number != number {
                fault(checkpoint.upto, FaultKind::NoCheckpoint(number));
                break;
            }
        }
        for anchor in anchors {
            let known = checkpoints.iter().find(|c| c.number == anchor.number);
            if known.is_none_or(|checkpoint| checkpoint.hash != anchor.hash) {
                let last = checkpoints.last().map_or(0, |c| c.upto);
                let pos = known.map_or(last, |checkpoint| checkpoint.upto);
                fault(pos, FaultKind::Anchor(anchor.number));
            }
        }
        let report = TrailReport {
            last: checkpoints.last().map(Checkpoint::anchor),
            ..TrailReport::default()
        };
        checkpoints.reverse();
        Self {
            signer,
            checkpoints,
            builder: CheckpointBuilder::after(0),
            before: Vec::new(),
            heads: HashMap::new(),
            pos: 0,
            found,
            named: HashMap::new(),
            report,
        }
    }

    fn fault_at(&mut self, pos: i64, what: FaultKind) {
        self.fault(LocatedFault::at(pos, what));
    }

    fn fault(&mut self, found: LocatedFault) {
        if self.found.len() < MOST as usize {
            if let Some(id) = &found.application {
                self.named.entry(id.clone()).or_default();
            }
            self.found.push(found);
        }
    }

    /// Verifies the next row.
    pub(crate) fn row(&mut self, row: &TrailRow<'_>) {
        while self.checkpoints.last().is_some_and(|c| row.pos > c.upto) {
            self.check_next_checkpoint();
        }
        for gone in self.pos + 1..row.pos.min(self.pos + MOST) {
            self.fault_at(gone, FaultKind::MissingRow);
        }
        self.pos = row.pos;
        self.builder.add(row.pos, row.hash);
        self.report.events += 1;
        if let Some((since, what)) = self.chained(row) {
            self.fault(LocatedFault {
                pos: row.pos,
                application: Some(row.line.application.to_vec()),
                seq: Some(row.line.seq),
                since,
                what,
            });
        }
    }

    /// Verifies the text of a row against the hash in the row's detail.
    pub(crate) fn text(&mut self, row: &TrailRow<'_>, text: SealedText<'_>) {
        if let Some(what) = text.fault(row.line.detail) {
            self.about(row.line.application, (row.pos, row.line.seq), what);
        }
    }

    /// Reports an event or a text that the pass in order of position has not met.
    pub(crate) fn stray(&mut self, application: &[u8], seq: i64, what: FaultKind) {
        self.about(application, (self.pos, seq), what);
    }

    fn about(&mut self, application: &[u8], (pos, seq): (i64, i64), what: FaultKind) {
        self.fault(LocatedFault {
            pos,
            application: Some(application.to_vec()),
            seq: Some(seq),
            since: 0,
            what,
        });
    }

    /// Verifies a row against its application's chain. On a fault, returns the position of the
    /// application's previous row.
    fn chained(&mut self, row: &TrailRow<'_>) -> Option<(i64, FaultKind)> {
        let line = &row.line;
        let Some(head) = self.heads.get_mut(line.application) else {
            let head = Head {
                pos: row.pos,
                seq: line.seq,
                state: line.to.to_owned(),
                hash: row.hash.to_vec(),
            };
            self.heads.insert(line.application.to_vec(), head);
            return match line.seq {
                1 => (!row.is_chained_to(b"")).then_some((0, FaultKind::Changed)),
                _ => Some((0, FaultKind::MissingEvent(1))),
            };
        };
        let what = if line.seq != head.seq + 1 {
            Some(FaultKind::MissingEvent(head.seq + 1))
        } else if !row.is_chained_to(&head.hash) {
            Some(FaultKind::Changed)
        } else {
            (line.from != head.state).then_some(FaultKind::Unfollowed)
        };
        let since = head.pos;
        head.pos = row.pos;
        head.seq = line.seq;
        if head.state != line.to {
            line.to.clone_into(&mut head.state);
        }
        row.hash.clone_into(&mut head.hash);
        what.map(|what| (since, what))
    }

    /// Verifies the next checkpoint against the collected rows.
    fn check_next_checkpoint(&mut self) {
        let Some(checkpoint) = self.checkpoints.pop() else {
            return;
        };
        let builder =
            std::mem::replace(&mut self.builder, CheckpointBuilder::after(checkpoint.upto));
        let (upto, count) = (builder.upto, builder.count);
        let hash = builder.hash(
            &self.before,
            checkpoint.number,
            checkpoint.at,
            checkpoint.staff.as_ref(),
        );
        let as_signed = upto == checkpoint.upto && count == checkpoint.count;
        if upto < checkpoint.upto {
            self.fault_at(
                upto + 1,
                FaultKind::TruncatedBeforeCheckpoint(checkpoint.number),
            );
        } else if !as_signed || hash != *checkpoint.hash {
            self.fault_at(upto, FaultKind::NotAsSigned(checkpoint.number));
        }
        if !self.signer.is_ours(&checkpoint.hash, &checkpoint.signature) {
            self.fault_at(upto, FaultKind::Signature(checkpoint.number));
        }
        self.before = checkpoint.hash;
    }

    /// Ends the rows with a position. `given` is the last position ever assigned. The next rows are
    /// those without one. [`Self::row`] takes each with the position that it will get.
    pub(crate) fn end_of_positions(&mut self, given: i64) {
        if given > self.pos {
            self.fault_at(self.pos + 1, FaultKind::CutOff);
            self.pos = given;
        }
    }

    /// The position of the last row.
    pub(crate) const fn position(&self) -> i64 {
        self.pos
    }

    /// Ends the rows.
    pub(crate) fn end(&mut self) {
        while !self.checkpoints.is_empty() && self.pos >= self.next_upto() {
            self.check_next_checkpoint();
        }
        // The remaining checkpoints cover more rows than exist.
        self.report.unsigned = if self.checkpoints.is_empty() {
            self.builder.count
        } else {
            0
        };
        while !self.checkpoints.is_empty() {
            self.check_next_checkpoint();
        }
    }

    fn next_upto(&self) -> i64 {
        self.checkpoints.last().map_or(i64::MAX, |c| c.upto)
    }

    /// Verifies an application's row against its trail.
    pub(crate) fn application(&mut self, id: &[u8], reference: &str, state: &str) {
        self.report.applications += 1;
        let head = self.heads.remove(id);
        let what = match &head {
            None => Some(FaultKind::NoTrail),
            Some(head) if head.state != state => Some(FaultKind::State {
                trail: head.state.clone(),
                row: state.to_owned(),
            }),
            Some(_) => None,
        };
        if let Some(what) = what {
            self.fault(LocatedFault {
                pos: head.as_ref().map_or(self.pos, |head| head.pos),
                application: Some(id.to_vec()),
                seq: head.map(|head| head.seq),
                since: 0,
                what,
            });
        }
        if let Some(name) = self.named.get_mut(id) {
            *name = Some(reference.to_owned());
        }
    }

    /// Returns the report after all rows and applications.
    pub(crate) fn report(mut self) -> TrailReport {
        for (id, head) in std::mem::take(&mut self.heads) {
            self.about(&id, (head.pos, head.seq), FaultKind::NoApplication);
        }
        let mut found = std::mem::take(&mut self.found);
        identify_missing_rows(&mut found);
        found.sort_by_key(|found| (found.what.is_of_the_end(), found.pos, found.rank()));
        let name = |id: Vec<u8>| match self.named.get(&id) {
            Some(Some(reference)) => reference.clone(),
            _ => hex(&id),
        };
        let faults = found.into_iter().map(|found| TrailFault {
            pos: found.pos,
            application: found.application.map(name),
            seq: found.seq,
            what: found.what,
        });
        self.report.faults = faults.collect();
        self.report
    }
}

#[cfg(test)]
mod tests;
