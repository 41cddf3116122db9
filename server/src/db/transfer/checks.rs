//! Verifies a copy in its transaction, before the commit.

use super::TransferError;
use crate::db::{
    DatabaseStore, audit,
    driver::{Param, Tx},
    rows::{RowError, application_id},
};
use sha2::{Digest, Sha256};

/// Applications that are decrypted, besides the last one.
const SAMPLE: u64 = 100;

/// The last event of each application.
const HEADS: &str = "SELECT h.application_id, e.hash FROM \
    (SELECT application_id, MAX(seq) AS seq FROM events WHERE application_id > ? \
     GROUP BY application_id ORDER BY application_id LIMIT +?) h \
    JOIN events e ON e.application_id = h.application_id AND e.seq = h.seq \
    ORDER BY h.application_id";
const STAFF_HEAD: &str = "SELECT hash FROM desk_trail ORDER BY pos DESC LIMIT 1";
const CHECKPOINT: &str = "SELECT hash FROM checkpoints ORDER BY number DESC LIMIT 1";
const SUBJECT_KEYS: &str = "SELECT application_id, key_id, key_sealed FROM subject_keys \
    WHERE application_id > ? ORDER BY application_id LIMIT +?";

/// The ends of the audit trails.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heads {
    /// A hash over the last hash of each application.
    applications: [u8; 32],
    staff: Option<Vec<u8>>,
    checkpoint: Option<Vec<u8>>,
}

/// Reads the ends of the audit trails.
///
/// # Errors
/// [`RowError`] of the database.
pub(super) fn heads(tx: &mut Tx<'_>) -> Result<Heads, RowError> {
    let mut all = Sha256::new();
    audit::every_row(
        tx,
        HEADS,
        Vec::<u8>::new(),
        |id| Param::Blob(id),
        |row| {
            let id = row.required_bytes("application_id")?;
            all.update(id);
            all.update(row.required_bytes("hash")?);
            Ok(id.to_vec())
        },
    )?;
    let mut hash = |sql| tx.row(sql, &[], |row| Ok(row.required_bytes("hash")?.to_vec()));
    Ok(Heads {
        applications: all.finalize().into(),
        staff: hash(STAFF_HEAD)?,
        checkpoint: hash(CHECKPOINT)?,
    })
}

/// Compares the counts of rows.
///
/// # Errors
/// [`TransferError::Count`] for the first table that has another count.
pub(super) fn counts(tx: &mut Tx<'_>, tables: &[(String, u64)]) -> Result<(), TransferError> {
    for (table, copied) in tables {
        let sql = format!("SELECT COUNT(*) AS count FROM \"{table}\"");
        let stored = tx.row(&sql, &[], |row| row.required_int("count"))?;
        let stored = stored.unwrap_or_default().unsigned_abs();
        if stored != *copied {
            return Err(TransferError::Count {
                table: table.clone(),
                copied: *copied,
                stored,
            });
        }
    }
    Ok(())
}

/// Opens the key of each application, and decrypts the first one, the last one and some in between.
/// Returns their count.
///
/// # Errors
/// [`TransferError::Unreadable`] if one cannot be opened.
pub(super) fn decrypt_sample(
    store: &DatabaseStore,
    tx: &mut Tx<'_>,
) -> Result<usize, TransferError> {
    let sql = "SELECT COUNT(*) AS count FROM subject_keys";
    let count = tx.row(sql, &[], |row| row.required_int("count"))?;
    let every = (count.unwrap_or_default().unsigned_abs() / SAMPLE).max(1);
    let (mut sample, mut number, mut all_open) = (Vec::new(), 0_u64, true);
    let mut last = None;
    audit::every_row(
        tx,
        SUBJECT_KEYS,
        Vec::<u8>::new(),
        |id| Param::Blob(id),
        |row| {
            let id = application_id(row.required_bytes("application_id")?)?;
            all_open &= store.key_of(id, row).is_ok();
            if number.is_multiple_of(every) {
                sample.push(id);
            }
            (number, last) = (number + 1, Some(id));
            Ok(id.as_bytes().to_vec())
        },
    )?;
    if !all_open {
        return Err(TransferError::Unreadable);
    }
    sample.extend(last.filter(|last| sample.last() != Some(last)));
    for id in &sample {
        match store.find_by(tx, *id) {
            Ok(Some(_)) => {}
            Ok(None) | Err(RowError::Seal(_)) => return Err(TransferError::Unreadable),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(sample.len())
}
