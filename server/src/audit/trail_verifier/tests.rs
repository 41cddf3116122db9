//! Thousands of mutations of a trail; the verifier must detect each.

mod trail;

use super::*;
use crate::test_support::a_signer;
use trail::*;

/// Expected location of the first fault.
#[derive(Debug)]
enum First {
    /// At this row, with its application named.
    Row(i64),
    /// At this position, with or without its application.
    At(i64),
    /// In the range of the checkpoint that covers this position, or before.
    Within(i64),
    /// Anywhere, because no row is broken.
    Seen,
}

fn flip(bytes: &mut [u8], dice: &mut Dice) {
    let at = dice.roll(bytes.len());
    bytes[at] ^= 1 << dice.roll(8);
}

/// Changes one column of one row.
fn edit(trail: &mut Trail, n: usize, dice: &mut Dice) -> First {
    let row = &mut trail.rows[n];
    let pos = row.pos;
    match dice.roll(11) {
        0 => row.rule = [0, 1, 2, 3][dice.roll(4)],
        1 => flip(&mut row.id, dice),
        2 => row.seq += 1 + dice.roll(5) as i64,
        3 => row.seq -= 1 + dice.roll(5) as i64,
        4 => row.at += [1, -1, 60_000][dice.roll(3)],
        5 => flip(&mut row.hash, dice),
        word => {
            let text = &mut row.words[word - 6];
            match dice.roll(3) {
                0 => text.push(' '),
                1 => drop(text.pop()),
                _ => *text = text.to_uppercase(),
            }
        }
    }
    First::Row(pos)
}

fn reorder(trail: &mut Trail, one: usize, other: usize) -> First {
    let (a, b) = (trail.rows[one].pos, trail.rows[other].pos);
    (trail.rows[one].pos, trail.rows[other].pos) = (b, a);
    let hashed = one.min(other) >= OLD;
    if hashed {
        First::At(a.min(b))
    } else {
        First::Within(a.max(b))
    }
}

fn mutate(trail: &mut Trail, kind: usize, dice: &mut Dice, signer: &Signer) -> First {
    let n = dice.row(trail);
    let pos = trail.rows[n].pos;
    match kind {
        0..=5 => edit(trail, n, dice),
        6 => {
            trail.rows.remove(n);
            First::At(pos)
        }
        7 => {
            let from = dice.signed();
            let to = dice.signed();
            reorder(trail, from, to)
        }
        // Deletes the last rows, from a random one on.
        8 => {
            trail.rows.truncate(n);
            First::At(pos)
        }
        // Deletes an application's trail, with its row or without.
        9 => {
            let gone = trail.rows[n].id.clone();
            let first = trail
                .rows
                .iter()
                .find(|row| row.id == gone)
                .map(|row| row.pos);
            trail.rows.retain(|row| row.id != gone);
            if dice.roll(2) == 0 {
                trail.applications.retain(|(id, _)| *id != gone);
            }
            First::At(first.expect("a row"))
        }
        // Changes or deletes checkpoints.
        10 => {
            let last = trail.checkpoints.len();
            let checkpoint = &mut trail.checkpoints[dice.roll(last)];
            match dice.roll(8) {
                6 => checkpoint.staff = None,
                7 => checkpoint.staff.get_or_insert_default().pos += 1,
                0 => checkpoint.number += 1000,
                1 => checkpoint.upto += [1, -1][dice.roll(2)],
                2 => checkpoint.count += [1, -1][dice.roll(2)],
                3 => checkpoint.at += 1,
                4 => flip(&mut checkpoint.hash, dice),
                _ => flip(&mut checkpoint.signature, dice),
            }
            trail
                .checkpoints
                .sort_by_key(|checkpoint| checkpoint.number);
            First::Seen
        }
        11 => {
            let at = dice.roll(trail.checkpoints.len());
            trail.checkpoints.remove(at);
            First::Seen
        }
        // Deletes rows and checkpoints consistently.
        12 => {
            let left = dice.roll(trail.checkpoints.len());
            trail.checkpoints.truncate(left);
            let upto = trail
                .checkpoints
                .last()
                .map_or(0, |checkpoint| checkpoint.upto);
            trail.rows.retain(|row| row.pos <= upto);
            trail.given = upto;
            First::Seen
        }
        13 => {
            let at = dice.roll(trail.applications.len());
            match dice.roll(2) {
                0 => drop(trail.applications.remove(at)),
                _ => trail.applications[at].1.push('!'),
            }
            First::Seen
        }
        // An attacker who knows the hash format and rehashes the later rows.
        14 => {
            let n = dice.signed();
            let (pos, whose) = (trail.rows[n].pos, trail.rows[n].id.clone());
            trail.rows[n].at += 1;
            trail.rows[n].words[4].push(' ');
            rehash(&mut trail.rows, &whose);
            First::Within(pos)
        }
        // The same attacker also rebuilds the checkpoints, with another signature.
        15 => {
            let n = dice.signed();
            let whose = trail.rows[n].id.clone();
            trail.rows[n].words[4].push(' ');
            rehash(&mut trail.rows, &whose);
            sign(trail, &a_signer());
            First::Seen
        }
        // The same attacker reuses valid signatures from other checkpoints.
        _ => {
            let n = dice.signed();
            let (pos, whose) = (trail.rows[n].pos, trail.rows[n].id.clone());
            trail.rows[n].words[4].push(' ');
            rehash(&mut trail.rows, &whose);
            let signatures: Vec<_> = trail
                .checkpoints
                .iter()
                .map(|c| c.signature.clone())
                .collect();
            sign(trail, signer);
            for (checkpoint, old) in trail.checkpoints.iter_mut().zip(signatures) {
                checkpoint.signature = old;
            }
            First::Within(pos)
        }
    }
}

