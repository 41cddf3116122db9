//! What the provider said about one attempt, in the order in which it was asked for.

use super::State;
use crate::provider::{ProviderOutcome, ProviderStatus, ProviderUpdate};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The longest log that is kept. An attempt hears a handful of different
/// things; past this the oldest go.
const MAX_ENTRIES: usize = 32;

/// Everything that the provider said about the latest attempt and was not final, by
/// when it was asked for. Answers may overtake each other on their way; the
/// state is what they come to in the order of the asking, so that it does not
/// depend on the order of the arriving (security I3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateLog {
    #[serde(rename = "pieces")]
    entries: Vec<LogEntry>,
    /// The words said last, as they came.
    #[serde(rename = "words", default)]
    status: ProviderStatus,
    /// Somebody at the desk wants documents again.
    #[serde(rename = "invited", default)]
    resubmission_requested: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LogEntry {
    #[serde(rename = "as_of", with = "time::serde::rfc3339")]
    requested_at: OffsetDateTime,
    #[serde(rename = "outcome")]
    outcome: ProviderOutcome,
}

impl UpdateLog {
    /// Whether the update says word for word what was said last.
    #[must_use]
    pub fn repeats(&self, update: &ProviderUpdate) -> bool {
        self.status == update.status
    }

    /// Whether nothing was said that counts.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The words said last.
    #[must_use]
    pub const fn last_status(&self) -> &ProviderStatus {
        &self.status
    }

    pub(super) fn record_wording(&mut self, update: &ProviderUpdate) {
        self.status = update.status.clone();
    }

    /// Takes a piece to its place. True if it is the newest, so that it may be
    /// applied to the state as it stands.
    pub(super) fn insert(
        &mut self,
        requested_at: OffsetDateTime,
        outcome: &ProviderOutcome,
    ) -> bool {
        let piece = LogEntry {
            requested_at,
            outcome: outcome.clone(),
        };
        let at = self.entries.partition_point(|p| {
            (p.requested_at, rank(&p.outcome)) <= (requested_at, rank(outcome))
        });
        let newest = at == self.entries.len();
        if self.entries[..at].last() == Some(&piece) {
            return newest;
        }
        self.entries.insert(at, piece);
        self.compact();
        newest
    }

    /// What all of it comes to.
    #[must_use]
    pub fn state(&self) -> State {
        let pieces = self.entries.iter();
        let state = pieces.fold(State::Processing, |state, piece| {
            state.next_state(piece.requested_at, &piece.outcome)
        });
        self.with_resubmission(state)
    }

    /// From now on documents are wanted again, until there is a link to send them
    /// by, or a decision.
    pub fn request_resubmission(&mut self) {
        self.resubmission_requested = true;
    }

    /// The invitation is taken up.
    pub(super) const fn clear_resubmission(&mut self) {
        self.resubmission_requested = false;
    }

    /// The state that somebody comes to who is invited to send documents again:
    /// an upstream that goes on looking at the old ones does not take that back.
    pub(super) fn with_resubmission(&self, state: State) -> State {
        match state {
            State::Processing
            | State::DocumentsUnderReview
            | State::ManualReview
            | State::Expired
                if self.resubmission_requested =>
            {
                State::Resubmit
            }
            other => other,
        }
    }

    /// Of a run of equal pieces only the first and the last say something.
    fn compact(&mut self) {
        let mut n = 1;
        while n + 1 < self.entries.len() {
            let (before, here, after) =
                (&self.entries[n - 1], &self.entries[n], &self.entries[n + 1]);
            if same(&before.outcome, &here.outcome) && same(&here.outcome, &after.outcome) {
                self.entries.remove(n);
            } else {
                n += 1;
            }
        }
        let beyond = self.entries.len().saturating_sub(MAX_ENTRIES);
        self.entries.drain(..beyond);
    }
}

