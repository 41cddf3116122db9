//! Reads and writes of the audit trail for checkpoints and verification.

mod derived_rows;

use super::{SqliteStore, millis, rows::RowError};
use crate::{
    audit::{
        Anchor, CaseRows, Checkpoint, CheckpointBuilder, HashedEvent, SealedText, StaffHead,
        TrailReport, TrailRow as Event, TrailVerifier,
    },
    crypto::Signer,
};
use rusqlite::OptionalExtension;
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteRow};
use time::OffsetDateTime;

/// Rows per page of a full table read.
const PAGE: usize = 4_096;

const GIVEN: &str = "SELECT seq FROM sqlite_sequence WHERE name = 'events'";
const LAST: &str = "SELECT * FROM checkpoints ORDER BY number DESC LIMIT 1";
const CHECKPOINTS: &str = "SELECT * FROM checkpoints ORDER BY number";
const BEFORE: &str = "SELECT upto, hash FROM checkpoints WHERE number < ? \
                      ORDER BY number DESC LIMIT 1";
const STAFF_HEAD: &str = "SELECT pos, hash FROM desk_trail ORDER BY pos DESC LIMIT 1";
/// The staff's row under the last checkpoint, if the trail no longer has it.
const LOST_STAFF_HEAD: &str = "SELECT staff_upto FROM checkpoints c \
    WHERE number = (SELECT MAX(number) FROM checkpoints) AND staff_upto > 0 AND NOT EXISTS \
    (SELECT 1 FROM desk_trail t WHERE t.pos = c.staff_upto AND t.hash = c.staff_head)";
const HASHES: &str = "SELECT pos, hash FROM events WHERE pos > ? ORDER BY pos LIMIT +?";
/// Events with the text of their message to the applicant, if they have one. The two computed
/// columns say whether the text's kind fits the action, and whether erasure emptied it. Most events
/// have no text and cost one index lookup.
const EVENTS: &str = "SELECT e.pos, e.rule, e.application_id, e.seq, e.at, e.actor, e.action, \
    e.from_state, e.to_state, e.detail, e.hash, t.text_sealed, \
    (t.kind = 'message') = (e.action = 'messaged'), \
    t.text_sealed = x'' AND EXISTS (SELECT 1 FROM applications \
        WHERE id = e.application_id AND erased_at IS NOT NULL) \
    FROM events e LEFT JOIN case_texts t ON t.application_id = e.application_id \
        AND t.seq = e.seq \
    WHERE e.pos > ? ORDER BY e.pos LIMIT +?";
const STRAYS: &str = "SELECT application_id, seq FROM case_texts t WHERE NOT EXISTS \
    (SELECT 1 FROM events e WHERE e.application_id = t.application_id AND e.seq = t.seq) \
    ORDER BY 1, 2 LIMIT 1000";
const APPLICATIONS: &str = "SELECT id, reference, state FROM applications WHERE id > ? \
                            ORDER BY id LIMIT +?";

/// Runs a block for every row of a query, page by page. Each page starts after the first column of
/// the previous page's last row.
macro_rules! every_row {
    ($tx:expr, $sql:expr, $from:expr, |$row:ident| $show:block) => {
        let mut after = $from;
        loop {
            let query = sqlx::query($sql).bind(after.clone()).bind(PAGE as i64);
            let page = query.fetch_all(&mut **$tx).await?;
            for $row in &page {
                $show
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = last.try_get(0)?,
                _ => break,
            }
        }
    };
}

pub(super) fn checkpoint(row: &SqliteRow) -> Result<Checkpoint, sqlx::Error> {
    Ok(Checkpoint {
        number: row.try_get(0)?,
        upto: row.try_get(1)?,
        count: row.try_get(2)?,
        at: row.try_get(3)?,
        hash: row.try_get(4)?,
        signature: row.try_get(5)?,
        staff: match (row.try_get(6)?, row.try_get(7)?) {
            (Some(pos), Some(hash)) => Some(StaffHead { pos, hash }),
            _ => None,
        },
    })
}

