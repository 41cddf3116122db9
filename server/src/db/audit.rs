//! Reads and writes of the audit trail for checkpoints and verification.

mod derived_rows;
mod positions;

use super::{
    DatabaseStore,
    driver::{Param, Tx, params},
    millis,
    rows::{ColumnReader, RowError},
    series::Series,
};
use crate::{
    audit::{
        Anchor, CaseRows, Checkpoint, CheckpointBuilder, FaultKind, HashedEvent, SealedText,
        StaffHead, TrailReport, TrailRow as Event, TrailVerifier,
    },
    crypto::Signer,
};
use time::OffsetDateTime;

/// Rows per page of a full table read.
const PAGE: usize = 4_096;

const LAST: &str = "SELECT * FROM checkpoints ORDER BY number DESC LIMIT 1";
const CHECKPOINTS: &str = "SELECT * FROM checkpoints ORDER BY number";
const BEFORE: &str = "SELECT upto, hash FROM checkpoints WHERE number < ? \
                      ORDER BY number DESC LIMIT 1";
const STAFF_HEAD: &str = "SELECT pos, hash FROM desk_trail ORDER BY pos DESC LIMIT 1";
/// The staff's row under the last checkpoint, if the trail no longer has it.
const LOST_STAFF_HEAD: &str = "SELECT staff_upto FROM checkpoints c \
    WHERE number = (SELECT MAX(number) FROM checkpoints) AND staff_upto > 0 AND NOT EXISTS \
    (SELECT 1 FROM desk_trail t WHERE t.pos = c.staff_upto AND t.hash = c.staff_head)";
const HASHES: &str = "SELECT p.pos, e.hash FROM event_positions p \
    JOIN events e ON e.id = p.event_id WHERE p.pos > ? ORDER BY p.pos LIMIT +?";
/// Events with the text of their message to the applicant, if they have one. The two computed
/// columns say whether the text's kind fits the action, and whether erasure emptied it. Most events
/// have no text and cost one index lookup.
macro_rules! events {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            ", e.rule, e.application_id, e.seq, e.at, e.actor, e.action, e.from_state, \
             e.to_state, e.detail, e.hash, t.text_sealed, \
             (t.kind = 'message') = (e.action = 'messaged') AS fits, \
             t.text_sealed = x'' AND EXISTS (SELECT 1 FROM applications \
                 WHERE id = e.application_id AND erased_at IS NOT NULL) AS erased ",
            $rest
        )
    };
}

/// The events with a position, in order of position.
const POSITIONED: &str = events!(
    "p.pos AS number",
    "FROM event_positions p JOIN events e ON e.id = p.event_id \
     LEFT JOIN case_texts t ON t.application_id = e.application_id AND t.seq = e.seq \
     WHERE p.pos > ? ORDER BY p.pos LIMIT +?"
);
/// The events that wait for a position, in the order in which they will get one.
const WAITING: &str = events!(
    "e.id AS number",
    "FROM unpositioned_events u JOIN events e ON e.id = u.event_id \
     LEFT JOIN case_texts t ON t.application_id = e.application_id AND t.seq = e.seq \
     WHERE u.event_id > ? ORDER BY u.event_id LIMIT +?"
);
/// Events that no checkpoint will ever cover.
const SKIPPED: &str = "SELECT application_id, seq FROM events e \
    WHERE NOT EXISTS (SELECT 1 FROM event_positions WHERE event_id = e.id) \
    AND NOT EXISTS (SELECT 1 FROM unpositioned_events WHERE event_id = e.id) \
    ORDER BY 1, 2 LIMIT 1000";
const STRAY_TEXTS: &str = "SELECT application_id, seq FROM case_texts t WHERE NOT EXISTS \
    (SELECT 1 FROM events e WHERE e.application_id = t.application_id AND e.seq = t.seq) \
    ORDER BY 1, 2 LIMIT 1000";
const APPLICATIONS: &str = "SELECT id, reference, state FROM applications WHERE id > ? \
                            ORDER BY id LIMIT +?";

/// Reads every row of a query, page by page. `read` returns the key of its row. Each page starts
/// after the key of the previous page's last row; `bind` makes it a value of the query.
pub(super) fn every_row<K>(
    tx: &mut Tx<'_>,
    sql: &str,
    mut after: K,
    bind: impl Fn(&K) -> Param<'_>,
    mut read: impl FnMut(&dyn ColumnReader) -> Result<K, RowError>,
) -> Result<(), RowError> {
    loop {
        let bound = [bind(&after), Param::Int(PAGE as i64)];
        let mut page = tx.rows(sql, &bound, &mut read)?;
        let is_full = page.len() == PAGE;
        match page.pop() {
            Some(last) if is_full => after = last,
            _ => return Ok(()),
        }
    }
}

