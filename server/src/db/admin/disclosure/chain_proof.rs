//! The chain proof of one case: its own rows, and the checkpoints that cover them with all of their
//! rows. The cost is a few minutes' worth of the trail, however long the trail is.

use super::super::super::{
    audit,
    driver::{Tx, params},
    millis,
    rows::RowError,
};
use crate::{
    audit::{
        Chain, Checkpoint, CheckpointBuilder, TrailRow,
        merkle::{self, MerkleNode},
    },
    crypto::{Signer, hex},
};
use kyc::{
    admin::disclosure::bundle::{
        ChainProof, CheckpointRecord, EventRecord, InclusionRecord, VerificationRecord,
    },
    id::ApplicationId,
};
use time::OffsetDateTime;

/// Rows per page.
const PAGE: usize = 4_096;

const ROWS: &str = "SELECT p.pos, e.* FROM events e LEFT JOIN event_positions p \
     ON p.event_id = e.id WHERE e.application_id = ? ORDER BY e.seq";
const COVERS: &str = "SELECT * FROM checkpoints WHERE upto >= ? ORDER BY upto, number LIMIT 1";
const LAST: &str = "SELECT * FROM checkpoints ORDER BY number DESC LIMIT 1";
const BEFORE: &str = "SELECT * FROM checkpoints WHERE number = ?";
const COVERED: &str = "SELECT p.pos, e.hash FROM event_positions p JOIN events e ON e.id = p.event_id \
     WHERE p.pos > ? AND p.pos <= ? ORDER BY p.pos LIMIT +?";

/// A checkpoint with what its hash covers besides its columns.
pub(super) struct CoveringCheckpoint {
    checkpoint: Checkpoint,
    /// The hash of the checkpoint before.
    before: Vec<u8>,
    /// The digest of the rows.
    root: [u8; 32],
    /// Position and leaf of each row.
    leaves: Vec<(i64, MerkleNode)>,
}

/// The verified rows and checkpoints.
pub(super) struct ChainEvidence {
    /// The case's rows, in order.
    pub(super) events: Vec<EventRecord>,
    chain: Chain,
    /// The checkpoints that cover the case's rows, in order.
    checkpoints: Vec<CoveringCheckpoint>,
    /// How each row is covered, in order.
    inclusion: Vec<InclusionRecord>,
    /// The last checkpoint of the installation.
    last: Option<CoveringCheckpoint>,
}

/// Verifies a case within the caller's read transaction.
pub(super) fn examine(
    tx: &mut Tx<'_>,
    (id, reference, state): (ApplicationId, &str, &str),
    signer: &Signer,
) -> Result<ChainEvidence, RowError> {
    let mut chain = Chain::new(reference);
    let events = tx.rows(ROWS, params![id.as_bytes()], |row| {
        let pos = row.number("pos")?;
        let event = audit::event(row, pos.unwrap_or_default())?;
        chain.row(&event);
        Ok(record(&event, pos))
    })?;
    chain.end(state);
    let mut places: Vec<_> = events.iter().map(|it| (it.pos, it.seq)).collect();
    places.sort_unstable();
    let mut seen = ChainEvidence {
        events,
        chain,
        checkpoints: Vec::new(),
        inclusion: Vec::new(),
        last: None,
    };
    let mut upto = 0;
    for (pos, seq) in places {
        let Some(pos) = pos else {
            seen.inclusion.push(inclusion(None, 0, seq));
            continue;
        };
        if pos > upto
            && let Some(checkpoint) = one(tx, COVERS, pos)?
        {
            upto = checkpoint.upto;
            let covered = read(tx, checkpoint, signer, &mut seen.chain)?;
            seen.checkpoints.push(covered);
        }
        let covering = seen.checkpoints.last().filter(|_| pos <= upto);
        seen.inclusion.push(inclusion(covering, pos, seq));
    }
    seen.inclusion.sort_by_key(|it| it.seq);
    if let Some(last) = tx.row(LAST, &[], audit::checkpoint)? {
        // Its faults are the case's only where it covers the case.
        seen.last = Some(read(tx, last, signer, &mut Chain::new(reference))?);
    }
    Ok(seen)
}

fn record(event: &TrailRow<'_>, pos: Option<i64>) -> EventRecord {
    EventRecord {
        pos,
        rule: event.rule,
        seq: event.line.seq,
        at: event.line.at,
        actor: event.line.actor.to_owned(),
        action: event.line.action.to_owned(),
        from: event.line.from.to_owned(),
        to: event.line.to.to_owned(),
        detail: event.line.detail.to_owned(),
        hash: hex(event.hash),
    }
}

