//! A generated trail in its stored form.

use super::super::*;
use crate::audit::StaffHead;

/// Rows from before hashes covered positions.
pub(super) const OLD: usize = 30;
pub(super) const ROWS: usize = 160;
pub(super) const PEOPLE: u64 = 13;
/// Rows that no checkpoint covers yet.
pub(super) const TAIL: usize = 15;
const STATES: [&str; 4] = ["draft", "submitting", "processing", "approved"];

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub(super) pos: i64,
    pub(super) rule: i64,
    pub(super) id: Vec<u8>,
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) words: [String; 5],
    pub(super) hash: Vec<u8>,
}

impl Stored {
    fn line(&self) -> HashedEvent<'_> {
        let [actor, action, from, to, detail] = &self.words;
        HashedEvent {
            pos: (self.rule == 2).then_some(self.pos),
            application: &self.id,
            seq: self.seq,
            at: self.at,
            actor,
            action,
            from,
            to,
            detail,
        }
    }
}

#[derive(Clone, PartialEq)]
pub(super) struct Trail {
    pub(super) rows: Vec<Stored>,
    pub(super) checkpoints: Vec<Checkpoint>,
    pub(super) applications: Vec<(Vec<u8>, String)>,
    pub(super) given: i64,
    pub(super) anchor: Anchor,
}

/// A deterministic pseudorandom generator.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    pub(super) fn row(&mut self, trail: &Trail) -> usize {
        self.roll(trail.rows.len())
    }

    pub(super) fn signed(&mut self) -> usize {
        self.roll(ROWS - TAIL)
    }
}

fn id(person: usize) -> Vec<u8> {
    vec![u8::try_from(person).expect("few"); 16]
}

/// Rehashes an application's rows.
pub(super) fn rehash(rows: &mut [Stored], id: &[u8]) {
    let mut before = Vec::new();
    for row in rows.iter_mut().filter(|row| row.id == id) {
        row.hash = row.line().hash(&before).to_vec();
        before.clone_from(&row.hash);
    }
}

pub(super) fn a_trail(signer: &Signer) -> Trail {
    let mut dice = Dice(7);
    let mut heads = vec![(0, 0_usize); PEOPLE as usize];
    let mut rows = Vec::new();
    for n in 0..ROWS {
        let person = dice.roll(heads.len());
        let (seq, state) = &mut heads[person];
        let from = STATES[*state];
        *state = (*state + dice.roll(2)).min(STATES.len() - 1);
        *seq += 1;
        rows.push(Stored {
            pos: n as i64 + 1,
            rule: if n < OLD { 1 } else { 2 },
            id: id(person),
            seq: *seq,
            at: 1_700_000_000_000 + n as i64,
            words: ["system", "heard", from, STATES[*state], "{\"n\":1}"].map(str::to_owned),
            hash: Vec::new(),
        });
    }
    let applications: Vec<_> = (0..heads.len())
        .map(|person| (id(person), STATES[heads[person].1].to_owned()))
        .collect();
    for (id, _) in &applications {
        rehash(&mut rows, id);
    }
    let mut trail = Trail {
        given: ROWS as i64,
        rows,
        checkpoints: Vec::new(),
        applications,
        anchor: Anchor {
            number: 0,
            hash: Vec::new(),
        },
    };
    sign(&mut trail, signer);
    trail
}

/// Rebuilds the checkpoints over ranges of different lengths.
pub(super) fn sign(trail: &mut Trail, signer: &Signer) {
    let mut dice = Dice(11);
    let (mut before, mut from, mut checkpoints) = (Vec::new(), 0, Vec::new());
    for number in 1.. {
        let to = (from + 1 + dice.roll(40)).min(ROWS - TAIL);
        let upto = trail.rows[from..to].last().map_or(0, |row| row.pos);
        let mut builder = CheckpointBuilder::after(0);
        for row in &trail.rows[from..to] {
            builder.add(row.pos, &row.hash);
        }
        // The first ones are from before checkpoints covered the staff's trail.
        let staff = (number > 3).then(|| StaffHead {
            pos: number,
            hash: vec![7; 32],
        });
        let hash = builder.hash(&before, number, number * 60, staff.as_ref());
        let hash = hash.to_vec();
        before.clone_from(&hash);
        checkpoints.push(Checkpoint {
            number,
            upto,
            count: (to - from) as i64,
            at: number * 60,
            signature: signer.sign(&hash),
            hash,
            staff,
        });
        from = to;
        if to == ROWS - TAIL {
            break;
        }
    }
    trail.anchor = checkpoints.last().expect("some").anchor();
    trail.checkpoints = checkpoints;
}

pub(super) fn examined(trail: &Trail, signer: &Signer) -> TrailReport {
    let mut rows: Vec<&Stored> = trail.rows.iter().collect();
    rows.sort_by_key(|row| row.pos);
    let anchors = [trail.anchor.clone()];
    let mut verifier = TrailVerifier::new(signer, trail.checkpoints.clone(), &anchors);
    for row in rows {
        verifier.row(&TrailRow {
            pos: row.pos,
            rule: row.rule,
            line: row.line(),
            hash: &row.hash,
        });
    }
    verifier.end_of_positions(trail.given);
    verifier.end();
    for (id, state) in &trail.applications {
        verifier.application(id, &format!("VB-{:02}", id[0]), state);
    }
    verifier.report()
}
