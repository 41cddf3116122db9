//! Verification of the staff's trail: the chain of its rows, and each checkpoint that covers its
//! head. Without the checkpoints, a trail cut at its end or rehashed from one row on is consistent.

use super::{Checkpoint, FaultKind, RowFault, TrailFault};
use sha2::{Digest, Sha256};

/// The hashed columns of a row.
pub(crate) struct HashedStaffEvent<'a> {
    pub(crate) pos: i64,
    pub(crate) at: i64,
    pub(crate) actor: &'a str,
    pub(crate) about: &'a [u8],
    pub(crate) event: &'a str,
    pub(crate) detail: &'a str,
    /// The version of the account that it is about; `None` in rows of earlier versions.
    pub(crate) account_version: Option<i64>,
}

impl HashedStaffEvent<'_> {
    /// The hash over the previous hash and every column, each length-prefixed.
    pub(crate) fn hash(&self, before: &[u8]) -> [u8; 32] {
        let (pos, at) = (self.pos.to_be_bytes(), self.at.to_be_bytes());
        let version = self.account_version.map(i64::to_be_bytes);
        let form: &[u8] = match version {
            None => b"vestibule staff/1",
            Some(_) => b"vestibule staff/2",
        };
        let parts: [&[u8]; 8] = [
            form,
            before,
            &pos,
            &at,
            self.actor.as_bytes(),
            self.about,
            self.event.as_bytes(),
            self.detail.as_bytes(),
        ];
        let mut hash = Sha256::new();
        for part in parts.into_iter().chain(version.as_ref().map(|it| &it[..])) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// Most faults in a report, and most missing positions reported for one gap.
const MOST: usize = 1_000;

/// The result of a verification.
#[derive(Debug, Default)]
pub(crate) struct StaffTrailReport {
    /// Count of rows.
    pub(crate) rows: u64,
    /// Count of the rows that no checkpoint covers yet.
    pub(crate) unsigned: u64,
    /// The faults by position.
    pub(crate) faults: Vec<TrailFault>,
    /// The accounts that disagree with the trail.
    pub(crate) accounts: Vec<RowFault>,
}

/// A running verification.
pub(crate) struct StaffTrailVerifier {
    /// Number, position and hash of the heads that are still to come, in reverse order.
    heads: Vec<(i64, i64, Vec<u8>)>,
    pos: i64,
    before: Vec<u8>,
    report: StaffTrailReport,
}

impl StaffTrailVerifier {
    /// Starts a verification with the checkpoints in order.
    pub(crate) fn new(checkpoints: Vec<Checkpoint>) -> Self {
        let mut verifier = Self {
            heads: Vec::new(),
            pos: 0,
            before: Vec::new(),
            report: StaffTrailReport::default(),
        };
        let mut last = None;
        for checkpoint in checkpoints {
            match (checkpoint.staff, last) {
                (Some(head), _) => {
                    last = Some(head.pos);
                    if head.pos > 0 {
                        let head = (checkpoint.number, head.pos, head.hash);
                        verifier.heads.push(head);
                    }
                }
                // Only the checkpoints before the first head were signed without one.
                (None, Some(pos)) => verifier.fault(pos, FaultKind::NoStaffHead(checkpoint.number)),
                (None, None) => {}
            }
        }
        verifier.heads.reverse();
        verifier
    }

    fn fault(&mut self, pos: i64, what: FaultKind) {
        if self.report.faults.len() < MOST {
            self.report.faults.push(TrailFault {
                pos,
                application: None,
                seq: None,
                what,
            });
        }
    }

    /// Verifies the next row, in order of position.
    pub(crate) fn row(&mut self, row: &HashedStaffEvent<'_>, hash: &[u8]) {
        let due = self.pos + 1;
        if row.pos > due {
            for gone in (due..row.pos).take(MOST) {
                self.fault(gone, FaultKind::MissingRow);
            }
        } else if row.pos < due || row.hash(&self.before)[..] != *hash {
            self.fault(row.pos, FaultKind::Changed);
        }
        self.pos = row.pos;
        hash.clone_into(&mut self.before);
        self.report.rows += 1;
        self.report.unsigned += 1;
        while let Some((number, pos, head)) = self.heads.pop_if(|(_, pos, _)| *pos <= row.pos) {
            self.report.unsigned = 0;
            if pos == row.pos && head != hash {
                self.fault(row.pos, FaultKind::NotAsSigned(number));
            }
        }
    }

    /// Ends the rows. `given` is the last position ever assigned.
    pub(crate) fn end(mut self, given: i64) -> StaffTrailReport {
        let end = self.pos + 1;
        if let Some((number, ..)) = self.heads.pop() {
            self.fault(end, FaultKind::TruncatedBeforeCheckpoint(number));
        } else if given > self.pos {
            self.fault(end, FaultKind::CutOff);
        }
        self.report.faults.sort_by_key(|fault| fault.pos);
        self.report
    }
}

#[cfg(test)]
mod tests {
    use super::{super::StaffHead, *};

    type Row = (i64, i64, &'static str, Vec<u8>);

    fn event<'a>(pos: i64, at: i64, event: &'a str) -> HashedStaffEvent<'a> {
        HashedStaffEvent {
            pos,
            at,
            actor: "system",
            about: b"a",
            event,
            detail: "{}",
            account_version: (pos % 2 == 0).then_some(pos),
        }
    }

    /// Hashes the rows anew, as an attacker would.
    fn rechain(rows: &mut [Row]) {
        let mut before = Vec::new();
        for (pos, at, word, hash) in rows {
            *hash = event(*pos, *at, word).hash(&before).to_vec();
            before.clone_from(hash);
        }
    }

    /// A trail of 50 rows with a checkpoint after each seventh; the last row has none.
    fn a_trail() -> (Vec<Row>, Vec<Checkpoint>) {
        let mut rows: Vec<Row> = (1..=50).map(|pos| (pos, 7, "added", Vec::new())).collect();
        rechain(&mut rows);
        let signed = rows.iter().filter(|row| row.0 % 7 == 0);
        let checkpoints = signed
            .zip(1..)
            .map(|((pos, _, _, hash), number)| Checkpoint {
                number,
                upto: 0,
                count: 0,
                at: 0,
                hash: Vec::new(),
                signature: Vec::new(),
                staff: Some(StaffHead {
                    pos: *pos,
                    hash: hash.clone(),
                }),
            });
        let checkpoints = checkpoints.collect();
        (rows, checkpoints)
    }

    fn first(rows: &[Row], checkpoints: &[Checkpoint], given: i64) -> Option<(i64, FaultKind)> {
        let mut verifier = StaffTrailVerifier::new(checkpoints.to_vec());
        for (pos, at, word, hash) in rows {
            verifier.row(&event(*pos, *at, word), hash);
        }
        let fault = verifier.end(given).faults.into_iter().next();
        fault.map(|fault| (fault.pos, fault.what))
    }

    #[test]
    fn staff_trail_that_was_cut_deleted_or_rechained_is_found() {
        let (rows, checkpoints) = a_trail();
        assert_eq!(first(&rows, &checkpoints, 50), None);
        // Thirty rows are cut, and SQLite's sequence is set back.
        let found = first(&rows[..20], &checkpoints, 20);
        assert_eq!(found, Some((21, FaultKind::TruncatedBeforeCheckpoint(3))));
        let found = first(&[], &checkpoints, 0);
        assert_eq!(found, Some((1, FaultKind::TruncatedBeforeCheckpoint(1))));
        for at in 0..49 {
            let mut bent = rows.clone();
            bent[at].1 += 1;
            let found = first(&bent, &checkpoints, 50);
            assert_eq!(found, Some((at as i64 + 1, FaultKind::Changed)));
            rechain(&mut bent);
            let number = at as i64 / 7 + 1;
            let found = first(&bent, &checkpoints, 50);
            assert_eq!(found, Some((number * 7, FaultKind::NotAsSigned(number))));
            let mut bent = rows.clone();
            bent.remove(at);
            let found = first(&bent, &checkpoints, 50);
            assert_eq!(found, Some((at as i64 + 1, FaultKind::MissingRow)));
        }
        // A later checkpoint without a head is found. The first ones may have none.
        let mut bent = checkpoints.clone();
        bent[0].staff = None;
        assert_eq!(first(&rows, &bent, 50), None);
        bent[3].staff = None;
        let found = first(&rows, &bent, 50);
        assert_eq!(found, Some((21, FaultKind::NoStaffHead(4))));
        // The last row has no signature yet: only the sequence knows it.
        assert_eq!(
            first(&rows[..49], &checkpoints, 50),
            Some((50, FaultKind::CutOff))
        );
    }
}
