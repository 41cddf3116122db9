//! Applies a staff command within the caller's transaction.

use super::{
    super::{
        DatabaseStore,
        commit::{CommitError, change_one as one},
        driver::{Param, Tx, params},
        millis,
    },
    account_seal::{self, Unsealed},
    disclosure, login_attempts, refusals, row_macs,
    rows::{self, REVIEWER},
    staff_audit,
};
use kyc::admin::{
    Reviewer, ReviewerId,
    ports::{StaffCommand, ThrottleKey},
    reviewer::Passkey,
    session::{AuthStage, SecretHash, StaffSession},
};
use time::OffsetDateTime;

type Done = Result<(), CommitError>;

/// Executes a statement that may change any count of rows.
fn any(tx: &mut Tx<'_>, sql: &str, bound: &[Param<'_>]) -> Done {
    tx.execute(sql, bound)?;
    Ok(())
}

impl DatabaseStore {
    pub(super) fn step(
        &self,
        tx: &mut Tx<'_>,
        unsealed: &mut Unsealed,
        step: StaffCommand,
        now: OffsetDateTime,
    ) -> Done {
        unsealed.prepare(self, tx, &step, now)?;
        match step {
            StaffCommand::Add(reviewer) => add(tx, &reviewer),
            StaffCommand::Update(reviewer) => self.update(tx, &reviewer),
            StaffCommand::KeepAdministrator => self.keep_administrator(tx),
            StaffCommand::Remove(id) => remove(tx, id),
            StaffCommand::Invite(id, hash, until) => {
                self.invite(tx, id, hash, until)?;
                account_seal::list_as_open(tx, id, hash)
            }
            StaffCommand::UseInvite(id, hash) => one(
                tx,
                "DELETE FROM desk_links \
                 WHERE reviewer_id = ? AND secret_hash = ? AND expires_at > ?",
                params![id.as_bytes(), &hash.0, millis(now)],
            ),
            StaffCommand::RevokeInvite(id) => {
                let sql = "DELETE FROM desk_links WHERE reviewer_id = ?";
                any(tx, sql, params![id.as_bytes()])?;
                account_seal::begin_list(tx, id)
            }
            StaffCommand::AddPasskey(id, passkey) => self.add_passkey(tx, id, &passkey),
            StaffCommand::NamePasskey(id, passkey) => self.name_passkey(tx, id, &passkey),
            StaffCommand::UsePasskey(id, passkey) => self.use_passkey(tx, id, &passkey, None),
            StaffCommand::UsePasskeyOnce(id, passkey, challenged) => {
                self.use_passkey(tx, id, &passkey, Some(challenged))
            }
            StaffCommand::RemovePasskey(id, credential) => {
                let sql = "DELETE FROM desk_passkeys WHERE credential = ? AND reviewer_id = ?";
                one(tx, sql, params![&credential, id.as_bytes()])
            }
            StaffCommand::RemovePasskeys(id) => {
                let sql = "DELETE FROM desk_passkeys WHERE reviewer_id = ?";
                any(tx, sql, params![id.as_bytes()])
            }
            StaffCommand::SetRecovery(id, hashes) => set_recovery(tx, id, &hashes),
            StaffCommand::UseRecovery(id, hash) => {
                let sql = "DELETE FROM desk_recovery WHERE reviewer_id = ? AND code_hash = ?";
                one(tx, sql, params![id.as_bytes(), &hash.0])
            }
            StaffCommand::Open(session) => {
                self.open_session(tx, &session)?;
                match session.stage {
                    AuthStage::SignedIn(id) => account_seal::list_as_open(tx, id, session.hash),
                    _ => Ok(()),
                }
            }
            StaffCommand::Save(session) => self.save_session(tx, &session),
            StaffCommand::Touch(hash, seen) => self.touch(tx, hash, seen),
            StaffCommand::End(hash) | StaffCommand::Expire(hash) => any(tx, END, params![&hash.0]),
            StaffCommand::EndOnce(hash) => one(tx, END, params![&hash.0]),
            StaffCommand::EndAll(id, but) => {
                let sql = "DELETE FROM desk_sessions \
                           WHERE reviewer_id = ? AND id_hash IS DISTINCT FROM ?";
                let but = but.as_ref().map(|hash| &hash.0);
                any(tx, sql, params![id.as_bytes(), but])
            }
            StaffCommand::LimitSessions(id, most) => limit_sessions(tx, id, most),
            StaffCommand::ResetAttempts(ThrottleKey(key)) => {
                any(tx, "DELETE FROM desk_tries WHERE key = ?", params![&key])
            }
            StaffCommand::UndoAttempt(ThrottleKey(key)) => {
                let sql = "UPDATE desk_tries SET failures = failures - 1, last_at = before_at \
                           WHERE key = ? AND failures > 0";
                any(tx, sql, params![&key])
            }
            StaffCommand::UndoFailure(id) => {
                login_attempts::undo_failure(tx, id)?;
                Ok(())
            }
            StaffCommand::EndFailures(id) => {
                login_attempts::end_failures(tx, id)?;
                Ok(())
            }
            StaffCommand::Unlock(id) => {
                login_attempts::unlock(tx, id)?;
                Ok(())
            }
            StaffCommand::Refuse(entry) => refusals::refuse(tx, entry, now),
            StaffCommand::TrustAddress(ThrottleKey(key), until) => {
                let sql = "INSERT INTO desk_known (key, expires_at) VALUES (?, ?) \
                           ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at";
                any(tx, sql, params![&key, millis(until)])
            }
            StaffCommand::DismissAlert(about) => disclosure::dismiss_alert(tx, about),
            StaffCommand::Request(request) => self.insert_request(tx, request, now),
            StaffCommand::Answer(id, answer, by) => self.answer_request(tx, id, answer, (by, now)),
            StaffCommand::DismissChanges(id, upto) => {
                let sql = "UPDATE reviewers SET staff_seen = ?1 WHERE id = ?2 AND staff_seen < ?1";
                any(tx, sql, params![upto, id.as_bytes()])
            }
            StaffCommand::Search(search) => self.keep_search(tx, &search),
            StaffCommand::Audit(line) => {
                if let Some(about) = line.about {
                    unsealed.seal(self, tx, about)?;
                }
                staff_audit::append(tx, &line, now)
            }
        }
    }

