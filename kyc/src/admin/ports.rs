//! The ports of the admin.

use super::{
    ReviewerId,
    activity::{StaffFilter, StaffLine},
    audit::StaffAuditEntry,
    four_eyes::{StaffAnswer, StaffRequest},
    list::SavedSearch,
    reviewer::{AccountName, Passkey, PasswordHash, Reviewer, TotpSecret},
    session::{SecretHash, StaffSession},
    throttle::ThrottleScope,
};
use crate::ports::StoreError;
use async_trait::async_trait;
use time::{Duration, OffsetDateTime};

/// One command of a change.
#[derive(Clone, Debug)]
pub enum StaffCommand {
    /// Adds an account. A conflict if the name is taken.
    Add(Reviewer),
    /// Writes an account; `version` is the version that was read. A conflict if it has changed
    /// since. Passkeys and recovery codes have their own commands.
    Update(Reviewer),
    /// A conflict if no administrator who can sign in would remain.
    KeepAdministrator,
    /// Removes an account that never enrolled, with its links and sessions.
    Remove(ReviewerId),
    /// Makes an enrolment link, valid until the given time. It ends earlier links of the account.
    Invite(ReviewerId, SecretHash, OffsetDateTime),
    /// Uses up the enrolment link of the account. A conflict if it is used or expired.
    UseInvite(ReviewerId, SecretHash),
    /// Ends the enrolment links of the account.
    RevokeInvite(ReviewerId),
    /// Adds a passkey.
    AddPasskey(ReviewerId, Passkey),
    /// Changes the name of one passkey of the account. A conflict if it does not exist.
    NamePasskey(ReviewerId, Passkey),
    /// Records the use of a passkey, with its new counter.
    UsePasskey(ReviewerId, Passkey),
    /// Records the use of a passkey for a challenge of this time. A conflict if the passkey was used
    /// since: of parallel requests with one assertion, one succeeds.
    UsePasskeyOnce(ReviewerId, Passkey, OffsetDateTime),
    /// Removes one passkey of the account, by its credential id.
    RemovePasskey(ReviewerId, Vec<u8>),
    /// Removes all passkeys of the account.
    RemovePasskeys(ReviewerId),
    /// Replaces the recovery codes of the account.
    SetRecovery(ReviewerId, Vec<SecretHash>),
    /// Uses up one recovery code. A conflict if it does not exist.
    UseRecovery(ReviewerId, SecretHash),
    /// Writes a new session.
    Open(StaffSession),
    /// Writes an existing session; one that was ended stays ended.
    Save(StaffSession),
    /// Records activity in a session.
    Touch(SecretHash, OffsetDateTime),
    /// Ends a session. One in which an account is signed in needs an event about the account.
    End(SecretHash),
    /// Deletes a session whose time is over.
    Expire(SecretHash),
    /// Ends a session whose challenge or step is used up. A conflict if it has ended: of parallel
    /// requests in one session, one succeeds. The event is needed here, too.
    EndOnce(SecretHash),
    /// Ends all sessions of the account except the given one.
    EndAll(ReviewerId, Option<SecretHash>),
    /// Ends the oldest sessions of the account beyond this count.
    LimitSessions(ReviewerId, u32),
    /// Resets the count of a key.
    ResetAttempts(ThrottleKey),
    /// Subtracts one attempt: it succeeded.
    UndoAttempt(ThrottleKey),
    /// Takes back the last failure of the account: its password was right.
    UndoFailure(ReviewerId),
    /// Ends the failures in a row of the account, unless they have locked it.
    EndFailures(ReviewerId),
    /// Unlocks the account.
    Unlock(ReviewerId),
    /// Records a refused attempt in the staff audit trail: the first one of an hour at once, the
    /// further ones as one event after the hour. It notes when the account is locked.
    Refuse(StaffAuditEntry),
    /// Trusts an IP address that the account signed in from, until the given time.
    TrustAddress(ThrottleKey, OffsetDateTime),
    /// Dismisses the alert about a staff member. A conflict if there is none.
    DismissAlert(ReviewerId),
    /// Stores a request for a change of the staff. The store sets its number and its time. A
    /// conflict if the account or the name has an open one.
    Request(StaffRequest),
    /// Answers an open request. A conflict if it is not open.
    Answer(i64, StaffAnswer, ReviewerId),
    /// Dismisses the changes of the staff up to this position, for one account.
    DismissChanges(ReviewerId, i64),
    /// Stores a search.
    Search(SavedSearch),
    /// Appends an event to the staff audit trail.
    Audit(StaffAuditEntry),
}

/// The key of a count or a trusted address: a keyed hash, so that the database has no IP address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThrottleKey(pub [u8; 16]);

/// One sign-in attempt: the keys of its counts and of the trusted address.
#[derive(Clone, Debug)]
pub struct LoginAttempt {
    /// The key of each scope that applies.
    pub keys: Vec<(ThrottleScope, ThrottleKey)>,
    /// The key of account and address together, stored as trusted after a success.
    pub known: ThrottleKey,
    /// The account whose failures in a row it adds to; `None` for an unknown account, and for a
    /// passkey, which cannot be guessed.
    pub reviewer: Option<ReviewerId>,
    /// The session whose tries it adds to.
    pub session: Option<SecretHash>,
    /// The address, as a keyed hash for the trail and the log.
    pub origin: String,
}

/// Whether an attempt may be verified. An admitted attempt is counted already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Admitted {
        /// Whether the account trusts the address.
        known: bool,
        /// The tries of the session, with this one.
        tries: u32,
    },
    /// A throttle scope is exhausted for so long.
    Wait(Duration),
    /// The account is locked until it is reset.
    Locked,
    /// The session has no tries left, or has ended.
    Over,
}