/// Every checkpoint, in order.
pub(super) async fn all_checkpoints(
    tx: &mut SqliteConnection,
) -> Result<Vec<Checkpoint>, sqlx::Error> {
    let rows = sqlx::query(CHECKPOINTS).fetch_all(tx).await?;
    rows.iter().map(checkpoint).collect()
}

pub(super) fn event(row: &SqliteRow) -> Result<Event<'_>, sqlx::Error> {
    Ok(Event {
        pos: row.try_get(0)?,
        rule: row.try_get(1)?,
        line: HashedEvent {
            pos: None,
            application: row.try_get(2)?,
            seq: row.try_get(3)?,
            at: row.try_get(4)?,
            actor: row.try_get(5)?,
            action: row.try_get(6)?,
            from: row.try_get(7)?,
            to: row.try_get(8)?,
            detail: row.try_get(9)?,
        },
        hash: row.try_get(10)?,
    })
}

/// The last position ever assigned, read within the caller's transaction on a pooled connection.
pub(super) fn last_position_pooled(tx: &rusqlite::Connection) -> rusqlite::Result<i64> {
    let mut last = tx.prepare_cached(GIVEN)?;
    let last = last.query_row([], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or(0))
}

/// The last position ever assigned, read through sqlx.
pub(super) async fn last_position(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let row = sqlx::query(GIVEN).fetch_optional(connection).await?;
    row.map_or(Ok(0), |row| row.try_get(0))
}

impl SqliteStore {
    /// The signer of the checkpoints.
    pub(crate) fn signer(&self) -> &Signer {
        self.vault.signer()
    }

    /// Whether the checkpoint with this number and hash exists.
    pub(crate) async fn has_checkpoint(&self, anchor: &Anchor) -> Result<bool, RowError> {
        let query = sqlx::query("SELECT 1 FROM checkpoints WHERE number = ? AND hash = ?")
            .bind(anchor.number)
            .bind(anchor.hash.clone());
        Ok(self.read.row(query).await?.is_some())
    }

