//! Responses to the polls of the status page.

use crate::{
    api::{LineCodec, StatusUpdate},
    i18n::outcome,
    pages::{StatusSnapshot, StatusText},
};
use kyc::{lang::Lang, state::StateKind};
use leptos::server_fn::{Bytes, ContentType, Encodes};
use time::OffsetDateTime;

/// Status poll of an open page.
#[derive(Clone, Copy, Debug)]
pub struct PollRequest<'a> {
    /// Fingerprint that the page shows.
    pub seen: &'a str,
    /// Number of its polls so far.
    pub polls: u32,
}

/// Response to a page, from the current snapshot.
#[must_use]
pub fn poll_response(
    shown: StatusSnapshot<'_>,
    PollRequest { seen, polls }: PollRequest<'_>,
    lang: Lang,
    now: OffsetDateTime,
) -> StatusUpdate {
    let label = shown.state.kind();
    let fingerprint = shown.fingerprint();
    let changed = fingerprint != seen;
    let words = if is_message(seen, &fingerprint) {
        outcome::NEWS_MESSAGE.to(lang).to_owned()
    } else if changed {
        let title = StatusText::of(shown.state).title.to(lang);
        outcome::NEWS.fill(lang, &[("state", title)])
    } else if polls >= SLOW_AFTER && label.is_in_progress() && !shown.state.is_delayed() {
        outcome::STILL.to(lang).to_owned()
    } else {
        String::new()
    };
    StatusUpdate {
        changed,
        text: words,
        checked: now.unix_timestamp(),
        wait_ms: next_poll_delay(label, polls),
    }
}

/// Content type and encoded body of an update.
#[must_use]
pub fn encode_response(update: &StatusUpdate) -> (&'static str, Bytes) {
    let Ok(lines) = LineCodec::encode(update);
    (LineCodec::CONTENT_TYPE, lines)
}

/// Number of polls, about 15 seconds, before the page says that the check
/// continues.
const SLOW_AFTER: u32 = 4;

/// Delay until the next poll, in milliseconds. It is 3 s while documents are
/// needed. Otherwise it grows to 15 s. 0 stops the polls in a final state.
fn next_poll_delay(label: StateKind, polls: u32) -> u32 {
    match label {
        label if label.is_final() => 0,
        StateKind::DocumentsRequired => 3_000,
        _ => polls
            .saturating_mul(1_500)
            .saturating_add(3_000)
            .min(15_000),
    }
}

/// Whether two fingerprints differ only in the newest message.
fn is_message(seen: &str, now: &str) -> bool {
    let before = |fingerprint: &str| {
        fingerprint
            .rsplit_once('-')
            .map(|(before, _)| before.to_owned())
    };
    seen != now && before(seen) == before(now)
}
