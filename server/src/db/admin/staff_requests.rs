//! Requests for a change of the staff that wait for a second administrator.

use super::{
    super::{SqliteStore, commit::CommitError, millis, moment, rows::RowError},
    row_macs::{self, request_columns, request_mac},
    rows::{SqlStatement, bytes, id},
};
use crate::crypto::RowKey;
use kyc::admin::{
    AccountName, ReviewerId, Role,
    four_eyes::{StaffAnswer, StaffChange, StaffRequest},
};
use sqlx::{AssertSqlSafe, Row, SqliteConnection, sqlite::SqliteRow};
use time::OffsetDateTime;

const TABLE: &str = "staff_requests";
/// The requests that wait, and whether the trail has a later answer. An account has one open request
/// at most, so that an answer after the request was made is its own.
const OPEN_REQUEST: &str = "SELECT q.*, EXISTS (SELECT 1 FROM desk_trail t \
     WHERE t.about = q.account AND t.at > q.asked_at AND t.deed IN \
     ('change_confirmed', 'change_rejected', 'change_withdrawn')) AS is_answered \
     FROM staff_requests q WHERE q.status = 'open'";
/// The status of a request that waits.
const OPEN: &str = "open";

/// The MAC of a request under another status.
fn mac_as(key: &RowKey, request: &StaffRequest, status: &str) -> Vec<u8> {
    let StaffRequest {
        account, change, ..
    } = request;
    let (account, asked_by) = (bytes(*account), bytes(request.asked_by));
    let name = change.name().map(AccountName::as_str);
    let role = change.role().map(Role::as_str);
    request_columns(
        key,
        Some(change.as_str()),
        (Some(&account), name, role),
        (Some(&asked_by), Some(millis(request.asked_at))),
        Some(status),
    )
    .finish()
}

impl SqliteStore {
    /// The statement that stores a request.
    pub(super) fn insert_request(&self, request: &StaffRequest) -> SqlStatement {
        let StaffRequest {
            account, change, ..
        } = request;
        // `OR IGNORE`: a second open request changes no row, which counts as a conflict.
        sqlx::query(
            "INSERT OR IGNORE INTO staff_requests \
             (change, account, name, role, asked_by, asked_at, status, mac) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(change.as_str())
        .bind(bytes(*account))
        .bind(change.name().map(|name| name.as_str().to_owned()))
        .bind(change.role().map(Role::as_str))
        .bind(bytes(request.asked_by))
        .bind(millis(request.asked_at))
        .bind(OPEN)
        .bind(mac_as(&self.vault.row_key(), request, OPEN))
    }

    /// Answers an open request. A conflict if it is not open, or was written outside this software.
    pub(super) async fn answer_request(
        &self,
        tx: &mut SqliteConnection,
        number: i64,
        answer: StaffAnswer,
        (by, now): (ReviewerId, OffsetDateTime),
    ) -> Result<(), CommitError> {
        let query = sqlx::query(AssertSqlSafe(format!("{OPEN_REQUEST} AND q.id = ?")));
        let row = query.bind(number).fetch_optional(&mut *tx).await?;
        let open = row.map(|row| self.genuine_request(&row)).transpose()?;
        let request = open.flatten().ok_or(CommitError::Conflict)?;
        sqlx::query(
            "UPDATE staff_requests SET status = ?, answered_by = ?, answered_at = ?, mac = ? \
             WHERE id = ?",
        )
        .bind(answer.as_str())
        .bind(bytes(by))
        .bind(millis(now))
        .bind(mac_as(&self.vault.row_key(), &request, answer.as_str()))
        .bind(number)
        .execute(tx)
        .await?;
        Ok(())
    }

    /// The open requests, the oldest first.
    pub(super) async fn open_staff_requests(&self) -> Result<Vec<StaffRequest>, RowError> {
        let query = sqlx::query(AssertSqlSafe(format!("{OPEN_REQUEST} ORDER BY q.id")));
        let rows = self.read.rows(query).await?;
        let requests = rows.iter().map(|row| self.genuine_request(row));
        requests.filter_map(Result::transpose).collect()
    }

    /// Reads a row of `OPEN_REQUEST`; `None` if it was written outside this software.
    fn genuine_request(&self, row: &SqliteRow) -> Result<Option<StaffRequest>, RowError> {
        let key = self.vault.row_key();
        let (mac, number) = (request_mac(&key, row)?, row.try_get::<i64, _>("id")?);
        let (stored, number) = (row.try_get("mac")?, number.to_string());
        let is_genuine = row_macs::is_genuine(mac, stored, TABLE, &number)
            && !row_macs::is_answered(row.try_get("is_answered")?, TABLE, &number);
        is_genuine.then(|| request(row)).transpose()
    }
}

fn request(row: &SqliteRow) -> Result<StaffRequest, RowError> {
    let name: Option<&str> = row.try_get("name")?;
    let name = name.map(AccountName::parse).transpose();
    let role: Option<&str> = row.try_get("role")?;
    let change = StaffChange::parse(
        row.try_get("change")?,
        name.map_err(|_| RowError::Id)?,
        role.and_then(Role::parse),
    );
    Ok(StaffRequest {
        id: row.try_get("id")?,
        account: id(row.try_get("account")?)?,
        change: change.ok_or(RowError::Id)?,
        asked_by: id(row.try_get("asked_by")?)?,
        asked_at: moment(row.try_get("asked_at")?),
    })
}
