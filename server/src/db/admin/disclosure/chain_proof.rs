//! The chain proof of one case: its own rows, and the checkpoints that cover them with all of their
//! rows. The cost is a few minutes' worth of the trail, however long the trail is.

use super::super::super::{audit, millis, rows::RowError};
use crate::{
    audit::{Chain, Checkpoint, CheckpointBuilder},
    crypto::{Signer, hex},
};
use kyc::{
    admin::disclosure::bundle::{ChainProof, CheckpointRecord, VerificationRecord},
    id::ApplicationId,
};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use time::OffsetDateTime;

/// Rows per page.
const PAGE: usize = 4_096;

const ROWS: &str = "SELECT pos, rule, application_id, seq, at, actor, action, from_state, \
     to_state, detail, hash FROM events WHERE application_id = ? ORDER BY seq";
const COVERS: &str = "SELECT * FROM checkpoints WHERE upto >= ? ORDER BY upto, number LIMIT 1";
const BEFORE: &str = "SELECT * FROM checkpoints WHERE number = ?";
const COVERED: &str =
    "SELECT pos, hash FROM events WHERE pos > ? AND pos <= ? ORDER BY pos LIMIT +?";

/// The verified rows and checkpoints.
pub(super) struct ChainEvidence {
    pub(super) rows: Vec<SqliteRow>,
    pub(super) chain: Chain,
    /// The checkpoints that cover the case's rows, in order.
    pub(super) checkpoints: Vec<Checkpoint>,
    /// Count of the case's rows that these checkpoints cover.
    pub(super) signed: usize,
}

/// Verifies a case within the caller's read transaction.
pub(super) async fn examine(
    tx: &mut SqliteConnection,
    (id, reference, state): (ApplicationId, &str, &str),
    signer: &Signer,
) -> Result<ChainEvidence, RowError> {
    let rows = sqlx::query(ROWS)
        .bind(id.as_bytes().to_vec())
        .fetch_all(&mut *tx)
        .await?;
    let mut seen = ChainEvidence {
        chain: Chain::new(reference),
        checkpoints: Vec::new(),
        signed: 0,
        rows,
    };
    let mut places = Vec::with_capacity(seen.rows.len());
    for row in &seen.rows {
        seen.chain.row(&audit::event(row)?);
        places.push(row.try_get::<i64, _>(0)?);
    }
    seen.chain.end(state);
    places.sort_unstable();
    let mut upto = 0;
    for place in places {
        if place > upto {
            let Some(checkpoint) = one(tx, COVERS, place).await? else {
                break;
            };
            upto = checkpoint.upto;
            let before = one(tx, BEFORE, checkpoint.number - 1).await?;
            let (from, hash) = before.map_or((0, Vec::new()), |it| (it.upto, it.hash));
            let covered = gather(tx, from, upto).await?;
            seen.chain.signed(&checkpoint, &hash, covered, signer);
            seen.checkpoints.push(checkpoint);
        }
        seen.signed += 1;
    }
    Ok(seen)
}

async fn one(
    tx: &mut SqliteConnection,
    sql: &'static str,
    by: i64,
) -> Result<Option<Checkpoint>, RowError> {
    let row = sqlx::query(sql).bind(by).fetch_optional(tx).await?;
    Ok(row.as_ref().map(audit::checkpoint).transpose()?)
}

/// Reads all rows that a checkpoint covers.
async fn gather(
    tx: &mut SqliteConnection,
    from: i64,
    upto: i64,
) -> Result<CheckpointBuilder, RowError> {
    let mut builder = CheckpointBuilder::after(from);
    loop {
        let after = builder.upto;
        let page = sqlx::query(COVERED)
            .bind(after)
            .bind(upto)
            .bind(PAGE as i64)
            .fetch_all(&mut *tx)
            .await?;
        for row in &page {
            builder.add(row.try_get(0)?, row.try_get(1)?);
        }
        if page.len() < PAGE {
            return Ok(builder);
        }
    }
}

fn signed(checkpoint: &Checkpoint) -> CheckpointRecord {
    CheckpointRecord {
        number: checkpoint.number,
        upto: checkpoint.upto,
        count: checkpoint.count,
        at: checkpoint.at,
        hash: hex(&checkpoint.hash),
        signature: hex(&checkpoint.signature),
    }
}

impl ChainEvidence {
    /// The record of the verification, with every fault found.
    pub(super) fn proof(
        &self,
        id: ApplicationId,
        last: Option<&Checkpoint>,
        signer: &Signer,
        now: OffsetDateTime,
    ) -> ChainProof {
        let faults = self.chain.faults();
        let anchor = last.map(|last| format!(" {}", last.anchor()));
        ChainProof {
            application: hex(id.as_bytes()),
            head: hex(self.chain.head()),
            verified: VerificationRecord {
                at: millis(now),
                whole: faults.is_empty(),
                signed: self.signed,
                unsigned: self.rows.len() - self.signed,
                faults: faults.iter().map(ToString::to_string).collect(),
            },
            checkpoints: self.checkpoints.iter().map(signed).collect(),
            last_checkpoint: last.map(signed),
            signed_by: format!("ed25519:{signer}"),
            check_with: format!("vestibule audit verify{}", anchor.unwrap_or_default()),
        }
    }
}
