//! Conversions between the admin's rows and domain values.

use super::{
    super::{SqliteStore, moment, rows::RowError},
    row_macs,
};
use crate::crypto::{AssociatedData, Vault};
use kyc::admin::{
    AccountName, Reviewer, ReviewerId, Role,
    reviewer::{AccountOrigin, Passkey, PasswordHash, Totp, TotpSecret},
    session::{AuthStage, SecretHash, StaffSession, StaffSessionData},
};
use sqlx::{
    AssertSqlSafe, Row, Sqlite,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};
use zeroize::Zeroizing;

pub(super) type SqlStatement = Query<'static, Sqlite, SqliteArguments>;

/// The stored form of an id.
pub(super) fn bytes(id: ReviewerId) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// Every column of a reviewer, with its passkeys and recovery codes, their counts, and the account's
/// version by the trail.
pub(super) const REVIEWER: &str = "SELECT r.*, \
     (SELECT group_concat(hex(credential) || ' ' || coalesce(used_at, '') || ' ' || \
     hex(key_sealed) ORDER BY credential) FROM desk_passkeys \
     WHERE reviewer_id = r.id) AS passkey_rows, \
     (SELECT group_concat(hex(code_hash) ORDER BY code_hash) FROM desk_recovery \
     WHERE reviewer_id = r.id) AS recovery_codes, \
     (SELECT max(account_version) FROM desk_trail WHERE about = r.id \
     AND account_version IS NOT NULL) AS trail_version, \
     (SELECT COUNT(*) FROM desk_passkeys WHERE reviewer_id = r.id) AS passkeys, \
     (SELECT COUNT(*) FROM desk_recovery WHERE reviewer_id = r.id) AS recovery_left, \
     (SELECT locked_at FROM sign_in_failures WHERE reviewer_id = r.id) AS locked_at \
     FROM reviewers r";

/// Every column of a session, with the open secrets of its account.
pub(super) const SESSION: &str = "SELECT s.*, r.open_secrets FROM desk_sessions s \
     LEFT JOIN reviewers r ON r.id = s.reviewer_id";

/// The statement that reads a reviewer.
pub(super) fn reviewer_by_id(id: ReviewerId) -> SqlStatement {
    let sql = AssertSqlSafe(format!("{REVIEWER} WHERE r.id = ?"));
    sqlx::query(sql).bind(bytes(id))
}

fn place<'a>(column: &'a str, row: &'a [u8]) -> AssociatedData<'a> {
    AssociatedData {
        column,
        row,
        version: 0,
    }
}

/// Seals a TOTP secret.
pub(super) fn seal_totp(vault: &Vault, id: ReviewerId, secret: &TotpSecret) -> Vec<u8> {
    vault.seal_admin(place("reviewers.totp", id.as_bytes()), &secret.0)
}

/// Seals a passkey.
pub(super) fn seal_passkey(vault: &Vault, passkey: &Passkey) -> Vec<u8> {
    let place = place("desk_passkeys.key", &passkey.credential);
    vault.seal_admin(place, &passkey.blob)
}

/// Seals a passkey's name.
pub(super) fn seal_passkey_name(vault: &Vault, passkey: &Passkey) -> Vec<u8> {
    let place = place("desk_passkeys.name", &passkey.credential);
    vault.seal_admin(place, passkey.name.as_bytes())
}

/// Seals a session's data, bound to its stage, account and times.
pub(super) fn seal_memory(vault: &Vault, session: &StaffSession) -> Result<Vec<u8>, RowError> {
    let plain = serde_json::to_vec(&session.data).map_err(RowError::Shape)?;
    let plain = Zeroizing::new(plain);
    let identity = row_macs::session_identity(&vault.row_key(), session);
    Ok(vault.seal_admin(place("desk_sessions.memory", &identity), &plain))
}

pub(super) fn id(bytes: Vec<u8>) -> Result<ReviewerId, RowError> {
    let bytes = bytes.try_into().map_err(|_| RowError::Id)?;
    Ok(ReviewerId::new(bytes))
}

/// Who made the account of a row.
pub(super) fn origin(row: &SqliteRow) -> Result<AccountOrigin, RowError> {
    let by = |column| {
        let bytes: Option<Vec<u8>> = row.try_get(column)?;
        bytes.map(id).transpose()
    };
    Ok(AccountOrigin {
        made_by: by("made_by")?,
        confirmed_by: by("confirmed_by")?,
    })
}

