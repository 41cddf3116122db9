//! What the desk needs from the world.

use super::{
    ReviewerId,
    audit::StaffAuditEntry,
    list::SavedSearch,
    reviewer::{AccountName, Passkey, PasswordHash, Reviewer, TotpSecret},
    session::{SecretHash, Session},
    throttle::ThrottleScope,
};
use crate::ports::{Fut, StoreError};
use time::{Duration, OffsetDateTime};

/// One step of a change.
#[derive(Clone, Debug)]
pub enum StaffCommand {
    /// Adds somebody. A conflict if the name is taken.
    Add(Reviewer),
    /// Writes somebody down as they shall be; `version` is the one they were
    /// read at, and a conflict if somebody else was faster. Passkeys and
    /// recovery codes have steps of their own.
    Update(Reviewer),
    /// A conflict if no administrator is left who can sign in.
    KeepAdministrator,
    /// Removes somebody who never enrolled, with their links and sessions.
    Remove(ReviewerId),
    /// Makes a link to enrol by; earlier ones of theirs end.
    Invite(ReviewerId, SecretHash, OffsetDateTime),
    /// Ends their links.
    RevokeInvite(ReviewerId),
    /// Adds a passkey.
    AddPasskey(ReviewerId, Passkey),
    /// Writes down that a passkey was used, with its new counter.
    UsePasskey(ReviewerId, Passkey),
    /// Removes one of their passkeys, by its credential.
    RemovePasskey(ReviewerId, Vec<u8>),
    /// Removes all of them.
    RemovePasskeys(ReviewerId),
    /// These are their recovery codes from now on.
    SetRecovery(ReviewerId, Vec<SecretHash>),
    /// Uses one up. A conflict if it is not there.
    UseRecovery(ReviewerId, SecretHash),
    /// Writes a new session.
    Open(Session),
    /// Writes a session that is there; one that was ended stays ended.
    Save(Session),
    /// Writes down that somebody did something in it.
    Touch(SecretHash, OffsetDateTime),
    /// Ends a session.
    End(SecretHash),
    /// Ends all sessions of somebody, but for this one.
    EndAll(ReviewerId, Option<SecretHash>),
    /// Ends the oldest of somebody's sessions beyond so many.
    LimitSessions(ReviewerId, u32),
    /// Forgets what was counted.
    ResetAttempts(ThrottleKey),
    /// Takes one try back: it was none.
    UndoAttempt(ThrottleKey),
    /// Remembers an address that somebody signed in from, until then.
    TrustAddress(ThrottleKey, OffsetDateTime),
    /// Puts the alert about somebody away. A conflict if there is none.
    DismissAlert(ReviewerId),
    /// Keeps what somebody searches for.
    Search(SavedSearch),
    /// Writes a line into the trail of the staff.
    Audit(StaffAuditEntry),
}

/// What a count or a known address is found by: a keyed hash, so that the
/// database holds no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThrottleKey(pub [u8; 16]);

/// One try: its counts, and how to tell whether the address is known.
#[derive(Clone, Copy, Debug)]
pub struct LoginAttempt {
    /// The key of each axis.
    pub keys: [(ThrottleScope, ThrottleKey); 3],
    /// The pair, as it is remembered after a success.
    pub known: ThrottleKey,
}

/// A session with its owner, if it has one.
pub type SessionWithReviewer = (Session, Option<Reviewer>);

/// What the desk keeps.
pub trait AdminStore: Send + Sync {
    /// Carries out every step, or none.
    fn apply(
        &self,
        steps: Vec<StaffCommand>,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<(), StoreError>>;

    /// Counts a try and says that it may go on, or how long to wait: then it is
    /// not counted.
    fn record_attempt(
        &self,
        one: LoginAttempt,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Option<Duration>, StoreError>>;

    /// Somebody by their key.
    fn reviewer(&self, id: ReviewerId) -> Fut<'_, Result<Option<Reviewer>, StoreError>>;

    /// Somebody by their name.
    fn find_by_name<'a>(
        &'a self,
        name: &'a AccountName,
    ) -> Fut<'a, Result<Option<Reviewer>, StoreError>>;

    /// Everybody, by name.
    fn reviewers(&self) -> Fut<'_, Result<Vec<Reviewer>, StoreError>>;

    /// Somebody's passkeys, the oldest first.
    fn passkeys(&self, of: ReviewerId) -> Fut<'_, Result<Vec<Passkey>, StoreError>>;

    /// Whom a link to enrol by is for, while it leads anywhere.
    fn invited(
        &self,
        hash: SecretHash,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Option<ReviewerId>, StoreError>>;

    /// A session, with its owner if it has one.
    fn session(&self, hash: SecretHash)
    -> Fut<'_, Result<Option<SessionWithReviewer>, StoreError>>;

    /// Somebody's sessions in which they are signed in, the latest first.
    fn sessions(&self, of: ReviewerId) -> Fut<'_, Result<Vec<Session>, StoreError>>;

    /// The keyed hash of a text.
    fn key(&self, parts: &[&str]) -> ThrottleKey;
}

/// A proof could not be looked at. Nothing follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a proof could not be looked at")]
pub struct CredentialError;

/// What a browser is asked for a passkey, and what is kept until it answers.
#[derive(Clone, Debug)]
pub struct WebauthnChallenge {
    /// For `navigator.credentials`, as JSON.
    pub question: String,
    /// For us.
    pub state: String,
}

/// Looks at what people show to prove who they are.
pub trait CredentialVerifier: Send + Sync {
    /// Hashes a password, slowly on purpose.
    fn hash<'a>(&'a self, password: &'a str) -> Fut<'a, Result<PasswordHash, CredentialError>>;

    /// Whether a password is the one that was hashed. Without a hash it does
    /// the same work and says no.
    fn verify_password<'a>(
        &'a self,
        password: &'a str,
        hash: Option<&'a PasswordHash>,
    ) -> Fut<'a, Result<bool, CredentialError>>;

    /// The step of the code that an authenticator app shows about now, if this
    /// is it.
    fn totp_step(&self, secret: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64>;

    /// The address that an authenticator app is set up by.
    fn totp_setup(&self, secret: &TotpSecret, name: &AccountName) -> String;

    /// Whether passkeys can be used at this installation's address.
    fn has_passkeys(&self) -> bool;

    /// Asks a browser to make a passkey.
    ///
    /// # Errors
    /// [`CredentialError`] where there are no passkeys.
    fn begin_passkey_registration(
        &self,
        reviewer: &Reviewer,
        known: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError>;

    /// Reads the new passkey from a browser's answer; `None` if it is not one
    /// to that question.
    fn finish_passkey_registration(
        &self,
        state: &str,
        answer: &str,
        now: OffsetDateTime,
    ) -> Option<Passkey>;

    /// Asks a browser for one of these passkeys.
    ///
    /// # Errors
    /// [`CredentialError`] where there are no passkeys.
    fn begin_passkey_authentication(
        &self,
        known: &[Passkey],
    ) -> Result<WebauthnChallenge, CredentialError>;

    /// The passkey of a browser's answer, as it shall be kept from now on;
    /// `None` if it is not one to that question.
    fn finish_passkey_authentication(
        &self,
        state: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey>;
}
