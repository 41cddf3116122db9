//! The head of an application: all that its next change builds on, in one query.

use super::{
    driver::{LockScope, Tx, params},
    projections::CaseProjection,
    rows::{ColumnReader, RowError, label},
};
use crate::crypto::{SubjectKey, Vault};
use kyc::{id::ApplicationId, state::StateKind};

/// An application's head within a transaction. No other transaction changes the application until
/// that one ends.
pub(super) struct ApplicationHead {
    pub(super) id: ApplicationId,
    pub(super) version: u64,
    /// The kind of its state.
    pub(super) state: StateKind,
    /// The subject key: id of the sealing key, and the sealed bytes.
    key: (Option<Vec<u8>>, Option<Vec<u8>>),
    /// The fencing token of its job, if it has one.
    pub(super) fence: Option<i64>,
    /// The end of its audit trail.
    pub(super) chain_head: ChainHead,
    /// The search tokens that it is found by (`search.rs`).
    pub(super) email: Option<Vec<u8>>,
    pub(super) name: Option<Vec<u8>>,
    pub(super) phone: Option<Vec<u8>>,
    /// Its case, unless that row is missing.
    pub(super) case: Option<CaseProjection>,
}

const BASIS: &str = "SELECT a.version, a.state, k.key_id, k.key_sealed, j.fence, e.seq, e.hash, \
    (SELECT token FROM blind_indexes WHERE application_id = a.id AND kind = 'email') AS email, \
    (SELECT token FROM blind_indexes WHERE application_id = a.id AND kind = 'name') AS name, \
    (SELECT token FROM blind_indexes WHERE application_id = a.id AND kind = 'phone') AS phone, \
    c.number, c.state AS case_state, c.assignee, c.opened_at, c.event, c.event_at, c.reached, \
    c.glance_sealed \
    FROM applications a \
    LEFT JOIN cases c ON c.application_id = a.id \
    LEFT JOIN subject_keys k ON k.application_id = a.id \
    LEFT JOIN jobs j ON j.application_id = a.id \
    LEFT JOIN events e ON e.application_id = a.id \
    AND e.seq = (SELECT MAX(seq) FROM events WHERE application_id = a.id) \
    WHERE a.id = ?";

impl ApplicationHead {
    /// Reads the head; `None` if the application does not exist.
    pub(super) fn of(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Option<Self>, RowError> {
        tx.lock(LockScope::Application, id.as_bytes())?;
        tx.row(BASIS, params![id.as_bytes()], |row| Self::read(id, row))
    }

    fn read(id: ApplicationId, row: &dyn ColumnReader) -> Result<Self, RowError> {
        let bytes = |column| Ok::<_, RowError>(row.bytes(column)?.map(<[u8]>::to_vec));
        Ok(Self {
            id,
            version: row.required_int("version")?.unsigned_abs(),
            state: label(row.required_text("state")?)?,
            key: (bytes("key_id")?, bytes("key_sealed")?),
            fence: row.number("fence")?,
            chain_head: ChainHead {
                seq: row.number("seq")?.unwrap_or(0),
                hash: bytes("hash")?.unwrap_or_default(),
            },
            email: bytes("email")?,
            name: bytes("name")?,
            phone: bytes("phone")?,
            case: case(row)?,
        })
    }

    /// The opened subject key; `None` after an erasure.
    pub(super) fn key(&self, vault: &Vault) -> Result<Option<SubjectKey>, RowError> {
        let (under, sealed) = &self.key;
        let open = |sealed| vault.open_subject_key(self.id, under.as_deref(), sealed);
        Ok(sealed.as_deref().map(open).transpose()?)
    }
}

/// The case of a row; `None` if it is missing.
fn case(row: &dyn ColumnReader) -> Result<Option<CaseProjection>, RowError> {
    let Some(number) = row.number("number")? else {
        return Ok(None);
    };
    Ok(Some(CaseProjection {
        number,
        state: row.required_text("case_state")?.to_owned(),
        assignee: row.required_bytes("assignee")?.to_vec(),
        opened_at: row.required_int("opened_at")?,
        event: row.required_text("event")?.to_owned(),
        event_at: row.required_int("event_at")?,
        reached: row.required_int("reached")?,
        preview: row.bytes("glance_sealed")?.map(<[u8]>::to_vec),
    }))
}

/// The end of an application's audit trail.
#[derive(Clone)]
pub(super) struct ChainHead {
    /// The sequence number of the application's last row; `hash` is that row's hash.
    pub(super) seq: i64,
    pub(super) hash: Vec<u8>,
}

impl ChainHead {
    /// The chain head of an application without events.
    pub(super) const EMPTY: Self = Self {
        seq: 0,
        hash: Vec::new(),
    };
}