fn count(row: &SqliteRow, column: &str) -> Result<u32, RowError> {
    let count: i64 = row.try_get(column)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

impl SqliteStore {
    /// Reads a reviewer from a row. An account that was changed outside this software has no
    /// access.
    pub(super) fn reviewer_of(&self, row: &SqliteRow) -> Result<Reviewer, RowError> {
        let id = id(row.try_get("id")?)?;
        if !row_macs::is_account_genuine(&self.vault.row_key(), row)? {
            // A name that no one could have chosen must not hide the account from the list.
            let name = AccountName::parse(row.try_get("name")?);
            let created_at = moment(row.try_get("created_at")?);
            let version = row.try_get::<i64, _>("version")?.unsigned_abs();
            let name = name.unwrap_or_else(|_| AccountName::placeholder());
            return Ok(Reviewer::altered(id, name, created_at, version));
        }
        let sealed: Option<&[u8]> = row.try_get("totp_sealed")?;
        let secret = sealed
            .map(|sealed| {
                self.vault
                    .open_admin(place("reviewers.totp", id.as_bytes()), sealed)
            })
            .transpose()?;
        let last_step = row.try_get::<i64, _>("totp_step")?.unsigned_abs();
        Ok(Reviewer {
            id,
            name: AccountName::parse(row.try_get("name")?).map_err(|_| RowError::Id)?,
            role: Role::parse(row.try_get("role")?).ok_or(RowError::Id)?,
            created_at: moment(row.try_get("created_at")?),
            origin: origin(row)?,
            administrator_until: row
                .try_get::<Option<i64>, _>("administrator_until")?
                .map(moment),
            disabled_at: row.try_get::<Option<i64>, _>("disabled_at")?.map(moment),
            locked_at: row.try_get::<Option<i64>, _>("locked_at")?.map(moment),
            is_altered: false,
            version: row.try_get::<i64, _>("version")?.unsigned_abs(),
            password: row
                .try_get::<Option<String>, _>("password_hash")?
                .map(PasswordHash),
            totp: secret.map(|secret| Totp {
                secret: TotpSecret(secret),
                last_step,
            }),
            passkeys: count(row, "passkeys")?,
            recovery_left: count(row, "recovery_left")?,
        })
    }

    /// Reads a passkey from a row.
    pub(super) fn passkey_of(&self, row: &SqliteRow) -> Result<Passkey, RowError> {
        let credential: Vec<u8> = row.try_get("credential")?;
        let place = place("desk_passkeys.key", &credential);
        let blob = self.vault.open_admin(place, row.try_get("key_sealed")?)?;
        Ok(Passkey {
            name: self.passkey_name(row, &credential)?,
            blob: blob.to_vec(),
            created_at: moment(row.try_get("created_at")?),
            used_at: row.try_get::<Option<i64>, _>("used_at")?.map(moment),
            credential,
        })
    }

    /// Reads the name of a passkey; empty for one of an earlier version.
    fn passkey_name(&self, row: &SqliteRow, credential: &[u8]) -> Result<String, RowError> {
        let Some(sealed) = row.try_get::<Option<&[u8]>, _>("name_sealed")? else {
            return Ok(String::new());
        };
        let place = place("desk_passkeys.name", credential);
        let name = self.vault.open_admin(place, sealed)?;
        Ok(String::from_utf8_lossy(&name).into_owned())
    }

    /// Reads a session from a row of `SESSION`; `None` if the row was written outside this software.
    pub(super) fn session_of(&self, row: &SqliteRow) -> Result<Option<StaffSession>, RowError> {
        let hash: Vec<u8> = row.try_get("id_hash")?;
        let hash = SecretHash(hash.try_into().map_err(|_| RowError::Id)?);
        let who: Option<Vec<u8>> = row.try_get("reviewer_id")?;
        let stage = AuthStage::parse(row.try_get("stage")?, who.map(id).transpose()?);
        let at = |column| Ok::<_, RowError>(moment(row.try_get(column)?));
        let session = StaffSession {
            hash,
            stage: stage.unwrap_or(AuthStage::Anonymous),
            began_at: at("began_at")?,
            seen_at: at("seen_at")?,
            ends_at: at("ends_at")?,
            fresh_until: row.try_get::<Option<i64>, _>("fresh_until")?.map(moment),
            data: StaffSessionData::default(),
            is_stored: true,
        };
        let key = self.vault.row_key();
        let seen = row_macs::seen_mac(&key, hash, row.try_get("seen_at")?);
        let identity = row_macs::session_identity(&key, &session);
        let place = place("desk_sessions.memory", &identity);
        let memory = self.vault.open_admin(place, row.try_get("memory_sealed")?);
        let is_genuine = stage.is_some() && seen.is(row.try_get("seen_mac")?);
        let Some(memory) = memory.ok().filter(|_| is_genuine) else {
            row_macs::report_altered("desk_sessions", &hash.handle());
            return Ok(None);
        };
        let is_signed_in = matches!(session.stage, AuthStage::SignedIn(_));
        let open = row.try_get("open_secrets")?;
        if is_signed_in && !row_macs::is_open(open, hash, "desk_sessions", &hash.handle()) {
            return Ok(None);
        }
        // The data of an earlier version may have another shape: its owner signs in again.
        let Ok(data) = serde_json::from_slice::<StaffSessionData>(&memory) else {
            return Ok(None);
        };
        Ok(Some(StaffSession { data, ..session }))
    }
}
