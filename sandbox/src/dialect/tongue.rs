//! What sets the dialects apart: the table of contract §1 as data.

use serde_json::Value;
use time::Date;

use super::casing::Casing;
use super::fields::BadRequest;
use crate::registry::Application;
use crate::registry::inquiry::State;
use crate::registry::news::News;
use crate::webhook::{Letter, Stamp};

/// `decision`, `status` and `subStatus`.
pub(crate) type Words = [&'static str; 3];

/// One dialect.
pub(crate) struct Tongue {
    /// What requests call their fields.
    pub(crate) casing: &'static Casing,
    /// Checks every field of a start, and keeps the few that anything depends on.
    pub(super) read_start:
        for<'a> fn(Option<&'a Value>, today: Date) -> Result<Application<'a>, BadRequest>,
    /// The longest id that a caller may give.
    pub(super) longest_id: Option<usize>,
    /// Whether a prefill must bring the device's session token.
    pub(super) prefill_needs_session: bool,
    /// The words of contract §3's table.
    pub(super) words: fn(State) -> Words,
    /// The words before anything was started.
    pub(super) not_started: Words,
    /// Published words, and others for the same state that are published too or
    /// differ in what a reader normalises first.
    pub(super) synonyms: &'static [(Words, Words)],
    /// Words that were never published.
    pub(super) unheard_of: Words,
    /// `docv.sdkKey`.
    pub(super) sdk_key: &'static str,
    /// Whether the status carries the open capture link.
    pub(super) docv_on_status: bool,
    /// The field that the account travels in.
    pub(super) account: &'static str,
    /// Whether the answer to a start carries it.
    pub(super) account_on_start: bool,
    /// How changes are told; `None` where webhooks are only named.
    pub(super) tells: Option<Tells>,
}

/// How a dialect tells of changes (contract §6).
pub(crate) struct Tells {
    /// Whether messages have an id and a signature, and registrations a secret.
    pub(crate) signed: bool,
    /// The message that tells of a change, if it is told at all.
    pub(crate) news: fn(&News, &Stamp) -> Option<Letter>,
    /// The message that tests an address.
    pub(crate) test: fn(&Stamp) -> Letter,
}