    fn update(&self, tx: &mut Tx<'_>, them: &Reviewer) -> Done {
        let totp = them.totp.as_ref();
        let sealed = totp.map(|totp| rows::seal_totp(&self.vault, them.id, &totp.secret));
        let by = |id: &Option<ReviewerId>| id.as_ref().map(|id| id.as_bytes().to_vec());
        let (made_by, confirmed_by) = (by(&them.origin.made_by), by(&them.origin.confirmed_by));
        // A name already in use changes no row, which counts as a conflict.
        one(
            tx,
            "UPDATE reviewers SET name = ?, role = ?, disabled_at = ?, made_by = ?, \
             confirmed_by = ?, administrator_until = ?, password_hash = ?, totp_sealed = ?, \
             totp_step = ? WHERE id = ? AND version = ? \
             AND NOT EXISTS (SELECT 1 FROM reviewers o WHERE o.name = ? AND o.id <> ?)",
            params![
                them.name.as_str(),
                them.role.as_str(),
                them.disabled_at.map(millis),
                made_by.as_deref(),
                confirmed_by.as_deref(),
                them.administrator_until.map(millis),
                them.password.as_ref().map(|hash| &hash.0),
                sealed.as_deref(),
                totp.map_or(0, |totp| totp.last_step.cast_signed()),
                them.id.as_bytes(),
                them.version.cast_signed(),
                them.name.as_str(),
                them.id.as_bytes()
            ],
        )
    }

    fn add_passkey(&self, tx: &mut Tx<'_>, id: ReviewerId, passkey: &Passkey) -> Done {
        one(
            tx,
            "INSERT INTO desk_passkeys \
             (credential, reviewer_id, key_sealed, created_at, used_at, name_sealed) \
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (credential) DO NOTHING",
            params![
                &passkey.credential,
                id.as_bytes(),
                &rows::seal_passkey(&self.vault, passkey),
                millis(passkey.created_at),
                passkey.used_at.map(millis),
                &rows::seal_passkey_name(&self.vault, passkey)
            ],
        )
    }

    fn name_passkey(&self, tx: &mut Tx<'_>, id: ReviewerId, passkey: &Passkey) -> Done {
        let name = rows::seal_passkey_name(&self.vault, passkey);
        let sql =
            "UPDATE desk_passkeys SET name_sealed = ? WHERE credential = ? AND reviewer_id = ?";
        one(tx, sql, params![&name, &passkey.credential, id.as_bytes()])
    }

    /// Records the use of a passkey; with the time of a challenge, only if the passkey was not used
    /// since.
    fn use_passkey(
        &self,
        tx: &mut Tx<'_>,
        id: ReviewerId,
        passkey: &Passkey,
        challenged: Option<OffsetDateTime>,
    ) -> Done {
        one(
            tx,
            "UPDATE desk_passkeys SET key_sealed = ?1, used_at = ?2 \
             WHERE credential = ?3 AND reviewer_id = ?4 \
             AND (?5 IS NULL OR coalesce(used_at, 0) < ?5)",
            params![
                &rows::seal_passkey(&self.vault, passkey),
                passkey.used_at.map(millis),
                &passkey.credential,
                id.as_bytes(),
                challenged.map(millis)
            ],
        )
    }

    fn open_session(&self, tx: &mut Tx<'_>, s: &StaffSession) -> Done {
        let reviewer = s.stage.reviewer();
        one(
            tx,
            "INSERT INTO desk_sessions (id_hash, stage, reviewer_id, began_at, seen_at, ends_at, \
             fresh_until, memory_sealed, seen_mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (id_hash) DO NOTHING",
            params![
                &s.hash.0,
                s.stage.as_str(),
                reviewer.as_ref().map(ReviewerId::as_bytes),
                millis(s.began_at),
                millis(s.seen_at),
                millis(s.ends_at),
                s.fresh_until.map(millis),
                &rows::seal_memory(&self.vault, s)?,
                &self.seal_seen(s.hash, s.seen_at)
            ],
        )
    }