/// How a checkpoint covers a row.
fn inclusion(covering: Option<&CoveringCheckpoint>, pos: i64, seq: i64) -> InclusionRecord {
    let mut record = InclusionRecord {
        seq,
        checkpoint: covering.map(|it| it.checkpoint.number),
        leaf: None,
        path: Vec::new(),
    };
    let tree = covering.filter(|it| it.checkpoint.staff.is_some());
    let index = tree.and_then(|it| it.leaves.binary_search_by_key(&pos, |leaf| leaf.0).ok());
    if let Some((tree, index)) = tree.zip(index) {
        let leaves: Vec<MerkleNode> = tree.leaves.iter().map(|(_, leaf)| *leaf).collect();
        record.leaf = Some(index as u64);
        let path = merkle::path(&leaves, index);
        record.path = path.iter().map(|node| hex(node)).collect();
    }
    record
}

/// Reads a checkpoint with the rows that it covers, and verifies it.
fn read(
    tx: &mut Tx<'_>,
    checkpoint: Checkpoint,
    signer: &Signer,
    chain: &mut Chain,
) -> Result<CoveringCheckpoint, RowError> {
    let before = one(tx, BEFORE, checkpoint.number - 1)?;
    let (from, before) = before.map_or((0, Vec::new()), |it| (it.upto, it.hash));
    let (rows, leaves) = gather(tx, from, checkpoint.upto)?;
    chain.signed(&checkpoint, &before, rows.clone(), signer);
    Ok(CoveringCheckpoint {
        root: rows.root(checkpoint.staff.is_some()),
        checkpoint,
        before,
        leaves,
    })
}

fn one(tx: &mut Tx<'_>, sql: &str, by: i64) -> Result<Option<Checkpoint>, RowError> {
    tx.row(sql, params![by], audit::checkpoint)
}

/// Reads all rows that a checkpoint covers.
fn gather(
    tx: &mut Tx<'_>,
    from: i64,
    upto: i64,
) -> Result<(CheckpointBuilder, Vec<(i64, MerkleNode)>), RowError> {
    let (mut builder, mut leaves) = (CheckpointBuilder::after(from), Vec::new());
    loop {
        let after = builder.upto;
        let page = tx.rows(COVERED, params![after, upto, PAGE as i64], |row| {
            let (pos, hash) = (row.required_int("pos")?, row.required_bytes("hash")?);
            builder.add(pos, hash);
            leaves.push((pos, merkle::leaf(pos, hash)));
            Ok(())
        })?;
        if page.len() < PAGE {
            return Ok((builder, leaves));
        }
    }
}

fn signed(covering: &CoveringCheckpoint) -> CheckpointRecord {
    let checkpoint = &covering.checkpoint;
    let staff = checkpoint.staff.as_ref();
    CheckpointRecord {
        number: checkpoint.number,
        upto: checkpoint.upto,
        count: checkpoint.count,
        at: checkpoint.at,
        before: hex(&covering.before),
        root: hex(&covering.root),
        staff_upto: staff.map(|head| head.pos),
        staff_head: staff.map(|head| hex(&head.hash)),
        hash: hex(&checkpoint.hash),
        signature: hex(&checkpoint.signature),
    }
}

impl ChainEvidence {
    /// The record of the verification, with every fault found.
    pub(super) fn proof(
        &self,
        id: ApplicationId,
        signer: &Signer,
        now: OffsetDateTime,
    ) -> ChainProof {
        let faults = self.chain.faults();
        let last = self.last.as_ref();
        let anchor = last.map(|last| format!(" {}", last.checkpoint.anchor()));
        let signed_rows = self.inclusion.iter();
        let signed_rows = signed_rows.filter(|it| it.checkpoint.is_some()).count();
        ChainProof {
            application: hex(id.as_bytes()),
            head: hex(self.chain.head()),
            verified: VerificationRecord {
                at: millis(now),
                whole: faults.is_empty(),
                signed: signed_rows,
                unsigned: self.events.len() - signed_rows,
                faults: faults.iter().map(ToString::to_string).collect(),
            },
            inclusion: self.inclusion.clone(),
            checkpoints: self.checkpoints.iter().map(signed).collect(),
            last_checkpoint: last.map(signed),
            signed_by: format!("ed25519:{signer}"),
            check_with: format!("vestibule audit verify{}", anchor.unwrap_or_default()),
        }
    }
}