const fn number(after: &i64) -> Param<'_> {
    Param::Int(*after)
}

/// Builds a checkpoint from the rows after a position, up to another.
fn builder(tx: &mut Tx<'_>, from: i64, upto: i64) -> Result<CheckpointBuilder, RowError> {
    let mut builder = CheckpointBuilder::after(from);
    every_row(tx, HASHES, from, number, |row| {
        let pos = row.required_int("pos")?;
        if pos <= upto {
            builder.add(pos, row.required_bytes("hash")?);
        }
        Ok(pos)
    })?;
    Ok(builder)
}

pub(super) fn checkpoint(row: &dyn ColumnReader) -> Result<Checkpoint, RowError> {
    Ok(Checkpoint {
        number: row.required_int("number")?,
        upto: row.required_int("upto")?,
        count: row.required_int("count")?,
        at: row.required_int("at")?,
        hash: row.required_bytes("hash")?.to_vec(),
        signature: row.required_bytes("signature")?.to_vec(),
        staff: match (row.number("staff_upto")?, row.bytes("staff_head")?) {
            (Some(pos), Some(hash)) => Some(StaffHead {
                pos,
                hash: hash.to_vec(),
            }),
            _ => None,
        },
    })
}

/// Every checkpoint, in order.
pub(super) fn all_checkpoints(tx: &mut Tx<'_>) -> Result<Vec<Checkpoint>, RowError> {
    tx.rows(CHECKPOINTS, &[], checkpoint)
}

/// Reads an event, whose position is a column of its own or not yet given.
pub(super) fn event(row: &dyn ColumnReader, pos: i64) -> Result<Event<'_>, RowError> {
    Ok(Event {
        pos,
        rule: row.required_int("rule")?,
        line: HashedEvent {
            pos: None,
            application: row.required_bytes("application_id")?,
            seq: row.required_int("seq")?,
            at: row.required_int("at")?,
            actor: row.required_text("actor")?,
            action: row.required_text("action")?,
            from: row.required_text("from_state")?,
            to: row.required_text("to_state")?,
            detail: row.required_text("detail")?,
        },
        hash: row.required_bytes("hash")?,
    })
}

/// The number of the last checkpoint, if it names no row of the staff's trail although it was
/// signed over one.
fn altered_checkpoint(tx: &mut Tx<'_>) -> Result<Option<i64>, RowError> {
    let last = tx.row(LAST, &[], checkpoint)?;
    let nameless = |last: &Checkpoint| last.staff.as_ref().is_none_or(|head| head.pos == 0);
    let Some(last) = last.filter(nameless) else {
        return Ok(None);
    };
    let before = tx.row(BEFORE, params![last.number], |row| {
        let hash = row.required_bytes("hash")?.to_vec();
        Ok((row.required_int("upto")?, hash))
    })?;
    let (from, before) = before.unwrap_or_default();
    let builder = builder(tx, from, last.upto)?;
    let hash = builder.hash(&before, last.number, last.at, last.staff.as_ref());
    Ok((hash[..] != last.hash).then_some(last.number))
}

fn verify_event(
    row: &dyn ColumnReader,
    pos: i64,
    rows: &mut CaseRows,
    verifier: &mut TrailVerifier<'_>,
) -> Result<(), RowError> {
    let event = event(row, pos)?;
    rows.event(&event);
    verifier.row(&event);
    let is = |column| Ok::<_, RowError>(row.number(column)?.is_some_and(|it| it != 0));
    let text = SealedText {
        sealed: row.bytes("text_sealed")?,
        fits: is("fits")?,
        erased: is("erased")?,
    };
    verifier.text(&event, text);
    Ok(())
}

/// Verifies the whole audit trail.
pub(super) fn verify(
    tx: &mut Tx<'_>,
    signer: &Signer,
    anchors: &[Anchor],
) -> Result<TrailReport, RowError> {
    let mut verifier = TrailVerifier::new(signer, all_checkpoints(tx)?, anchors);
    let mut rows = CaseRows::new();
    every_row(tx, POSITIONED, i64::MIN, number, |row| {
        let pos = row.required_int("number")?;
        verify_event(row, pos, &mut rows, &mut verifier)?;
        Ok(pos)
    })?;
    verifier.end_of_positions(Series::Events.last(tx)?);
    every_row(tx, WAITING, i64::MIN, number, |row| {
        let pos = verifier.position() + 1;
        verify_event(row, pos, &mut rows, &mut verifier)?;
        row.required_int("number")
    })?;
    for (sql, what) in [
        (STRAY_TEXTS, FaultKind::UnreferencedText),
        (SKIPPED, FaultKind::Skipped),
    ] {
        tx.rows(sql, &[], |row| {
            let id = row.required_bytes("application_id")?;
            verifier.stray(id, row.required_int("seq")?, what.clone());
            Ok(())
        })?;
    }
    verifier.end();
    every_row(
        tx,
        APPLICATIONS,
        Vec::<u8>::new(),
        |id| Param::Blob(id),
        |row| {
            let (id, reference) = (row.required_bytes("id")?, row.required_text("reference")?);
            verifier.application(id, reference, row.required_text("state")?);
            rows.application(id, reference);
            Ok(id.to_vec())
        },
    )?;
    derived_rows::compare(tx, &mut rows)?;
    Ok(TrailReport {
        rows: rows.end(),
        ..verifier.report()
    })
}