    /// Records activity in a session.
    fn touch(&self, tx: &mut Tx<'_>, hash: SecretHash, seen: OffsetDateTime) -> Done {
        let mac = self.seal_seen(hash, seen);
        let sql = "UPDATE desk_sessions SET seen_at = ?, seen_mac = ? WHERE id_hash = ?";
        any(tx, sql, params![millis(seen), &mac, &hash.0])
    }

    fn seal_seen(&self, hash: SecretHash, seen: OffsetDateTime) -> Vec<u8> {
        row_macs::seen_mac(&self.vault.row_key(), hash, millis(seen)).finish()
    }

    fn invite(
        &self,
        tx: &mut Tx<'_>,
        id: ReviewerId,
        hash: SecretHash,
        until: OffsetDateTime,
    ) -> Done {
        let (owner, until) = (id.as_bytes(), millis(until));
        let mac = row_macs::link_mac(&self.vault.row_key(), owner, &hash.0, until).finish();
        let sql = "INSERT INTO desk_links (reviewer_id, secret_hash, expires_at, mac) \
                   VALUES (?, ?, ?, ?) ON CONFLICT (reviewer_id) DO UPDATE SET \
                   secret_hash = excluded.secret_hash, expires_at = excluded.expires_at, \
                   mac = excluded.mac";
        any(tx, sql, params![owner, &hash.0, until, &mac])
    }

    /// A conflict if no administrator who can sign in remains.
    fn keep_administrator(&self, tx: &mut Tx<'_>) -> Done {
        let sql = format!("{REVIEWER} WHERE r.role = 'administrator'");
        let administrators = tx.rows(&sql, &[], |row| self.reviewer_of(row))?;
        let mut administrators = administrators.iter();
        let remains = administrators.any(|them| them.can_administer() && !them.is_locked());
        remains.then_some(()).ok_or(CommitError::Conflict)
    }

    /// Saves the session data. Times and stage never change within a session.
    fn save_session(&self, tx: &mut Tx<'_>, s: &StaffSession) -> Done {
        let sealed = rows::seal_memory(&self.vault, s)?;
        let sql = "UPDATE desk_sessions SET memory_sealed = ? WHERE id_hash = ?";
        any(tx, sql, params![&sealed, &s.hash.0])
    }
}

const END: &str = "DELETE FROM desk_sessions WHERE id_hash = ?";

fn add(tx: &mut Tx<'_>, them: &Reviewer) -> Done {
    let made_by = them.origin.made_by.as_ref().map(ReviewerId::as_bytes);
    let confirmed_by = them.origin.confirmed_by.as_ref().map(ReviewerId::as_bytes);
    one(
        tx,
        "INSERT INTO reviewers (id, name, role, version, created_at, made_by, confirmed_by, \
         staff_seen) VALUES (?, ?, ?, ?, ?, ?, ?, \
         (SELECT COALESCE(MAX(pos), 0) FROM desk_trail) + 1) ON CONFLICT DO NOTHING",
        params![
            them.id.as_bytes(),
            them.name.as_str(),
            them.role.as_str(),
            them.version.cast_signed(),
            millis(them.created_at),
            made_by,
            confirmed_by
        ],
    )
}

/// Deletes an account that never enrolled. Enrolled accounts stay, because audit events refer to
/// them.
fn remove(tx: &mut Tx<'_>, id: ReviewerId) -> Done {
    for sql in [
        "DELETE FROM sign_in_failures WHERE reviewer_id = ?",
        "DELETE FROM desk_links WHERE reviewer_id = ?",
        "DELETE FROM desk_sessions WHERE reviewer_id = ?",
    ] {
        any(tx, sql, params![id.as_bytes()])?;
    }
    let sql = "DELETE FROM reviewers WHERE id = ? AND password_hash IS NULL";
    one(tx, sql, params![id.as_bytes()])
}

fn set_recovery(tx: &mut Tx<'_>, id: ReviewerId, hashes: &[SecretHash]) -> Done {
    let sql = "DELETE FROM desk_recovery WHERE reviewer_id = ?";
    any(tx, sql, params![id.as_bytes()])?;
    for hash in hashes {
        let sql = "INSERT INTO desk_recovery (reviewer_id, code_hash) VALUES (?, ?)";
        one(tx, sql, params![id.as_bytes(), &hash.0])?;
    }
    Ok(())
}

/// Ends the oldest sessions of an account beyond the limit.
fn limit_sessions(tx: &mut Tx<'_>, id: ReviewerId, most: u32) -> Done {
    any(
        tx,
        "DELETE FROM desk_sessions WHERE reviewer_id = ?1 AND stage = 'in' \
         AND id_hash NOT IN (SELECT id_hash FROM desk_sessions \
         WHERE reviewer_id = ?1 AND stage = 'in' ORDER BY began_at DESC, id_hash LIMIT +?2)",
        params![id.as_bytes(), most],
    )
}
