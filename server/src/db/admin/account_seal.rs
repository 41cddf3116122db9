//! Seals each account that a change of the staff touches, under its next version and within the
//! transaction of the change.

use super::{
    super::{
        SqliteStore,
        commit::CommitError,
        millis,
        pool::rows,
        rows::{ColumnReader, RowError},
    },
    row_macs::{account_columns, account_mac, is_account_genuine, link_mac, request_mac},
    rows::{REVIEWER, bytes, id, reviewer_by_id},
};
use crate::crypto::{RowKey, hex};
use kyc::admin::{
    ReviewerId,
    ports::StaffCommand,
    session::{AuthStage, SecretHash},
};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

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
        let account = match step {
            StaffCommand::End(hash) | StaffCommand::EndOnce(hash) => {
                signed_in_account(tx, *hash).await?
            }
            _ => changed_account(step),
        };
        let Some(account) = account else {
            return Ok(());
        };
        if self.0.contains(&account) {
            return Ok(());
        }
        self.0.push(account);
        match reviewer_by_id(account).fetch_optional(&mut *tx).await? {
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
        let open = still_open(tx, account).await?;
        let next = "UPDATE reviewers SET open_secrets = ?2, version = 1 + max(version, \
                    coalesce((SELECT max(account_version) FROM desk_trail WHERE about = ?1 \
                    AND account_version IS NOT NULL), 0)) WHERE id = ?1";
        let next = sqlx::query(next).bind(bytes(account)).bind(open);
        next.execute(&mut *tx).await?;
        let Some(row) = reviewer_by_id(account).fetch_optional(&mut *tx).await? else {
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
        | StaffCommand::UsePasskey(id, _)
        | StaffCommand::UsePasskeyOnce(id, ..)
        | StaffCommand::RemovePasskey(id, _)
        | StaffCommand::RemovePasskeys(id)
        | StaffCommand::SetRecovery(id, _)
        | StaffCommand::UseRecovery(id, _)
        | StaffCommand::Invite(id, ..)
        | StaffCommand::UseInvite(id, _)
        | StaffCommand::RevokeInvite(id)
        | StaffCommand::EndAll(id, _)
        | StaffCommand::LimitSessions(id, _) => Some(*id),
        StaffCommand::Open(session) => signed_in(session.stage),
        _ => None,
    }
}

const fn signed_in(stage: AuthStage) -> Option<ReviewerId> {
    match stage {
        AuthStage::SignedIn(id) => Some(id),
        _ => None,
    }
}

/// The account that is signed in in a stored session.
async fn signed_in_account(
    tx: &mut SqliteConnection,
    hash: SecretHash,
) -> Result<Option<ReviewerId>, CommitError> {
    let sql = "SELECT reviewer_id FROM desk_sessions WHERE id_hash = ? AND stage = 'in'";
    let row = sqlx::query(sql).bind(hash.0.to_vec());
    let row = row.fetch_optional(tx).await?;
    Ok(row.map(|row| id(row.try_get(0)?)).transpose()?)
}

/// Adds the secret of a new session or link to the open ones of its account.
pub(super) async fn list_as_open(
    tx: &mut SqliteConnection,
    account: ReviewerId,
    secret: SecretHash,
) -> Result<(), CommitError> {
    let sql = "UPDATE reviewers SET open_secrets = coalesce(open_secrets || ' ', '') || ? \
               WHERE id = ?";
    let query = sqlx::query(sql).bind(hex(&secret.0)).bind(bytes(account));
    query.execute(tx).await?;
    Ok(())
}

/// The listed secrets that still have a row. A row that is not listed was put back: it stays
/// unlisted.
async fn still_open(
    tx: &mut SqliteConnection,
    account: ReviewerId,
) -> Result<Option<String>, CommitError> {
    let sql = "SELECT open_secrets FROM reviewers WHERE id = ?";
    let query = sqlx::query(sql).bind(bytes(account));
    let listed = match query.fetch_optional(&mut *tx).await? {
        Some(row) => row.try_get::<Option<String>, _>(0)?,
        None => None,
    };
    let Some(listed) = listed else {
        return Ok(None);
    };
    let sql = "SELECT lower(hex(id_hash)) FROM desk_sessions WHERE reviewer_id = ?1 \
               UNION ALL SELECT lower(hex(secret_hash)) FROM desk_links WHERE reviewer_id = ?1";
    let query = sqlx::query_scalar::<_, String>(sql).bind(bytes(account));
    let stored = query.fetch_all(tx).await?;
    let open = listed
        .split(' ')
        .filter(|it| stored.iter().any(|row| row == it));
    Ok(Some(open.collect::<Vec<_>>().join(" ")))
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
               totp_sealed = NULL, totp_step = 0, open_secrets = '' WHERE id = ?1";
    let query = sqlx::query(sql).bind(bytes(account)).bind(millis(now));
    query.execute(tx).await?;
    Ok(())
}

/// The columns that the table of accounts has.
#[derive(Clone, Copy)]
pub(in super::super) enum AccountSchema {
    /// Those of the migration that brought the MACs.
    WithoutOpenSecrets,
    /// Those of this version.
    Latest,
}

/// Seals the rows that exist, in the transaction of the migration that brought the MACs.
pub(in super::super) fn seal_existing_rows(
    tx: &rusqlite::Connection,
    key: &RowKey,
    schema: AccountSchema,
) -> Result<(), RowError> {
    let accounts = rows(tx, REVIEWER, [], |row| {
        let mac = match schema {
            AccountSchema::WithoutOpenSecrets => account_columns(key, row),
            AccountSchema::Latest => account_mac(key, row),
        };
        Ok((mac?.finish(), row.required_bytes("id")?.to_vec()))
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
        let mac = request_mac(key, row)?.finish();
        Ok((mac, row.required_int("id")?))
    })?;
    for bound in requests {
        tx.execute("UPDATE staff_requests SET mac = ?1 WHERE id = ?2", bound)?;
    }
    Ok(())
}