impl DatabaseStore {
    /// The signer of the checkpoints.
    pub(crate) fn signer(&self) -> &Signer {
        self.vault.signer()
    }

    /// Whether the checkpoint with this number and hash exists.
    pub(crate) async fn has_checkpoint(&self, anchor: &Anchor) -> Result<bool, RowError> {
        let (number, hash) = (anchor.number, anchor.hash.clone());
        let sql = "SELECT 1 FROM checkpoints WHERE number = ? AND hash = ?";
        let found = self.scan(move |tx| tx.row(sql, params![number, &hash], |_| Ok(())));
        Ok(found.await?.is_some())
    }

    /// The position of the staff's row under the last checkpoint, if the trail no longer has it.
    pub(crate) async fn lost_staff_head(&self) -> Result<Option<i64>, RowError> {
        self.scan(|tx| tx.row(LOST_STAFF_HEAD, &[], |row| row.required_int("staff_upto")))
            .await
    }

    /// The number of the last checkpoint, if it names no row of the staff's trail although it was
    /// signed over one. Its hash tells: it covers the staff's row in form 2 only.
    pub(crate) async fn altered_checkpoint(&self) -> Result<Option<i64>, RowError> {
        self.scan(altered_checkpoint).await
    }

    /// Gives positions to the new rows, and signs a checkpoint over them and the head of the staff's
    /// trail.
    /// Returns `None` if both trails are as they were, or if another process inserted the same
    /// number first. The read runs beside the writes: a transaction that gives positions holds the
    /// next one back until it ends, so they appear in order.
    pub(crate) async fn make_checkpoint(
        &self,
        now: OffsetDateTime,
    ) -> Result<Option<Checkpoint>, RowError> {
        self.position_events().await?;
        let read = self.scan(|tx| {
            let last = tx.row(LAST, &[], checkpoint)?;
            let from = last.as_ref().map_or(0, |last| last.upto);
            let builder = builder(tx, from, i64::MAX)?;
            let staff = tx.row(STAFF_HEAD, &[], |row| {
                Ok(StaffHead {
                    pos: row.required_int("pos")?,
                    hash: row.required_bytes("hash")?.to_vec(),
                })
            })?;
            Ok((last, builder, staff.unwrap_or_default()))
        });
        let (last, builder, staff) = read.await?;
        let (number, before, known) = last.map_or((1, Vec::new(), None), |last| {
            (last.number + 1, last.hash, last.staff)
        });
        if builder.count == 0 && known.unwrap_or_default() == staff {
            return Ok(None);
        }
        let (upto, count, at) = (builder.upto, builder.count, millis(now));
        let hash = builder.hash(&before, number, at, Some(&staff)).to_vec();
        let signature = self.vault.signer().sign(&hash);
        self.transact(move |tx| {
            let sql = "INSERT INTO checkpoints (number, upto, count, at, hash, signature, \
                       staff_upto, staff_head) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
                       ON CONFLICT (number) DO NOTHING";
            let (pos, head) = (staff.pos, &staff.hash);
            let row = params![number, upto, count, at, &hash, &signature, pos, head];
            let made = tx.execute(sql, row)?;
            Ok((made == 1).then_some(Checkpoint {
                number,
                upto,
                count,
                at,
                hash,
                signature,
                staff: Some(staff),
            }))
        })
        .await
    }

    /// The checkpoint with the highest number.
    pub(crate) async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, RowError> {
        self.scan(|tx| tx.row(LAST, &[], checkpoint)).await
    }

    /// Verifies the whole audit trail within one read transaction, so that all tables show the same
    /// moment.
    pub(crate) async fn verify_trail(&self, anchors: &[Anchor]) -> Result<TrailReport, RowError> {
        let (store, anchors) = (self.clone(), anchors.to_vec());
        self.scan(move |tx| verify(tx, store.signer(), &anchors))
            .await
    }
}
