//! Requests for a change of the staff that wait for a second administrator.

use super::{
    super::{SqliteStore, millis, moment, rows::RowError},
    rows::{SqlStatement, bytes, id},
};
use kyc::admin::{
    AccountName, ReviewerId, Role,
    four_eyes::{StaffAnswer, StaffChange, StaffRequest},
};
use sqlx::{Row, sqlite::SqliteRow};
use time::OffsetDateTime;

/// The statement that stores a request.
pub(super) fn insert(request: &StaffRequest) -> SqlStatement {
    let StaffRequest {
        account, change, ..
    } = request;
    // `OR IGNORE`: a second open request changes no row, which counts as a conflict.
    sqlx::query(
        "INSERT OR IGNORE INTO staff_requests \
         (change, account, name, role, asked_by, asked_at, status) \
         VALUES (?, ?, ?, ?, ?, ?, 'open')",
    )
    .bind(change.as_str())
    .bind(bytes(*account))
    .bind(change.name().map(|name| name.as_str().to_owned()))
    .bind(change.role().map(Role::as_str))
    .bind(bytes(request.asked_by))
    .bind(millis(request.asked_at))
}

/// The statement that answers an open request.
pub(super) fn answer(
    request: i64,
    answer: StaffAnswer,
    by: ReviewerId,
    now: OffsetDateTime,
) -> SqlStatement {
    sqlx::query(
        "UPDATE staff_requests SET status = ?, answered_by = ?, answered_at = ? \
         WHERE id = ? AND status = 'open'",
    )
    .bind(answer.as_str())
    .bind(bytes(by))
    .bind(millis(now))
    .bind(request)
}

impl SqliteStore {
    /// The open requests, the oldest first.
    pub(super) async fn open_staff_requests(&self) -> Result<Vec<StaffRequest>, RowError> {
        let query = sqlx::query("SELECT * FROM staff_requests WHERE status = 'open' ORDER BY id");
        let rows = self.read.rows(query).await?;
        rows.iter().map(request).collect()
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
