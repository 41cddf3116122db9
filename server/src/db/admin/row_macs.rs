//! The MACs of what decides about a staff member's access: accounts with their factors, enrolment
//! links, sessions and requests. A row that was written past this software grants nothing.
//!
//! The MAC of an account covers its version, which each audit event about it repeats. A row that was
//! put back whole has a sound MAC, but a version below the trail's. An ended session or link that was
//! put back is not in its account's list of open ones.

use super::super::{
    millis,
    rows::{ColumnReader, RowError},
};
use crate::crypto::{RowKey, RowMac, hex};
use kyc::admin::{
    ReviewerId,
    session::{SecretHash, StaffSession},
};

/// The fault of a row that was written past this software.
const NOT_OF_ITS_COLUMNS: &str = "its MAC is not of its columns";

/// The MAC of an account with its passkeys, recovery codes, and open sessions and link, of a row of
/// `REVIEWER`.
pub(super) fn account_mac<'k>(
    key: &'k RowKey,
    row: &dyn ColumnReader,
) -> Result<RowMac<'k>, RowError> {
    let mac = account_columns(key, row)?;
    Ok(match row.text("open_secrets")? {
        None => mac,
        open => mac.text(open),
    })
}

/// The same without open sessions and link: the whole MAC before the column came.
pub(super) fn account_columns<'k>(
    key: &'k RowKey,
    row: &dyn ColumnReader,
) -> Result<RowMac<'k>, RowError> {
    Ok(key
        .row("reviewers")
        .bytes(row.bytes("id")?)
        .text(row.text("name")?)
        .text(row.text("role")?)
        .int(row.number("version")?)
        .int(row.number("created_at")?)
        .bytes(row.bytes("made_by")?)
        .bytes(row.bytes("confirmed_by")?)
        .int(row.number("administrator_until")?)
        .int(row.number("disabled_at")?)
        .text(row.text("password_hash")?)
        .bytes(row.bytes("totp_sealed")?)
        .int(row.number("totp_step")?)
        .text(row.text("passkey_rows")?)
        .text(row.text("recovery_codes")?))
}

/// Why a stored account is not as this software wrote it; `None` if it is.
pub(super) fn account_fault(
    key: &RowKey,
    row: &dyn ColumnReader,
) -> Result<Option<String>, RowError> {
    if !account_mac(key, row)?.is(row.bytes("mac")?) {
        return Ok(Some(NOT_OF_ITS_COLUMNS.to_owned()));
    }
    let (version, trail) = (row.required_int("version")?, row.number("trail_version")?);
    Ok(trail
        .filter(|trail| *trail != version)
        .map(|trail| format!("version is {version}, but {trail} by the trail")))
}

/// Whether a stored account is as this software wrote it. Otherwise the log names it.
pub(super) fn is_account_genuine(key: &RowKey, row: &dyn ColumnReader) -> Result<bool, RowError> {
    let fault = account_fault(key, row)?;
    if let Some(fault) = &fault {
        let id = row.required_bytes("id")?.try_into();
        let id = id.map_or_else(|_| String::new(), |id| ReviewerId::new(id).to_string());
        report("reviewers", &id, fault);
    }
    Ok(fault.is_none())
}

/// Whether the account lists the secret of a session or link as open. Otherwise the log names the
/// row: an ended one was put back.
pub(super) fn is_open(open: Option<&str>, secret: SecretHash, table: &str, row: &str) -> bool {
    let secret = hex(&secret.0);
    let is_open = open.is_none_or(|open| open.split(' ').any(|it| it == secret));
    if !is_open {
        report(table, row, "its account has ended it");
    }
    is_open
}

/// Whether the trail has an answer to an open request: the row was put back. Then the log names it.
pub(super) fn is_answered(by_the_trail: bool, table: &str, row: &str) -> bool {
    if by_the_trail {
        report(table, row, "it was answered by the trail");
    }
    by_the_trail
}

/// Whether the stored MAC is of the row's columns. Otherwise the log names the row.
pub(super) fn is_genuine(mac: RowMac<'_>, stored: Option<&[u8]>, table: &str, row: &str) -> bool {
    let is_genuine = mac.is(stored);
    if !is_genuine {
        report_altered(table, row);
    }
    is_genuine
}

/// Logs a row whose MAC is not of its columns.
pub(super) fn report_altered(table: &str, row: &str) {
    report(table, row, NOT_OF_ITS_COLUMNS);
}

/// Logs a row that was written past this software.
fn report(table: &str, row: &str, fault: &str) {
    tracing::error!(
        event = "altered_row",
        table,
        row,
        fault,
        "a row was written outside this software: it grants nothing"
    );
}

/// The MAC of an enrolment link.
pub(super) fn link_mac<'k>(
    key: &'k RowKey,
    owner: &[u8],
    secret_hash: &[u8],
    expires_at: i64,
) -> RowMac<'k> {
    let mac = key.row("desk_links").bytes(Some(owner));
    mac.bytes(Some(secret_hash)).int(Some(expires_at))
}

/// The MAC of a session's last activity.
pub(super) fn seen_mac(key: &RowKey, hash: SecretHash, seen_at: i64) -> RowMac<'_> {
    let mac = key.row("desk_sessions.seen_at");
    mac.bytes(Some(&hash.0)).int(Some(seen_at))
}

/// The identity of a session: what never changes within it. Its sealed data is bound to it.
pub(super) fn session_identity(key: &RowKey, session: &StaffSession) -> Vec<u8> {
    let reviewer = session.stage.reviewer();
    let reviewer = reviewer.as_ref().map(|id| &id.as_bytes()[..]);
    key.row("desk_sessions")
        .bytes(Some(&session.hash.0))
        .text(Some(session.stage.as_str()))
        .bytes(reviewer)
        .int(Some(millis(session.began_at)))
        .int(Some(millis(session.ends_at)))
        .int(session.fresh_until.map(millis))
        .finish()
}

/// The MAC of a request with its status.
pub(super) fn request_mac<'k>(
    key: &'k RowKey,
    row: &dyn ColumnReader,
) -> Result<RowMac<'k>, RowError> {
    Ok(request_columns(
        key,
        row.text("change")?,
        (row.bytes("account")?, row.text("name")?, row.text("role")?),
        (row.bytes("asked_by")?, row.number("asked_at")?),
        row.text("status")?,
    ))
}

pub(super) fn request_columns<'k>(
    key: &'k RowKey,
    change: Option<&str>,
    (account, name, role): (Option<&[u8]>, Option<&str>, Option<&str>),
    (asked_by, asked_at): (Option<&[u8]>, Option<i64>),
    status: Option<&str>,
) -> RowMac<'k> {
    let mac = key.row("staff_requests").text(change).bytes(account);
    let mac = mac.text(name).text(role).bytes(asked_by);
    mac.int(asked_at).text(status)
}
