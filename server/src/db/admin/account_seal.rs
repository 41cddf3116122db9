//! MACs of what decides about a staff member's access: accounts with their factors, enrolment links,
//! sessions and requests. A row that was written past this software grants nothing.
//!
//! The MAC of an account covers its version, which each audit event about it repeats. A row that was
//! put back whole has a sound MAC, but a version below the trail's.

use super::{
    super::{SqliteStore, commit::CommitError, millis, rows::ColumnReader, rows::RowError},
    rows::{REVIEWER, bytes, id},
};
use crate::crypto::{RowKey, RowMac};
use kyc::admin::{
    ReviewerId,
    ports::StaffCommand,
    session::{SecretHash, StaffSession},
};
use sqlx::{AssertSqlSafe, SqliteConnection, sqlite::SqliteRow};
use time::OffsetDateTime;

/// The MAC of an account and of the sets of its passkeys and recovery codes, of a row of
/// [`REVIEWER`].
fn account_mac<'k>(key: &'k RowKey, row: &impl ColumnReader) -> Result<RowMac<'k>, RowError> {
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
        .text(row.text("credentials")?)
        .text(row.text("recovery_codes")?))
}

/// Why a stored account is not as this software wrote it; `None` if it is.
pub(super) fn account_fault(
    key: &RowKey,
    row: &impl ColumnReader,
) -> Result<Option<String>, RowError> {
    if !account_mac(key, row)?.is(row.bytes("mac")?) {
        return Ok(Some("its MAC is not of its columns".to_owned()));
    }
    let (version, trail) = (row.required_int("version")?, row.number("trail_version")?);
    Ok(trail
        .filter(|trail| *trail != version)
        .map(|trail| format!("version is {version}, but {trail} by the trail")))
}

/// Whether a stored account is as this software wrote it. Otherwise the log names it.
pub(super) fn is_account_genuine(key: &RowKey, row: &impl ColumnReader) -> Result<bool, RowError> {
    let fault = account_fault(key, row)?;
    if let Some(fault) = &fault {
        let account = id(row.required_bytes("id")?.to_vec())?.to_string();
        report("reviewers", &account, fault);
    }
    Ok(fault.is_none())
}

/// Logs a row that was written past this software.
pub(super) fn report(table: &str, row: &str, fault: &str) {
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
    let reviewer = session.stage.reviewer().map(bytes);
    key.row("desk_sessions")
        .bytes(Some(&session.hash.0))
        .text(Some(session.stage.as_str()))
        .bytes(reviewer.as_deref())
        .int(Some(millis(session.began_at)))
        .int(Some(millis(session.ends_at)))
        .int(session.fresh_until.map(millis))
        .finish()
}

/// Accounts that a batch of commands has changed and not sealed yet.
#[derive(Default)]
pub(super) struct Unsealed(Vec<ReviewerId>);

impl Unsealed {
    /// Prepares the account that a command changes.
    ///
    /// An altered account first loses what it had: its new MAC must not cover a column that was
    /// written by hand.
    pub(super) async fn prepare(
        &mut self,
        store: &SqliteStore,
        tx: &mut SqliteConnection,
        step: &StaffCommand,
        now: OffsetDateTime,
    ) -> Result<(), CommitError> {
        let Some(account) = changed_account(step) else {
            return Ok(());
        };
        if self.0.contains(&account) {
            return Ok(());
        }
        self.0.push(account);
        match read(tx, account).await? {
            Some(row) if !is_account_genuine(&store.vault.row_key(), &row)? => {
                strip(tx, account, now).await
            }
            _ => Ok(()),
        }
    }

