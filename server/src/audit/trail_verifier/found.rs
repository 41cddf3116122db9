//! Faults as they are found, before anybody has a name.

use crate::audit::FaultKind;

/// A fault with its application as it is stored.
pub(super) struct LocatedFault {
    pub(super) pos: i64,
    pub(super) application: Option<Vec<u8>>,
    pub(super) seq: Option<i64>,
    /// Where its application's row before stands.
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

    /// Where several faults are seen at one position, the one that names a row
    /// says most.
    pub(super) const fn rank(&self) -> u8 {
        match (&self.application, &self.what) {
            (Some(_), _) => 0,
            (None, FaultKind::Gone) => 1,
            (None, _) => 2,
        }
    }
}

/// A row that is gone is known by the next one of its application, which says
/// what was due before it.
pub(super) fn name_the_gone(found: &mut [LocatedFault]) {
    let skips: Vec<(i64, i64, Vec<u8>, i64)> = found
        .iter()
        .filter_map(|found| match (&found.what, &found.application, found.seq) {
            (FaultKind::Due(due), Some(id), Some(seq)) if seq > *due => {
                Some((found.since, found.pos, id.clone(), *due))
            }
            _ => None,
        })
        .collect();
    for gone in found
        .iter_mut()
        .filter(|found| found.what == FaultKind::Gone)
    {
        let skipped =
            |(since, pos, _, _): &&(i64, i64, Vec<u8>, i64)| (*since..*pos).contains(&gone.pos);
        if let Some((_, _, id, due)) = skips.iter().find(skipped) {
            gone.application = Some(id.clone());
            gone.seq = Some(*due);
        }
    }
}
