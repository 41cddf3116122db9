//! Seals each account that a change of the staff touches, under its next version and within the
//! transaction of the change.

use super::{
    super::{
        DatabaseStore,
        commit::CommitError,
        driver::{LockScope, Tx, params},
        millis,
        rows::{ColumnReader, RowError},
    },
    row_macs::{account_columns, account_mac, is_account_genuine, link_mac, request_mac},
    rows::{REVIEWER, account_row, id},
};
use crate::crypto::{RowKey, hex};
use kyc::admin::{
    ReviewerId,
    ports::StaffCommand,
    session::{AuthStage, SecretHash},
};
use time::OffsetDateTime;

/// Accounts that a batch of commands has changed and not sealed yet.
#[derive(Default)]
pub(super) struct Unsealed(Vec<ReviewerId>);

impl Unsealed {
    /// Locks the accounts that the commands change, in one order for all transactions.
    pub(super) fn lock_accounts(tx: &mut Tx<'_>, steps: &[StaffCommand]) -> Result<(), RowError> {
        let mut accounts = Vec::new();
        for step in steps {
            accounts.extend(account_of(tx, step)?.map(|id| *id.as_bytes()));
        }
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts {
            tx.lock(LockScope::Account, &account)?;
        }
        Ok(())
    }

    /// Prepares the account that a command changes.
    ///
    /// An altered account first loses what it had: its new MAC must not cover a column that was
    /// written by hand.
    pub(super) fn prepare(
        &mut self,
        store: &DatabaseStore,
        tx: &mut Tx<'_>,
        step: &StaffCommand,
        now: OffsetDateTime,
    ) -> Result<(), RowError> {
        let Some(account) = account_of(tx, step)? else {
            return Ok(());
        };
        if self.0.contains(&account) {
            return Ok(());
        }
        self.0.push(account);
        let key = store.vault.row_key();
        let is_genuine = account_row(tx, account, |row| is_account_genuine(&key, row))?;
        if is_genuine == Some(false) {
            strip(tx, account, now)?;
        }
        Ok(())
    }

