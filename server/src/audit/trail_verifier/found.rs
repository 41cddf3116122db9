//! Faults during a verification, before ids are replaced by references.

use crate::audit::FaultKind;

/// A fault with the stored application id.
pub(super) struct LocatedFault {
    pub(super) pos: i64,
    pub(super) application: Option<Vec<u8>>,
    pub(super) seq: Option<i64>,
    /// Position of the application's previous row.
    pub(super) since: i64,
    pub(super) what: FaultKind,
}

impl LocatedFault {
    pub(super) const fn at(pos: i64, what: FaultKind) -> Self {
        Self {
            pos,
            application: None,
            seq: None,
            since: 0,
            what,
        }
    }

    /// Rank among faults at one position: a fault of a known row is the most useful.
    pub(super) const fn rank(&self) -> u8 {
        match (&self.application, &self.what) {
            (Some(_), _) => 0,
            (None, FaultKind::MissingRow) => 1,
            (None, _) => 2,
        }
    }
}

/// Names missing rows. The application's next row shows which sequence number was expected before
/// it.
pub(super) fn identify_missing_rows(found: &mut [LocatedFault]) {
    let skips: Vec<(i64, i64, Vec<u8>, i64)> = found
        .iter()
        .filter_map(|found| match (&found.what, &found.application, found.seq) {
            (FaultKind::MissingEvent(due), Some(id), Some(seq)) if seq > *due => {
                Some((found.since, found.pos, id.clone(), *due))
            }
            _ => None,
        })
        .collect();
    for gone in found
        .iter_mut()
        .filter(|found| found.what == FaultKind::MissingRow)
    {
        let skipped =
            |(since, pos, _, _): &&(i64, i64, Vec<u8>, i64)| (*since..*pos).contains(&gone.pos);
        if let Some((_, _, id, due)) = skips.iter().find(skipped) {
            gone.application = Some(id.clone());
            gone.seq = Some(*due);
        }
    }
}
