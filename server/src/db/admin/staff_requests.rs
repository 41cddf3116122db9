//! Requests for a change of the staff that wait for a second administrator.

use super::{
    super::{
        DatabaseStore,
        commit::{CommitError, change_one},
        driver::{Tx, params},
        millis, moment,
        rows::{ColumnReader, RowError},
    },
    row_macs::{self, request_columns, request_mac},
    rows::id,
};
use crate::crypto::RowKey;
use kyc::admin::{
    AccountName, ReviewerId, Role,
    four_eyes::{StaffAnswer, StaffChange, StaffRequest},
};
use time::OffsetDateTime;

const TABLE: &str = "staff_requests";
/// The requests that wait, and whether the trail has an answer behind their event. An account has one
/// open request at most, so that such an answer is its own.
///
/// Positions decide, because a clock may be set back. The event has the time of its request; those of
/// earlier versions are some milliseconds later.
const OPEN_REQUEST: &str = "SELECT q.*, EXISTS (SELECT 1 FROM desk_trail t \
     WHERE t.about = q.account AND t.deed IN \
     ('change_confirmed', 'change_rejected', 'change_withdrawn') \
     AND t.pos > (SELECT coalesce(max(e.pos), 0) FROM desk_trail e WHERE e.about = q.account \
     AND e.deed = 'change_requested' AND e.at BETWEEN q.asked_at AND q.asked_at + 1000)) \
     AS is_answered FROM staff_requests q WHERE q.status = 'open'";
/// The status of a request that waits.
const OPEN: &str = "open";

/// The MAC of a request under another status.
fn mac_as(key: &RowKey, request: &StaffRequest, status: &str) -> Vec<u8> {
    let StaffRequest {
        account, change, ..
    } = request;
    let (account, asked_by) = (account.as_bytes(), request.asked_by.as_bytes());
    let name = change.name().map(AccountName::as_str);
    let role = change.role().map(Role::as_str);
    request_columns(
        key,
        Some(change.as_str()),
        (Some(account), name, role),
        (Some(asked_by), Some(millis(request.asked_at))),
        Some(status),
    )
    .finish()
}

impl DatabaseStore {
    /// Stores a request, made now like its event. A conflict if the account or the name has an open
    /// one.
    pub(super) fn insert_request(
        &self,
        tx: &mut Tx<'_>,
        request: StaffRequest,
        now: OffsetDateTime,
    ) -> Result<(), CommitError> {
        let request = &StaffRequest {
            asked_at: now,
            ..request
        };
        let StaffRequest {
            account, change, ..
        } = request;
        change_one(
            tx,
            "INSERT INTO staff_requests \
             (change, account, name, role, asked_by, asked_at, status, mac) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            params![
                change.as_str(),
                account.as_bytes(),
                change.name().map(AccountName::as_str),
                change.role().map(Role::as_str),
                request.asked_by.as_bytes(),
                millis(request.asked_at),
                OPEN,
                &mac_as(&self.vault.row_key(), request, OPEN)
            ],
        )
    }

    /// Answers an open request. A conflict if it is not open, or was written outside this software.
    pub(super) fn answer_request(
        &self,
        tx: &mut Tx<'_>,
        number: i64,
        answer: StaffAnswer,
        (by, now): (ReviewerId, OffsetDateTime),
    ) -> Result<(), CommitError> {
        let sql = format!("{OPEN_REQUEST} AND q.id = ?");
        let open = tx.row(&sql, params![number], |row| self.genuine_request(row))?;
        let request = open.flatten().ok_or(CommitError::Conflict)?;
        change_one(
            tx,
            "UPDATE staff_requests SET status = ?, answered_by = ?, answered_at = ?, mac = ? \
             WHERE id = ? AND status = 'open'",
            params![
                answer.as_str(),
                by.as_bytes(),
                millis(now),
                &mac_as(&self.vault.row_key(), &request, answer.as_str()),
                number
            ],
        )
    }

    /// The open requests, the oldest first.
    pub(super) async fn open_staff_requests(&self) -> Result<Vec<StaffRequest>, RowError> {
        let store = self.clone();
        let requests = self.scan(move |tx| {
            let sql = format!("{OPEN_REQUEST} ORDER BY q.id");
            tx.rows(&sql, &[], |row| store.genuine_request(row))
        });
        Ok(requests.await?.into_iter().flatten().collect())
    }

    /// Reads a row of `OPEN_REQUEST`; `None` if it was written outside this software.
    fn genuine_request(&self, row: &dyn ColumnReader) -> Result<Option<StaffRequest>, RowError> {
        let key = self.vault.row_key();
        let (mac, number) = (request_mac(&key, row)?, row.required_int("id")?.to_string());
        let is_answered = row.required_int("is_answered")? != 0;
        let is_genuine = row_macs::is_genuine(mac, row.bytes("mac")?, TABLE, &number)
            && !row_macs::is_answered(is_answered, TABLE, &number);
        is_genuine.then(|| request(row)).transpose()
    }
}

fn request(row: &dyn ColumnReader) -> Result<StaffRequest, RowError> {
    let name = row.text("name")?.map(AccountName::parse).transpose();
    let change = StaffChange::parse(
        row.required_text("change")?,
        name.map_err(|_| RowError::Id)?,
        row.text("role")?.and_then(Role::parse),
    );
    Ok(StaffRequest {
        id: row.required_int("id")?,
        account: id(row.required_bytes("account")?)?,
        change: change.ok_or(RowError::Id)?,
        asked_by: id(row.required_bytes("asked_by")?)?,
        asked_at: moment(row.required_int("asked_at")?),
    })
}