#[test]
fn mutated_trail_fails_at_its_first_broken_row() {
    let signer = &a_signer();
    let whole = a_trail(signer);
    let report = examined(&whole, signer);
    assert_eq!(report.faults, []);
    assert_eq!((report.events, report.unsigned), (ROWS as u64, TAIL as i64));
    assert_eq!(report.applications, PEOPLE);

    let mut dice = Dice(3);
    let mut seen = 0;
    for round in 0..3_400 {
        let mut bent = whole.clone();
        let expected = mutate(&mut bent, round % 17, &mut dice, signer);
        if bent == whole {
            continue;
        }
        let faults = examined(&bent, signer).faults;
        let context = format!("round {round}, {expected:?}: {faults:?}");
        let first = faults.first().unwrap_or_else(|| panic!("{context}"));
        match expected {
            First::Row(pos) => {
                assert_eq!(first.pos, pos, "{context}");
                assert!(
                    first.application.is_some() && first.seq.is_some(),
                    "{context}"
                );
            }
            First::At(pos) => assert_eq!(first.pos, pos, "{context}"),
            First::Within(pos) => {
                let end = whole.checkpoints.iter().find(|c| c.upto >= pos);
                let end = end.expect("it is signed").upto;
                assert!(first.pos <= end, "{context}");
            }
            First::Seen => {}
        }
        seen += 1;
    }
    assert!(seen > 3_230, "{seen}");
}

#[test]
fn removed_row_is_reported_at_the_next_row_of_its_application() {
    let signer = &a_signer();
    let whole = a_trail(signer);
    for n in 0..ROWS {
        let row = &whole.rows[n];
        if !whole.rows[n + 1..].iter().any(|later| later.id == row.id) {
            continue;
        }
        let mut bent = whole.clone();
        bent.rows.remove(n);
        let first = examined(&bent, signer).faults.remove(0);
        let name = format!("VB-{:02}", row.id[0]);
        assert_eq!(
            (first.application, first.seq, first.what),
            (Some(name), Some(row.seq), FaultKind::MissingRow)
        );
    }
}