    /// Seals an account before the audit event about it, under its next version.
    pub(super) fn seal(
        &mut self,
        store: &DatabaseStore,
        tx: &mut Tx<'_>,
        account: ReviewerId,
    ) -> Result<(), RowError> {
        let Some(at) = self.0.iter().position(|it| *it == account) else {
            return Ok(());
        };
        self.0.swap_remove(at);
        let open = still_open(tx, account)?;
        tx.execute(
            "UPDATE reviewers SET open_secrets = ?2, version = 1 + coalesce( \
             (SELECT MAX(account_version) FROM desk_trail WHERE about = ?1 \
             AND account_version > reviewers.version), version) WHERE id = ?1",
            params![account.as_bytes(), open.as_deref()],
        )?;
        let key = store.vault.row_key();
        let mac = account_row(tx, account, |row| Ok(account_mac(&key, row)?.finish()))?;
        if let Some(mac) = mac {
            let sql = "UPDATE reviewers SET mac = ? WHERE id = ?";
            tx.execute(sql, params![&mac, account.as_bytes()])?;
        }
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

/// The account that a command changes, also by the session that it ends.
fn account_of(tx: &mut Tx<'_>, step: &StaffCommand) -> Result<Option<ReviewerId>, RowError> {
    match step {
        StaffCommand::End(hash) | StaffCommand::EndOnce(hash) => signed_in_account(tx, *hash),
        _ => Ok(changed_account(step)),
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
fn signed_in_account(tx: &mut Tx<'_>, hash: SecretHash) -> Result<Option<ReviewerId>, RowError> {
    let sql = "SELECT reviewer_id FROM desk_sessions WHERE id_hash = ? AND stage = 'in'";
    tx.row(sql, params![&hash.0], |row| {
        id(row.required_bytes("reviewer_id")?)
    })
}

/// Adds the secret of a new session or link to the open ones of its account.
pub(super) fn list_as_open(
    tx: &mut Tx<'_>,
    account: ReviewerId,
    secret: SecretHash,
) -> Result<(), CommitError> {
    let sql = "UPDATE reviewers SET open_secrets = coalesce(open_secrets || ' ', '') || ? \
               WHERE id = ?";
    tx.execute(sql, params![&hex(&secret.0), account.as_bytes()])?;
    Ok(())
}

/// Begins the list of an account that has none: its link of an earlier version is revoked.
pub(super) fn begin_list(tx: &mut Tx<'_>, account: ReviewerId) -> Result<(), CommitError> {
    let sql = "UPDATE reviewers SET open_secrets = coalesce(open_secrets, '') WHERE id = ?";
    tx.execute(sql, params![account.as_bytes()])?;
    Ok(())
}

/// The listed secrets that still have a row. A row that is not listed was put back: it stays
/// unlisted.
fn still_open(tx: &mut Tx<'_>, account: ReviewerId) -> Result<Option<String>, RowError> {
    let bound = params![account.as_bytes()];
    let sql = "SELECT open_secrets FROM reviewers WHERE id = ?";
    let text = |row: &dyn ColumnReader| Ok(row.text("open_secrets")?.map(str::to_owned));
    let Some(listed) = tx.row(sql, bound, text)?.flatten() else {
        return Ok(None);
    };
    let sql = "SELECT id_hash AS hash FROM desk_sessions WHERE reviewer_id = ?1 \
               UNION ALL SELECT secret_hash FROM desk_links WHERE reviewer_id = ?1";
    let stored = tx.rows(sql, bound, |row| Ok(hex(row.required_bytes("hash")?)))?;
    let listed = listed.split(' ');
    let open = listed.filter(|it| stored.iter().any(|row| row == it));
    Ok(Some(open.collect::<Vec<_>>().join(" ")))
}

/// Removes role, password and factors of an altered account.
fn strip(tx: &mut Tx<'_>, account: ReviewerId, now: OffsetDateTime) -> Result<(), RowError> {
    for sql in [
        "DELETE FROM desk_passkeys WHERE reviewer_id = ?",
        "DELETE FROM desk_recovery WHERE reviewer_id = ?",
    ] {
        tx.execute(sql, params![account.as_bytes()])?;
    }
    let sql = "UPDATE reviewers SET role = 'viewer', disabled_at = ?, password_hash = NULL, \
               totp_sealed = NULL, totp_step = 0, open_secrets = '' WHERE id = ?";
    tx.execute(sql, params![millis(now), account.as_bytes()])?;
    Ok(())
}

/// The columns that the table of accounts has.
#[derive(Clone, Copy)]
pub(in super::super) enum AccountSchema {
    /// Those of the migration that brought the MACs.
    WithoutOpenSecrets,
    /// Those of this version.
    #[cfg(feature = "test-api")]
    Latest,
}

/// Seals the rows that exist, in the transaction of the migration that brought the MACs.
pub(in super::super) fn seal_existing_rows(
    tx: &mut Tx<'_>,
    key: &RowKey,
    schema: AccountSchema,
) -> Result<(), RowError> {
    let accounts = tx.rows(REVIEWER, &[], |row| {
        let mac = match schema {
            AccountSchema::WithoutOpenSecrets => account_columns(key, row),
            #[cfg(feature = "test-api")]
            AccountSchema::Latest => account_mac(key, row),
        };
        Ok((mac?.finish(), row.required_bytes("id")?.to_vec()))
    })?;
    for (mac, id) in &accounts {
        tx.execute(
            "UPDATE reviewers SET mac = ? WHERE id = ?",
            params![mac, id],
        )?;
    }
    let links = tx.rows("SELECT * FROM desk_links", &[], |row| {
        let owner = row.required_bytes("reviewer_id")?;
        let hash = row.required_bytes("secret_hash")?;
        let mac = link_mac(key, owner, hash, row.required_int("expires_at")?);
        Ok((mac.finish(), owner.to_vec()))
    })?;
    for (mac, owner) in &links {
        let sql = "UPDATE desk_links SET mac = ? WHERE reviewer_id = ?";
        tx.execute(sql, params![mac, owner])?;
    }
    let requests = tx.rows("SELECT * FROM staff_requests", &[], |row| {
        Ok((request_mac(key, row)?.finish(), row.required_int("id")?))
    })?;
    for (mac, number) in &requests {
        let sql = "UPDATE staff_requests SET mac = ? WHERE id = ?";
        tx.execute(sql, params![mac, *number])?;
    }
    Ok(())
}