/// Whether two outcomes come to the same.
fn same(one: &ProviderOutcome, other: &ProviderOutcome) -> bool {
    match (one, other) {
        (
            ProviderOutcome::DocumentsRequired(Some(one)),
            ProviderOutcome::DocumentsRequired(Some(other)),
        ) => one.is_same_link(other) && one.alive_until.is_some() == other.alive_until.is_some(),
        _ => one == other,
    }
}

/// Among answers of the same moment the one that knows more comes later.
fn rank(outcome: &ProviderOutcome) -> (u8, &str) {
    match outcome {
        // The log never holds `NotStarted` nor, below, a final outcome.
        ProviderOutcome::NotStarted | ProviderOutcome::Processing => (1, ""),
        ProviderOutcome::DocumentsRequired(None) => (2, ""),
        ProviderOutcome::DocumentsRequired(Some(capture)) => (3, capture.url.expose()),
        ProviderOutcome::CaptureOver => (4, ""),
        ProviderOutcome::Resubmit => (5, ""),
        ProviderOutcome::DocumentsUnderReview => (6, ""),
        ProviderOutcome::InReview => (7, ""),
        ProviderOutcome::ManualReview => (8, ""),
        ProviderOutcome::Provisioning | ProviderOutcome::Approved(_) | ProviderOutcome::Denied => {
            (9, "")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        provider::{Approval, Capture, Source},
        state::StateKind,
    };
    use time::Duration;

    fn after(
        state: State,
        log: UpdateLog,
        second: i64,
        outcome: ProviderOutcome,
    ) -> (State, UpdateLog) {
        let transition = state.apply(
            log,
            &ProviderUpdate {
                source: Source::Status,
                requested_at: OffsetDateTime::UNIX_EPOCH + Duration::seconds(second),
                external_id: None,
                status: ProviderStatus::default(),
                outcome,
                recognised: true,
            },
        );
        assert_eq!(
            transition.events[0].to,
            transition.state.kind(),
            "the trail says the same"
        );
        (transition.state, transition.update_log)
    }

    fn capture() -> Capture {
        Capture {
            url: "https://verify.socure.com/x".to_owned().into(),
            qr_png: None,
            token: "token".to_owned().into(),
            sdk_key: String::new(),
            event_id: String::new(),
            offered_at: OffsetDateTime::UNIX_EPOCH,
            expires_at: OffsetDateTime::UNIX_EPOCH + Duration::HOUR,
            alive_until: None,
        }
    }

    #[test]
    fn an_invitation_stands_until_there_is_a_link_or_a_decision() {
        let looking = [
            ProviderOutcome::DocumentsUnderReview,
            ProviderOutcome::ManualReview,
            ProviderOutcome::InReview,
            ProviderOutcome::Processing,
            ProviderOutcome::CaptureOver,
        ];
        let (mut state, mut log) = after(
            State::Processing,
            UpdateLog::default(),
            1,
            ProviderOutcome::ManualReview,
        );
        log.request_resubmission();
        state = log.with_resubmission(state);
        for (second, outcome) in (2..).zip(looking) {
            (state, log) = after(state, log, second, outcome.clone());
            assert_eq!(state, State::Resubmit, "{outcome:?}");
            assert_eq!(log.state(), State::Resubmit);
        }
        let approval = Approval::new("firms/a", "accounts/b").expect("both ids");
        for (outcome, kind) in [
            (ProviderOutcome::Approved(approval), StateKind::Approved),
            (ProviderOutcome::Denied, StateKind::Denied),
            (ProviderOutcome::Provisioning, StateKind::Provisioning),
        ] {
            let (decided, _) = after(state.clone(), log.clone(), 10, outcome);
            assert_eq!(decided.kind(), kind, "a decision wins");
        }
        let link = ProviderOutcome::DocumentsRequired(Some(capture()));
        let (state, log) = after(state, log, 11, link);
        assert_eq!(state.kind(), StateKind::DocumentsRequired);
        let (state, _) = after(state, log, 12, ProviderOutcome::DocumentsUnderReview);
        assert_eq!(state, State::DocumentsUnderReview, "it was taken up");
    }
}