    /// Seals an account before the audit event about it, under its next version.
    pub(super) async fn seal(
        &mut self,
        store: &SqliteStore,
        tx: &mut SqliteConnection,
        account: ReviewerId,
    ) -> Result<(), CommitError> {
        let Some(at) = self.0.iter().position(|it| *it == account) else {
            return Ok(());
        };
        self.0.swap_remove(at);
        let next = "UPDATE reviewers SET version = 1 + max(version, coalesce((SELECT \
                    max(account_version) FROM desk_trail WHERE about = ?1 \
                    AND account_version IS NOT NULL), 0)) WHERE id = ?1";
        let next = sqlx::query(next).bind(bytes(account));
        next.execute(&mut *tx).await?;
        let Some(row) = read(tx, account).await? else {
            return Ok(());
        };
        let mac = account_mac(&store.vault.row_key(), &row)?.finish();
        let sealed = sqlx::query("UPDATE reviewers SET mac = ? WHERE id = ?").bind(mac);
        sealed.bind(bytes(account)).execute(tx).await?;
        Ok(())
    }

    /// Ends the batch. A change without an audit event would leave an account that has no access.
    pub(super) fn end(self) -> Result<(), CommitError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let what = "a change of an account has no audit event".to_owned();
        Err(RowError::Unsound(what).into())
    }
}

/// The account whose MAC a command makes stale.
const fn changed_account(step: &StaffCommand) -> Option<ReviewerId> {
    match step {
        StaffCommand::Add(reviewer) | StaffCommand::Update(reviewer) => Some(reviewer.id),
        StaffCommand::AddPasskey(id, _)
        | StaffCommand::RemovePasskey(id, _)
        | StaffCommand::RemovePasskeys(id)
        | StaffCommand::SetRecovery(id, _)
        | StaffCommand::UseRecovery(id, _) => Some(*id),
        _ => None,
    }
}

async fn read(tx: &mut SqliteConnection, id: ReviewerId) -> Result<Option<SqliteRow>, sqlx::Error> {
    let sql = AssertSqlSafe(format!("{REVIEWER} WHERE r.id = ?"));
    sqlx::query(sql).bind(bytes(id)).fetch_optional(tx).await
}

/// Removes role, password and factors of an altered account.
async fn strip(
    tx: &mut SqliteConnection,
    account: ReviewerId,
    now: OffsetDateTime,
) -> Result<(), CommitError> {
    for sql in [
        "DELETE FROM desk_passkeys WHERE reviewer_id = ?1",
        "DELETE FROM desk_recovery WHERE reviewer_id = ?1",
    ] {
        let query = sqlx::query(sql).bind(bytes(account));
        query.execute(&mut *tx).await?;
    }
    let sql = "UPDATE reviewers SET role = 'viewer', disabled_at = ?2, password_hash = NULL, \
               totp_sealed = NULL, totp_step = 0 WHERE id = ?1";
    let query = sqlx::query(sql).bind(bytes(account)).bind(millis(now));
    query.execute(tx).await?;
    Ok(())
}

/// Seals the rows that exist, in the transaction of the migration that brought the MACs.
pub(in super::super) fn seal_existing_rows(
    tx: &rusqlite::Connection,
    key: &RowKey,
) -> Result<(), RowError> {
    use super::super::pool::rows;
    let accounts = rows(tx, REVIEWER, [], |row| {
        let mac = account_mac(key, row)?.finish();
        Ok((mac, row.required_bytes("id")?.to_vec()))
    })?;
    for bound in accounts {
        tx.execute("UPDATE reviewers SET mac = ?1 WHERE id = ?2", bound)?;
    }
    let links = rows(tx, "SELECT * FROM desk_links", [], |row| {
        let (owner, hash) = (
            row.required_bytes("reviewer_id")?,
            row.required_bytes("secret_hash")?,
        );
        let mac = link_mac(key, owner, hash, row.required_int("expires_at")?);
        Ok((mac.finish(), owner.to_vec()))
    })?;
    for bound in links {
        let sql = "UPDATE desk_links SET mac = ?1 WHERE reviewer_id = ?2";
        tx.execute(sql, bound)?;
    }
    let requests = rows(tx, "SELECT * FROM staff_requests", [], |row| {
        let mac = super::staff_requests::mac(key, row)?.finish();
        Ok((mac, row.required_int("id")?))
    })?;
    for bound in requests {
        tx.execute("UPDATE staff_requests SET mac = ?1 WHERE id = ?2", bound)?;
    }
    Ok(())
}
