//! Applies a staff command within the caller's transaction.

use super::{
    super::{SqliteStore, commit::CommitError, millis},
    account_seal::{self, Unsealed},
    disclosure, login_attempts, refusals, row_macs,
    rows::{self, REVIEWER, SqlStatement, bytes},
    staff_audit,
};
use kyc::admin::{
    Reviewer, ReviewerId,
    ports::{StaffCommand, ThrottleKey},
    reviewer::Passkey,
    session::{AuthStage, SecretHash, StaffSession},
};
use sqlx::{AssertSqlSafe, SqliteConnection};
use time::OffsetDateTime;

type Done = Result<(), CommitError>;

/// Executes a statement that must change exactly one row; otherwise it is a conflict.
async fn one(tx: &mut SqliteConnection, statement: SqlStatement) -> Done {
    match statement.execute(tx).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(CommitError::Conflict),
    }
}

/// Executes a statement that may change any count of rows.
async fn any(tx: &mut SqliteConnection, statement: SqlStatement) -> Done {
    statement.execute(tx).await?;
    Ok(())
}

impl SqliteStore {
    pub(super) async fn step(
        &self,
        tx: &mut SqliteConnection,
        unsealed: &mut Unsealed,
        step: StaffCommand,
        now: OffsetDateTime,
    ) -> Done {
        unsealed.prepare(self, tx, &step, now).await?;
        match step {
            StaffCommand::Add(reviewer) => one(tx, add(&reviewer)).await,
            StaffCommand::Update(reviewer) => one(tx, self.update(&reviewer)).await,
            StaffCommand::KeepAdministrator => self.keep_administrator(tx).await,
            StaffCommand::Remove(id) => remove(tx, id).await,
            StaffCommand::Invite(id, hash, until) => {
                any(tx, self.invite(id, hash, until)).await?;
                account_seal::list_as_open(tx, id, hash).await
            }
            StaffCommand::UseInvite(id, hash) => {
                let sql = "DELETE FROM desk_links \
                           WHERE reviewer_id = ? AND secret_hash = ? AND expires_at > ?";
                let sql = sqlx::query(sql).bind(bytes(id)).bind(hash.0.to_vec());
                one(tx, sql.bind(millis(now))).await
            }
            StaffCommand::RevokeInvite(id) => {
                let sql = sqlx::query("DELETE FROM desk_links WHERE reviewer_id = ?");
                any(tx, sql.bind(bytes(id))).await
            }
            StaffCommand::AddPasskey(id, passkey) => one(tx, self.add_passkey(id, passkey)).await,
            StaffCommand::NamePasskey(id, passkey) => one(tx, self.name_passkey(id, passkey)).await,
            StaffCommand::UsePasskey(id, passkey) => {
                one(tx, self.use_passkey(id, passkey, None)).await
            }
            StaffCommand::UsePasskeyOnce(id, passkey, challenged) => {
                one(tx, self.use_passkey(id, passkey, Some(challenged))).await
            }
            StaffCommand::RemovePasskey(id, credential) => {
                let sql = "DELETE FROM desk_passkeys WHERE credential = ? AND reviewer_id = ?";
                one(tx, sqlx::query(sql).bind(credential).bind(bytes(id))).await
            }
            StaffCommand::RemovePasskeys(id) => {
                let sql = sqlx::query("DELETE FROM desk_passkeys WHERE reviewer_id = ?");
                any(tx, sql.bind(bytes(id))).await
            }
            StaffCommand::SetRecovery(id, hashes) => set_recovery(tx, id, hashes).await,
            StaffCommand::UseRecovery(id, hash) => {
                let sql = "DELETE FROM desk_recovery WHERE reviewer_id = ? AND code_hash = ?";
                one(tx, sqlx::query(sql).bind(bytes(id)).bind(hash.0.to_vec())).await
            }
            StaffCommand::Open(session) => {
                one(tx, self.open_session(&session)?).await?;
                match session.stage {
                    AuthStage::SignedIn(id) => {
                        account_seal::list_as_open(tx, id, session.hash).await
                    }
                    _ => Ok(()),
                }
            }
            StaffCommand::Save(session) => any(tx, self.save_session(&session)?).await,
            StaffCommand::Touch(hash, seen) => any(tx, self.touch(hash, seen)).await,
            StaffCommand::End(hash) | StaffCommand::Expire(hash) => any(tx, end(hash)).await,
            StaffCommand::EndOnce(hash) => one(tx, end(hash)).await,
            StaffCommand::EndAll(id, but) => {
                let sql = "DELETE FROM desk_sessions WHERE reviewer_id = ? AND id_hash IS NOT ?";
                let but = but.map(|hash| hash.0.to_vec());
                any(tx, sqlx::query(sql).bind(bytes(id)).bind(but)).await
            }
            StaffCommand::LimitSessions(id, most) => any(tx, trim(id, most)).await,
            StaffCommand::ResetAttempts(ThrottleKey(key)) => {
                let sql = sqlx::query("DELETE FROM desk_tries WHERE key = ?");
                any(tx, sql.bind(key.to_vec())).await
            }
            StaffCommand::UndoAttempt(ThrottleKey(key)) => {
                let sql = "UPDATE desk_tries SET failures = failures - 1, last_at = before_at \
                           WHERE key = ? AND failures > 0";
                any(tx, sqlx::query(sql).bind(key.to_vec())).await
            }
            StaffCommand::UndoFailure(id) => any(tx, login_attempts::undo_failure(id)).await,
            StaffCommand::EndFailures(id) => any(tx, login_attempts::end_failures(id)).await,
            StaffCommand::Unlock(id) => any(tx, login_attempts::unlock(id)).await,
            StaffCommand::Refuse(entry) => refusals::refuse(tx, entry, now).await,
            StaffCommand::TrustAddress(ThrottleKey(key), until) => {
                let sql = "INSERT INTO desk_known (key, expires_at) VALUES (?, ?) \
                           ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at";
                any(tx, sqlx::query(sql).bind(key.to_vec()).bind(millis(until))).await
            }
            StaffCommand::DismissAlert(about) => disclosure::dismiss_alert(tx, about).await,
            StaffCommand::Request(request) => one(tx, self.insert_request(&request)).await,
            StaffCommand::Answer(id, answer, by) => {
                self.answer_request(tx, id, answer, (by, now)).await
            }
            StaffCommand::DismissChanges(id, upto) => {
                let sql = "UPDATE reviewers SET staff_seen = max(staff_seen, ?) WHERE id = ?";
                any(tx, sqlx::query(sql).bind(upto).bind(bytes(id))).await
            }
            StaffCommand::Search(search) => one(tx, self.keep_search(&search)?).await,
            StaffCommand::Audit(line) => {
                if let Some(about) = line.about {
                    unsealed.seal(self, tx, about).await?;
                }
                staff_audit::append(tx, &line, now).await
            }
        }
    }

