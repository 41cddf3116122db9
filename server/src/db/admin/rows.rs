//! Conversions between the admin's rows and domain values.

use super::{
    super::{
        DatabaseStore,
        driver::{Tx, params},
        moment,
        rows::{ColumnReader, RowError},
    },
    row_macs,
};
use crate::crypto::{AssociatedData, Vault};
use kyc::admin::{
    AccountName, Reviewer, ReviewerId, Role,
    reviewer::{AccountOrigin, Passkey, PasswordHash, Totp, TotpSecret},
    session::{AuthStage, SecretHash, StaffSession, StaffSessionData},
};
use zeroize::Zeroizing;

/// Every column of a reviewer, with its passkeys and recovery codes, their counts, and the account's
/// version by the trail.
pub(super) const REVIEWER: &str = "SELECT r.*, \
     (SELECT string_agg(hex(credential) || ' ' || coalesce(CAST(used_at AS TEXT), '') || ' ' || \
     hex(key_sealed), ',' ORDER BY credential) FROM desk_passkeys \
     WHERE reviewer_id = r.id) AS passkey_rows, \
     (SELECT string_agg(hex(code_hash), ',' ORDER BY code_hash) FROM desk_recovery \
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

/// Parses an account id.
pub(super) fn id(bytes: &[u8]) -> Result<ReviewerId, RowError> {
    let bytes = bytes.try_into().map_err(|_| RowError::Id)?;
    Ok(ReviewerId::new(bytes))
}

/// Who made the account of a row.
pub(super) fn origin(row: &dyn ColumnReader) -> Result<AccountOrigin, RowError> {
    Ok(AccountOrigin {
        made_by: row.bytes("made_by")?.map(id).transpose()?,
        confirmed_by: row.bytes("confirmed_by")?.map(id).transpose()?,
    })
}

fn count(row: &dyn ColumnReader, column: &str) -> Result<u32, RowError> {
    Ok(u32::try_from(row.required_int(column)?).unwrap_or(u32::MAX))
}

/// Reads the row of `REVIEWER` of an account; `None` if there is none.
pub(super) fn account_row<T>(
    tx: &mut Tx<'_>,
    id: ReviewerId,
    read: impl FnOnce(&dyn ColumnReader) -> Result<T, RowError>,
) -> Result<Option<T>, RowError> {
    let sql = format!("{REVIEWER} WHERE r.id = ?");
    tx.row(&sql, params![id.as_bytes()], read)
}

impl DatabaseStore {
    /// Reads an account.
    pub(super) fn reviewer_in(
        &self,
        tx: &mut Tx<'_>,
        id: ReviewerId,
    ) -> Result<Option<Reviewer>, RowError> {
        account_row(tx, id, |row| self.reviewer_of(row))
    }

    /// Reads a reviewer from a row of `REVIEWER`. An account that was changed outside this software
    /// has no access.
    pub(super) fn reviewer_of(&self, row: &dyn ColumnReader) -> Result<Reviewer, RowError> {
        let id = id(row.required_bytes("id")?)?;
        let created_at = moment(row.required_int("created_at")?);
        let version = row.required_int("version")?.unsigned_abs();
        let name = AccountName::parse(row.required_text("name")?);
        if !row_macs::is_account_genuine(&self.vault.row_key(), row)? {
            // A name that no one could have chosen must not hide the account from the list.
            let name = name.unwrap_or_else(|_| AccountName::placeholder());
            return Ok(Reviewer::altered(id, name, created_at, version));
        }
        let secret = row.bytes("totp_sealed")?.map(|sealed| {
            let place = place("reviewers.totp", id.as_bytes());
            self.vault.open_admin(place, sealed)
        });
        let last_step = row.required_int("totp_step")?.unsigned_abs();
        Ok(Reviewer {
            id,
            name: name.map_err(|_| RowError::Id)?,
            role: Role::parse(row.required_text("role")?).ok_or(RowError::Id)?,
            created_at,
            origin: origin(row)?,
            administrator_until: row.number("administrator_until")?.map(moment),
            disabled_at: row.number("disabled_at")?.map(moment),
            locked_at: row.number("locked_at")?.map(moment),
            is_altered: false,
            version,
            password: row
                .text("password_hash")?
                .map(|it| PasswordHash(it.to_owned())),
            totp: secret.transpose()?.map(|secret| Totp {
                secret: TotpSecret(secret),
                last_step,
            }),
            passkeys: count(row, "passkeys")?,
            recovery_left: count(row, "recovery_left")?,
        })
    }

    /// Reads a passkey from a row.
    pub(super) fn passkey_of(&self, row: &dyn ColumnReader) -> Result<Passkey, RowError> {
        let credential = row.required_bytes("credential")?;
        let place = place("desk_passkeys.key", credential);
        let blob = self
            .vault
            .open_admin(place, row.required_bytes("key_sealed")?)?;
        Ok(Passkey {
            name: self.passkey_name(row, credential)?,
            blob: blob.to_vec(),
            created_at: moment(row.required_int("created_at")?),
            used_at: row.number("used_at")?.map(moment),
            credential: credential.to_vec(),
        })
    }

    /// Reads the name of a passkey; empty for one of an earlier version.
    fn passkey_name(&self, row: &dyn ColumnReader, credential: &[u8]) -> Result<String, RowError> {
        let Some(sealed) = row.bytes("name_sealed")? else {
            return Ok(String::new());
        };
        let place = place("desk_passkeys.name", credential);
        let name = self.vault.open_admin(place, sealed)?;
        Ok(String::from_utf8_lossy(&name).into_owned())
    }

    /// Reads a session from a row of `SESSION`; `None` if the row was written outside this software.
    pub(super) fn session_of(
        &self,
        row: &dyn ColumnReader,
    ) -> Result<Option<StaffSession>, RowError> {
        let hash = row.required_bytes("id_hash")?;
        let hash = SecretHash(hash.try_into().map_err(|_| RowError::Id)?);
        let who = row.bytes("reviewer_id")?.map(id).transpose()?;
        let stage = AuthStage::parse(row.required_text("stage")?, who);
        let at = |column| Ok::<_, RowError>(moment(row.required_int(column)?));
        let session = StaffSession {
            hash,
            stage: stage.unwrap_or(AuthStage::Anonymous),
            began_at: at("began_at")?,
            seen_at: at("seen_at")?,
            ends_at: at("ends_at")?,
            fresh_until: row.number("fresh_until")?.map(moment),
            data: StaffSessionData::default(),
            is_stored: true,
        };
        let key = self.vault.row_key();
        let seen = row_macs::seen_mac(&key, hash, row.required_int("seen_at")?);
        let identity = row_macs::session_identity(&key, &session);
        let place = place("desk_sessions.memory", &identity);
        let memory = self
            .vault
            .open_admin(place, row.required_bytes("memory_sealed")?);
        let is_genuine = stage.is_some() && seen.is(row.bytes("seen_mac")?);
        let Some(memory) = memory.ok().filter(|_| is_genuine) else {
            row_macs::report_altered("desk_sessions", &hash.handle());
            return Ok(None);
        };
        let is_signed_in = matches!(session.stage, AuthStage::SignedIn(_));
        let open = row.text("open_secrets")?;
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