    /// The position of the staff's row under the last checkpoint, if the trail no longer has it.
    pub(crate) async fn lost_staff_head(&self) -> Result<Option<i64>, RowError> {
        let row = self.read.row(sqlx::query(LOST_STAFF_HEAD)).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The number of the last checkpoint, if it names no row of the staff's trail although it was
    /// signed over one. Its hash tells: it covers the staff's row in form 2 only.
    pub(crate) async fn altered_checkpoint(&self) -> Result<Option<i64>, RowError> {
        let mut connection = self.read.connection().await?;
        let mut tx = connection.begin().await?;
        let last = sqlx::query(LAST).fetch_optional(&mut *tx).await?;
        let last = last.as_ref().map(checkpoint).transpose()?;
        let nameless = |last: &Checkpoint| last.staff.as_ref().is_none_or(|head| head.pos == 0);
        let Some(last) = last.filter(nameless) else {
            return Ok(None);
        };
        let before = sqlx::query(BEFORE).bind(last.number);
        let before = before.fetch_optional(&mut *tx).await?;
        let (from, before) = match before {
            Some(row) => (row.try_get(0)?, row.try_get(1)?),
            None => (0, Vec::new()),
        };
        let mut builder = CheckpointBuilder::after(from);
        every_row!(&mut tx, HASHES, from, |row| {
            let pos = row.try_get(0)?;
            if pos <= last.upto {
                builder.add(pos, row.try_get(1)?);
            }
        });
        drop(tx);
        connection.close().await?;
        let hash = builder.hash(&before, last.number, last.at, last.staff.as_ref());
        Ok((hash[..] != last.hash).then_some(last.number))
    }

    /// Signs a checkpoint over the rows since the last one and the head of the staff's trail.
    /// Returns `None` if both trails are as they were, or if another process inserted the same
    /// number first. The read runs beside the writer: only one transaction writes at a time, so
    /// rows appear in order of position.
    pub(crate) async fn make_checkpoint(
        &self,
        now: OffsetDateTime,
    ) -> Result<Option<Checkpoint>, RowError> {
        let mut connection = self.read.connection().await?;
        let mut tx = connection.begin().await?;
        let last = sqlx::query(LAST).fetch_optional(&mut *tx).await?;
        let last = last.as_ref().map(checkpoint).transpose()?;
        let (number, upto, before, known) = last.map_or((1, 0, Vec::new(), None), |last| {
            (last.number + 1, last.upto, last.hash, last.staff)
        });
        let mut builder = CheckpointBuilder::after(upto);
        every_row!(&mut tx, HASHES, upto, |row| {
            builder.add(row.try_get(0)?, row.try_get(1)?);
        });
        let head = sqlx::query(STAFF_HEAD).fetch_optional(&mut *tx).await?;
        let staff = match head {
            Some(head) => StaffHead {
                pos: head.try_get(0)?,
                hash: head.try_get(1)?,
            },
            None => StaffHead::default(),
        };
        drop(tx);
        connection.close().await?;
        if builder.count == 0 && known.unwrap_or_default() == staff {
            return Ok(None);
        }
        let (upto, count, at) = (builder.upto, builder.count, millis(now));
        let hash = builder.hash(&before, number, at, Some(&staff)).to_vec();
        let signature = self.vault.signer().sign(&hash);
        let made = sqlx::query(
            "INSERT INTO checkpoints (number, upto, count, at, hash, signature, staff_upto, \
             staff_head) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(number)
        .bind(upto)
        .bind(count)
        .bind(at)
        .bind(&hash)
        .bind(&signature)
        .bind(staff.pos)
        .bind(&staff.hash)
        .execute(&self.write)
        .await?;
        Ok((made.rows_affected() == 1).then_some(Checkpoint {
            number,
            upto,
            count,
            at,
            hash,
            signature,
            staff: Some(staff),
        }))
    }

    /// The checkpoint with the highest number.
    pub(crate) async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, RowError> {
        let row = self.read.row(sqlx::query(LAST)).await?;
        Ok(row.as_ref().map(checkpoint).transpose()?)
    }

    /// Verifies the whole audit trail within one read transaction, so that all tables show the same
    /// moment.
    pub(crate) async fn verify_trail(&self, anchors: &[Anchor]) -> Result<TrailReport, RowError> {
        let mut connection = self.read.connection().await?;
        let mut tx = connection.begin().await?;
        let checkpoints = all_checkpoints(&mut tx).await?;
        let mut verifier = TrailVerifier::new(self.vault.signer(), checkpoints, anchors);
        let mut rows = CaseRows::new();
        every_row!(&mut tx, EVENTS, i64::MIN, |row| {
            let event = event(row)?;
            rows.event(&event);
            verifier.row(&event);
            let is = |column| {
                row.try_get::<Option<bool>, _>(column)
                    .map(Option::unwrap_or_default)
            };
            let text = SealedText {
                sealed: row.try_get(11)?,
                fits: is(12)?,
                erased: is(13)?,
            };
            verifier.text(&event, text);
        });
        for stray in sqlx::query(STRAYS).fetch_all(&mut *tx).await? {
            verifier.stray(stray.try_get(0)?, stray.try_get(1)?);
        }
        verifier.end(last_position(&mut tx).await?);
        every_row!(&mut tx, APPLICATIONS, Vec::<u8>::new(), |row| {
            let (id, reference) = (row.try_get(0)?, row.try_get(1)?);
            verifier.application(id, reference, row.try_get(2)?);
            rows.application(id, reference);
        });
        derived_rows::compare(&mut tx, &mut rows).await?;
        drop(tx);
        connection.close().await?;
        Ok(TrailReport {
            rows: rows.end(),
            ..verifier.report()
        })
    }
}