    fn update(&self, them: &Reviewer) -> SqlStatement {
        let totp = them.totp.as_ref();
        let sealed = totp.map(|totp| rows::seal_totp(&self.vault, them.id, &totp.secret));
        // `OR IGNORE`: a name already in use changes no row, which counts as a conflict.
        sqlx::query(
            "UPDATE OR IGNORE reviewers SET name = ?, role = ?, disabled_at = ?, made_by = ?, \
             confirmed_by = ?, administrator_until = ?, password_hash = ?, totp_sealed = ?, totp_step = ? \
             WHERE id = ? AND version = ?",
        )
        .bind(them.name.as_str().to_owned())
        .bind(them.role.as_str())
        .bind(them.disabled_at.map(millis))
        .bind(them.origin.made_by.map(bytes))
        .bind(them.origin.confirmed_by.map(bytes))
        .bind(them.administrator_until.map(millis))
        .bind(them.password.as_ref().map(|hash| hash.0.clone()))
        .bind(sealed)
        .bind(totp.map_or(0, |totp| totp.last_step.cast_signed()))
        .bind(bytes(them.id))
        .bind(them.version.cast_signed())
    }

    fn add_passkey(&self, id: ReviewerId, passkey: Passkey) -> SqlStatement {
        let sealed = rows::seal_passkey(&self.vault, &passkey);
        let name = rows::seal_passkey_name(&self.vault, &passkey);
        sqlx::query(
            "INSERT OR IGNORE INTO desk_passkeys \
             (credential, reviewer_id, key_sealed, created_at, used_at, name_sealed) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(passkey.credential)
        .bind(bytes(id))
        .bind(sealed)
        .bind(millis(passkey.created_at))
        .bind(passkey.used_at.map(millis))
        .bind(name)
    }

    fn name_passkey(&self, id: ReviewerId, passkey: Passkey) -> SqlStatement {
        let name = rows::seal_passkey_name(&self.vault, &passkey);
        let sql =
            "UPDATE desk_passkeys SET name_sealed = ? WHERE credential = ? AND reviewer_id = ?";
        sqlx::query(sql)
            .bind(name)
            .bind(passkey.credential)
            .bind(bytes(id))
    }

    /// Records the use of a passkey; with the time of a challenge, only if the passkey was not used
    /// since.
    fn use_passkey(
        &self,
        id: ReviewerId,
        passkey: Passkey,
        challenged: Option<OffsetDateTime>,
    ) -> SqlStatement {
        let sealed = rows::seal_passkey(&self.vault, &passkey);
        sqlx::query(
            "UPDATE desk_passkeys SET key_sealed = ?1, used_at = ?2 \
             WHERE credential = ?3 AND reviewer_id = ?4 \
             AND (?5 IS NULL OR coalesce(used_at, 0) < ?5)",
        )
        .bind(sealed)
        .bind(passkey.used_at.map(millis))
        .bind(passkey.credential)
        .bind(bytes(id))
        .bind(challenged.map(millis))
    }

    fn open_session(&self, s: &StaffSession) -> Result<SqlStatement, CommitError> {
        Ok(sqlx::query(
            "INSERT OR IGNORE INTO desk_sessions (id_hash, stage, reviewer_id, began_at, seen_at, \
             ends_at, fresh_until, memory_sealed, seen_mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(s.hash.0.to_vec())
        .bind(s.stage.as_str())
        .bind(s.stage.reviewer().map(bytes))
        .bind(millis(s.began_at))
        .bind(millis(s.seen_at))
        .bind(millis(s.ends_at))
        .bind(s.fresh_until.map(millis))
        .bind(rows::seal_memory(&self.vault, s)?)
        .bind(self.seal_seen(s.hash, s.seen_at)))
    }

    /// The statement that records activity in a session.
    fn touch(&self, hash: SecretHash, seen: OffsetDateTime) -> SqlStatement {
        sqlx::query("UPDATE desk_sessions SET seen_at = ?, seen_mac = ? WHERE id_hash = ?")
            .bind(millis(seen))
            .bind(self.seal_seen(hash, seen))
            .bind(hash.0.to_vec())
    }

    fn seal_seen(&self, hash: SecretHash, seen: OffsetDateTime) -> Vec<u8> {
        row_macs::seen_mac(&self.vault.row_key(), hash, millis(seen)).finish()
    }

    fn invite(&self, id: ReviewerId, hash: SecretHash, until: OffsetDateTime) -> SqlStatement {
        let (owner, until) = (bytes(id), millis(until));
        let mac = row_macs::link_mac(&self.vault.row_key(), &owner, &hash.0, until).finish();
        let sql = "INSERT OR REPLACE INTO desk_links (reviewer_id, secret_hash, expires_at, mac) \
                   VALUES (?, ?, ?, ?)";
        let sql = sqlx::query(sql).bind(owner).bind(hash.0.to_vec());
        sql.bind(until).bind(mac)
    }

    /// A conflict if no administrator who can sign in remains.
    async fn keep_administrator(&self, tx: &mut SqliteConnection) -> Done {
        let sql = AssertSqlSafe(format!("{REVIEWER} WHERE r.role = 'administrator'"));
        for row in sqlx::query(sql).fetch_all(tx).await? {
            let them = self.reviewer_of(&row)?;
            if them.can_administer() && !them.is_locked() {
                return Ok(());
            }
        }
        Err(CommitError::Conflict)
    }

    /// The statement that saves the session data. Times and stage never change within a session.
    fn save_session(&self, s: &StaffSession) -> Result<SqlStatement, CommitError> {
        Ok(
            sqlx::query("UPDATE desk_sessions SET memory_sealed = ? WHERE id_hash = ?")
                .bind(rows::seal_memory(&self.vault, s)?)
                .bind(s.hash.0.to_vec()),
        )
    }
}

fn add(them: &Reviewer) -> SqlStatement {
    sqlx::query(
        "INSERT OR IGNORE INTO reviewers (id, name, role, version, created_at, made_by, \
         confirmed_by, staff_seen) VALUES (?, ?, ?, ?, ?, ?, ?, \
         (SELECT COALESCE(MAX(pos), 0) FROM desk_trail) + 1)",
    )
    .bind(bytes(them.id))
    .bind(them.name.as_str().to_owned())
    .bind(them.role.as_str())
    .bind(them.version.cast_signed())
    .bind(millis(them.created_at))
    .bind(them.origin.made_by.map(bytes))
    .bind(them.origin.confirmed_by.map(bytes))
}

/// Deletes an account that never enrolled. Enrolled accounts stay, because audit events refer to
/// them.
async fn remove(tx: &mut SqliteConnection, id: ReviewerId) -> Done {
    for sql in [
        "DELETE FROM sign_in_failures WHERE reviewer_id = ?",
        "DELETE FROM desk_links WHERE reviewer_id = ?",
        "DELETE FROM desk_sessions WHERE reviewer_id = ?",
    ] {
        any(tx, sqlx::query(sql).bind(bytes(id))).await?;
    }
    let sql = "DELETE FROM reviewers WHERE id = ? AND password_hash IS NULL";
    one(tx, sqlx::query(sql).bind(bytes(id))).await
}

async fn set_recovery(tx: &mut SqliteConnection, id: ReviewerId, hashes: Vec<SecretHash>) -> Done {
    let sql = sqlx::query("DELETE FROM desk_recovery WHERE reviewer_id = ?");
    any(tx, sql.bind(bytes(id))).await?;
    for hash in hashes {
        let sql = "INSERT INTO desk_recovery (reviewer_id, code_hash) VALUES (?, ?)";
        one(tx, sqlx::query(sql).bind(bytes(id)).bind(hash.0.to_vec())).await?;
    }
    Ok(())
}

fn end(hash: SecretHash) -> SqlStatement {
    sqlx::query("DELETE FROM desk_sessions WHERE id_hash = ?").bind(hash.0.to_vec())
}

fn trim(id: ReviewerId, most: u32) -> SqlStatement {
    sqlx::query(
        "DELETE FROM desk_sessions WHERE id_hash IN (SELECT id_hash FROM desk_sessions \
         WHERE reviewer_id = ? AND stage = 'in' ORDER BY began_at DESC LIMIT -1 OFFSET ?)",
    )
    .bind(bytes(id))
    .bind(i64::from(most))
}