/// A session with its account, if it has one.
pub type SessionWithReviewer = (StaffSession, Option<Reviewer>);

/// The store of the admin.
#[async_trait]
pub trait AdminStore: Send + Sync {
    /// Applies all commands, or none.
    async fn apply(&self, steps: Vec<StaffCommand>, now: OffsetDateTime) -> Result<(), StoreError>;

    /// Counts an attempt in a transaction of its own, before it is verified. An attempt that is not
    /// admitted counts nothing.
    async fn record_attempt(
        &self,
        one: LoginAttempt,
        now: OffsetDateTime,
    ) -> Result<Admission, StoreError>;

    /// Whether the account trusts the address of this key.
    async fn is_known(&self, key: ThrottleKey, now: OffsetDateTime) -> Result<bool, StoreError>;

    /// Reads an account by its id.
    async fn reviewer(&self, id: ReviewerId) -> Result<Option<Reviewer>, StoreError>;

    /// Finds an account by its name.
    async fn find_by_name(&self, name: &AccountName) -> Result<Option<Reviewer>, StoreError>;

    /// All accounts, by name.
    async fn reviewers(&self) -> Result<Vec<Reviewer>, StoreError>;

    /// The open requests for a change of the staff, the oldest first.
    async fn staff_requests(&self) -> Result<Vec<StaffRequest>, StoreError>;

    /// The events of the staff audit trail that match the filter, the latest first.
    async fn staff_events(&self, filter: StaffFilter) -> Result<Vec<StaffLine>, StoreError>;

    /// The changes of the staff that the account has not dismissed, the latest first. Its own ones
    /// are left out.
    async fn staff_changes(&self, of: ReviewerId) -> Result<Vec<StaffLine>, StoreError>;

    /// The passkeys of an account, the oldest first.
    async fn passkeys(&self, of: ReviewerId) -> Result<Vec<Passkey>, StoreError>;

    /// The account of an enrolment link, while the link is valid.
    async fn invited(
        &self,
        hash: SecretHash,
        now: OffsetDateTime,
    ) -> Result<Option<ReviewerId>, StoreError>;

    /// Reads a session, with its account if it has one.
    async fn session(&self, hash: SecretHash) -> Result<Option<SessionWithReviewer>, StoreError>;

    /// The sessions in which the account is signed in, the latest first.
    async fn sessions(&self, of: ReviewerId) -> Result<Vec<StaffSession>, StoreError>;

    /// The keyed hash of the parts.
    fn key(&self, parts: &[&str]) -> ThrottleKey;
}

/// A credential could not be checked. Neither success nor failure follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// The verifier failed.
    #[error("a credential could not be verified")]
    Unavailable,
    /// The queue of the password hash is full.
    #[error("too many passwords are being verified")]
    Busy,
}

/// The queue in which a password waits for its hash. An attacker fills only the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashQueue {
    /// For sign-ins from addresses that the account does not trust.
    Strangers,
    /// For trusted addresses, signed-in staff and valid enrolment links.
    Known,
}

/// The WebAuthn challenge for a browser, and the state to check its answer.
#[derive(Clone, Debug)]
pub struct WebauthnChallenge {
    /// The options for `navigator.credentials`, as JSON.
    pub question: String,
    /// The state, stored in the session until the answer arrives.
    pub state: String,
}

/// Checks credentials.
#[async_trait]
pub trait CredentialVerifier: Send + Sync {
    /// Hashes a password with a deliberately slow function.
    async fn hash(&self, password: &str) -> Result<PasswordHash, CredentialError>;

    /// Whether a password matches the hash. Without a hash it does the same work and returns false.
    async fn verify_password(
        &self,
        password: &str,
        hash: Option<&PasswordHash>,
        queue: HashQueue,
    ) -> Result<bool, CredentialError>;

    /// The time step of a valid TOTP code; `None` if the code is invalid.
    fn totp_step(&self, secret: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64>;

    /// The `otpauth` URI that sets up an authenticator app.
    fn totp_setup(&self, secret: &TotpSecret, name: &AccountName) -> String;

    /// Whether passkeys work at this installation's URL.
    fn has_passkeys(&self) -> bool;

    /// Makes a challenge to register a passkey.
    ///
    /// # Errors
    /// [`CredentialError`] if passkeys are not available.
    fn begin_passkey_registration(
        &self,
        reviewer: &Reviewer,
        known: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError>;

    /// Returns the new passkey from a browser's answer; `None` if the answer does not match the
    /// challenge.
    fn finish_passkey_registration(
        &self,
        state: &str,
        answer: &str,
        now: OffsetDateTime,
    ) -> Option<Passkey>;

    /// Makes a challenge to authenticate with one of these passkeys.
    ///
    /// # Errors
    /// [`CredentialError`] if passkeys are not available.
    fn begin_passkey_authentication(
        &self,
        known: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError>;

    /// Returns the used passkey with its new counter; `None` if the answer does not match the
    /// challenge.
    fn finish_passkey_authentication(
        &self,
        state: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey>;

    /// Makes a challenge for any passkey that the browser offers by itself.
    ///
    /// # Errors
    /// [`CredentialError`] if passkeys are not available.
    fn begin_passkey_alone(&self) -> Result<WebauthnChallenge, CredentialError>;

    /// The account that an answer names, before it is verified.
    fn passkey_owner(&self, answer: &str) -> Option<ReviewerId>;

    /// Returns the used passkey of that account, with its new counter. `None` if the answer does
    /// not match the challenge, or the authenticator did not verify its user.
    fn finish_passkey_alone(
        &self,
        state: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey>;
}
