//! The provider's updates about one attempt, in the order of their requests.

use super::State;
use crate::{
    id::ExternalId,
    provider::{ProviderOutcome, ProviderStatus, ProviderUpdate},
};
use serde::{Deserialize, Deserializer, Serialize};
use time::OffsetDateTime;

/// The longest log that is stored. An attempt gets a handful of different updates; beyond this the
/// oldest are dropped.
const MAX_ENTRIES: usize = 32;

/// How many other provider ids of one attempt are recorded. A provider that names ever new ones must
/// not fill the audit trail.
const MAX_OTHER_IDS: usize = 8;

/// All nonfinal updates about the latest attempt, in the order of their requests.
///
/// Answers may arrive out of order. The state is computed in request order, so it does not depend
/// on the order of arrival (security I3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateLog {
    #[serde(rename = "pieces")]
    entries: Vec<LogEntry>,
    /// The status words of the last update, unchanged.
    #[serde(rename = "words", default)]
    status: ProviderStatus,
    /// A reviewer has requested documents again.
    #[serde(rename = "invited", default)]
    resubmission_requested: bool,
    /// The other provider ids that answers named. Older rows hold the last one alone.
    #[serde(
        rename = "other_id",
        default,
        deserialize_with = "one_or_more",
        skip_serializing_if = "Vec::is_empty"
    )]
    other_ids: Vec<ExternalId>,
    /// How many start answers named no provider id, or another one.
    #[serde(default, skip_serializing_if = "is_zero")]
    without_id: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LogEntry {
    #[serde(rename = "as_of", with = "time::serde::rfc3339")]
    requested_at: OffsetDateTime,
    #[serde(rename = "finding")]
    outcome: ProviderOutcome,
}

impl UpdateLog {
    /// Whether the update has the same status words as the last one.
    #[must_use]
    pub fn repeats(&self, update: &ProviderUpdate) -> bool {
        self.status == update.status
    }

    /// Whether no update has been inserted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether an update of this attempt had a capture link, so that photos may have been taken.
    #[must_use]
    pub fn has_offered_link(&self) -> bool {
        let with_link =
            |entry: &LogEntry| matches!(entry.outcome, ProviderOutcome::DocumentsRequired(Some(_)));
        self.entries.iter().any(with_link)
    }

    /// Records that an answer named another provider id than the requested one. Returns false if
    /// the id is already recorded, or beyond [`MAX_OTHER_IDS`], so that each one is reported once.
    pub fn record_other_id(&mut self, named: &ExternalId) -> bool {
        let is_new = self.other_ids.len() < MAX_OTHER_IDS && !self.other_ids.contains(named);
        if is_new {
            self.other_ids.push(named.clone());
        }
        is_new
    }

    /// Records a start answer without the application's provider id. Returns how many there were.
    pub const fn record_without_id(&mut self) -> u32 {
        self.without_id = self.without_id.saturating_add(1);
        self.without_id
    }

    /// The status words of the last update.
    #[must_use]
    pub const fn last_status(&self) -> &ProviderStatus {
        &self.status
    }

    pub(super) fn record_wording(&mut self, update: &ProviderUpdate) {
        self.status = update.status.clone();
    }

    /// Inserts an outcome at its place. Returns true if it is the newest, so that it may be applied
    /// to the current state.
    pub(super) fn insert(
        &mut self,
        requested_at: OffsetDateTime,
        outcome: &ProviderOutcome,
    ) -> bool {
        let entry = LogEntry {
            requested_at,
            outcome: outcome.clone(),
        };
        let at = self.entries.partition_point(|p| {
            (p.requested_at, rank(&p.outcome)) <= (requested_at, rank(outcome))
        });
        let newest = at == self.entries.len();
        if self.entries[..at].last() == Some(&entry) {
            return newest;
        }
        self.entries.insert(at, entry);
        self.compact();
        newest
    }

    /// The state that results from all entries.
    #[must_use]
    pub fn state(&self) -> State {
        let entries = self.entries.iter();
        let state = entries.fold(State::Processing, |state, entry| {
            state.next_state(entry.requested_at, &entry.outcome)
        });
        self.with_resubmission(state)
    }

    /// Records that documents are requested again, until a link or a decision arrives.
    pub fn request_resubmission(&mut self) {
        self.resubmission_requested = true;
    }

    /// Ends the request for documents: a link has arrived.
    pub(super) const fn clear_resubmission(&mut self) {
        self.resubmission_requested = false;
    }

    /// The state while documents are requested again. A provider that still reviews the old
    /// documents does not cancel the request.
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

    /// Removes repeated entries: of a run of equal outcomes only the first and the last matter.
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

/// Reads a list of ids, or the single id of an older row.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ExternalId>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        One(ExternalId),
        More(Vec<ExternalId>),
    }

    Ok(match Stored::deserialize(from)? {
        Stored::One(id) => vec![id],
        Stored::More(ids) => ids,
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Whether two outcomes have the same effect.
fn same(one: &ProviderOutcome, other: &ProviderOutcome) -> bool {
    match (one, other) {
        (
            ProviderOutcome::DocumentsRequired(Some(one)),
            ProviderOutcome::DocumentsRequired(Some(other)),
        ) => one.is_same_link(other) && one.alive_until.is_some() == other.alive_until.is_some(),
        _ => one == other,
    }
}

/// The order of answers of the same moment: the more specific one comes later.
fn rank(outcome: &ProviderOutcome) -> (u8, &str) {
    match outcome {
        // The log never holds `NotStarted` nor, below, a final outcome.
        ProviderOutcome::NotStarted | ProviderOutcome::Processing => (1, ""),
        ProviderOutcome::DocumentsRequired(None) => (2, ""),
        ProviderOutcome::DocumentsRequired(Some(capture)) => (3, capture.url.expose()),
        ProviderOutcome::UnusableLink => (4, ""),
        ProviderOutcome::CaptureOver => (5, ""),
        ProviderOutcome::Resubmit => (6, ""),
        ProviderOutcome::DocumentsUnderReview => (7, ""),
        ProviderOutcome::InReview => (8, ""),
        ProviderOutcome::ManualReview => (9, ""),
        ProviderOutcome::Provisioning | ProviderOutcome::Approved(_) | ProviderOutcome::Denied => {
            (10, "")
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
    fn resubmission_request_lasts_until_a_link_or_a_decision() {
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
