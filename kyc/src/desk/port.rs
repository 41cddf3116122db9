//! What the desk needs from the world.

use super::{
    deed::Line,
    list::Search,
    reviewer::{AccountName, Passkey, PasswordHash, Reviewer, ReviewerId, TotpSecret},
    session::{SecretHash, Session},
    throttle::Axis,
};
use crate::ports::{Fut, StoreError};
use time::{Duration, OffsetDateTime};

/// One step of a change.
#[derive(Clone, Debug)]
pub enum Step {
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
    Uninvite(ReviewerId),
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
    Trim(ReviewerId, u32),
    /// Forgets what was counted.
    Forget(TryKey),
    /// Takes one try back: it was none.
    Forgive(TryKey),
    /// Remembers an address that somebody signed in from, until then.
    Know(TryKey, OffsetDateTime),
    /// Puts the alert about somebody away. A conflict if there is none.
    PutAway(ReviewerId),
    /// Keeps what somebody searches for.
    Search(Search),
    /// Writes a line into the trail of the staff.
    Tell(Line),
}

/// What a count or a known address is found by: a keyed hash, so that the
/// database holds no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TryKey(pub [u8; 16]);

/// One try: its counts, and how to tell whether the address is known.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// The key of each axis.
    pub keys: [(Axis, TryKey); 3],
    /// The pair, as it is remembered after a success.
    pub known: TryKey,
}

/// A session with its owner, if it has one.
pub type Owned = (Session, Option<Reviewer>);

/// What the desk keeps.
pub trait DeskStore: Send + Sync {
    /// Carries out every step, or none.
    fn carry_out(&self, steps: Vec<Step>, now: OffsetDateTime) -> Fut<'_, Result<(), StoreError>>;

    /// Counts a try and says that it may go on, or how long to wait: then it is
    /// not counted.
    fn count(&self, one: Try, now: OffsetDateTime)
    -> Fut<'_, Result<Option<Duration>, StoreError>>;

    /// Somebody by their key.
    fn reviewer(&self, id: ReviewerId) -> Fut<'_, Result<Option<Reviewer>, StoreError>>;

    /// Somebody by their name.
    fn named<'a>(&'a self, name: &'a AccountName) -> Fut<'a, Result<Option<Reviewer>, StoreError>>;

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
    fn session(&self, hash: SecretHash) -> Fut<'_, Result<Option<Owned>, StoreError>>;

    /// Somebody's sessions in which they are signed in, the latest first.
    fn sessions(&self, of: ReviewerId) -> Fut<'_, Result<Vec<Session>, StoreError>>;

    /// The keyed hash of a text.
    fn key(&self, parts: &[&str]) -> TryKey;
}

/// A proof could not be looked at. Nothing follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a proof could not be looked at")]
pub struct ProofError;

/// What a browser is asked for a passkey, and what is kept until it answers.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// For `navigator.credentials`, as JSON.
    pub question: String,
    /// For us.
    pub state: String,
}

/// Looks at what people show to prove who they are.
pub trait Proofs: Send + Sync {
    /// Hashes a password, slowly on purpose.
    fn hash<'a>(&'a self, password: &'a str) -> Fut<'a, Result<PasswordHash, ProofError>>;

    /// Whether a password is the one that was hashed. Without a hash it does
    /// the same work and says no.
    fn fits<'a>(
        &'a self,
        password: &'a str,
        hash: Option<&'a PasswordHash>,
    ) -> Fut<'a, Result<bool, ProofError>>;

    /// The step of the code that an authenticator app shows about now, if this
    /// is it.
    fn step(&self, secret: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64>;

    /// The address that an authenticator app is set up by.
    fn setup(&self, secret: &TotpSecret, name: &AccountName) -> String;

    /// Whether passkeys can be used at this installation's address.
    fn has_passkeys(&self) -> bool;

    /// Asks a browser to make a passkey.
    ///
    /// # Errors
    /// [`ProofError`] where there are no passkeys.
    fn ask_new_passkey(
        &self,
        reviewer: &Reviewer,
        known: &[Passkey],
    ) -> Result<Ceremony, ProofError>;

    /// Reads the new passkey from a browser's answer; `None` if it is not one
    /// to that question.
    fn new_passkey(&self, state: &str, answer: &str, now: OffsetDateTime) -> Option<Passkey>;

    /// Asks a browser for one of these passkeys.
    ///
    /// # Errors
    /// [`ProofError`] where there are no passkeys.
    fn ask_passkey(&self, known: &[Passkey]) -> Result<Ceremony, ProofError>;

    /// The passkey of a browser's answer, as it shall be kept from now on;
    /// `None` if it is not one to that question.
    fn passkey(
        &self,
        state: &str,
        answer: &str,
        known: &[Passkey],
        now: OffsetDateTime,
    ) -> Option<Passkey>;
}
