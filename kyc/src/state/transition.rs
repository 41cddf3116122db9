//! The effect of a provider update on a state.

use super::{Reason, State, StateKind, UpdateLog};
use crate::{
    audit::{Action, Actor, Event},
    provider::{ProviderOutcome, ProviderUpdate},
};
use time::OffsetDateTime;

/// The result of applying a provider update to a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The state afterwards.
    pub state: State,
    /// The log afterwards.
    pub update_log: UpdateLog,
    /// The audit events to append.
    pub events: Vec<Event>,
}

impl State {
    /// Applies a provider update. Total and pure: the result depends neither on the source nor on
    /// the order of arrival. Applying an update twice changes nothing the second time.
    ///
    /// - A final state ignores every update; a contradiction is recorded, never applied (security
    ///   I3).
    /// - `Draft` ignores every update: there is no inquiry that it could be about.
    /// - An update that says less than we know ("processing" after submitted documents) never
    ///   requires the same documents again.
    /// - An update that arrives late is inserted at the time of its request: see [`UpdateLog`].
    #[must_use]
    pub fn apply(self, mut log: UpdateLog, update: &ProviderUpdate) -> Transition {
        let from = self.kind();
        let mut events = vec![Event::still(Actor::Provider, update_action(update), from)];
        log.record_wording(update);
        let claimed = update.outcome.state_kind();
        if from.is_final() {
            if claimed.is_final() && !self.agrees_with(&update.outcome) {
                let contradiction = Action::Contradicted { claimed };
                events.push(Event::still(Actor::Provider, contradiction, from));
            }
            return Transition {
                state: self,
                update_log: log,
                events,
            };
        }
        let state = self.apply_nonfinal(&mut log, update);
        let state = log.with_resubmission(state);
        if state.capture().is_some() {
            log.clear_resubmission();
        }
        events[0].to = state.kind();
        Transition {
            state,
            update_log: log,
            events,
        }
    }

    /// The next state of a state that is not final.
    fn apply_nonfinal(self, log: &mut UpdateLog, update: &ProviderUpdate) -> Self {
        let awaits = self.kind().awaits_provider();
        // Unpublished status words and empty answers are recorded but change no known state.
        // Otherwise they could remove a valid capture link.
        let says_nothing = match update.outcome {
            ProviderOutcome::NotStarted => true,
            ProviderOutcome::Processing => !update.recognised,
            _ => false,
        };
        match self {
            draft @ Self::Draft { .. } => draft,
            _ if update.outcome.state_kind().is_final() => {
                self.next_state(update.requested_at, &update.outcome)
            }
            _ if says_nothing && awaits => self,
            _ if says_nothing => log.state(),
            _ if log.insert(update.requested_at, &update.outcome) && awaits => {
                self.next_state(update.requested_at, &update.outcome)
            }
            _ => log.state(),
        }
    }

    /// Whether a final state and a final outcome agree.
    fn agrees_with(&self, outcome: &ProviderOutcome) -> bool {
        match (self, outcome) {
            (Self::Approved(ours), ProviderOutcome::Approved(theirs)) => ours == theirs,
            (Self::Denied, ProviderOutcome::Denied) => true,
            _ => false,
        }
    }

    /// The next state after an outcome that was requested at `requested_at`. The current state is
    /// neither final nor a draft.
    pub(super) fn next_state(
        self,
        requested_at: OffsetDateTime,
        outcome: &ProviderOutcome,
    ) -> Self {
        match (self, outcome) {
            (_, ProviderOutcome::Approved(approval)) => Self::Approved(approval.clone()),
            (_, ProviderOutcome::Denied) => Self::Denied,
            // The provider has approved: only the account ids or a denial change the state.
            (Self::Provisioning, _) | (_, ProviderOutcome::Provisioning) => Self::Provisioning,
            (Self::DocumentsRequired(old), ProviderOutcome::DocumentsRequired(Some(capture)))
                if old.is_same_link(capture) =>
            {
                Self::DocumentsRequired(old.again(capture))
            }
            (_, ProviderOutcome::DocumentsRequired(Some(capture))) => {
                Self::DocumentsRequired(capture.clone())
            }
            // Status answers of dialects A and B repeat the demand without the link: the stored
            // link stays valid.
            (
                unchanged @ (Self::DocumentsRequired(_) | Self::Expired),
                ProviderOutcome::DocumentsRequired(None),
            ) => unchanged,
            // A valid link outlives an answer with a broken one.
            (unchanged @ Self::DocumentsRequired(_), ProviderOutcome::UnusableLink) => unchanged,
            // The provider repeats its demand. A new attempt would get the same broken link.
            (
                Self::Parked(Reason::UnusableLink),
                ProviderOutcome::DocumentsRequired(None) | ProviderOutcome::Resubmit,
            )
            | (_, ProviderOutcome::UnusableLink) => Self::Parked(Reason::UnusableLink),
            (_, ProviderOutcome::DocumentsRequired(None) | ProviderOutcome::Resubmit) => {
                Self::Resubmit
            }
            // After its expiry time the link counts as expired. Before that, only submitted
            // documents end the capture.
            (Self::DocumentsRequired(old), ProviderOutcome::CaptureOver)
                if old.expires_at <= requested_at =>
            {
                Self::Expired
            }
            (
                unchanged @ (Self::Expired | Self::Resubmit | Self::ManualReview),
                ProviderOutcome::CaptureOver,
            ) => unchanged,
            (
                Self::DocumentsRequired(_) | Self::DocumentsUnderReview,
                ProviderOutcome::CaptureOver,
            ) => Self::DocumentsUnderReview,
            // The link expired before we received it.
            (_, ProviderOutcome::CaptureOver) => Self::Resubmit,
            (_, ProviderOutcome::DocumentsUnderReview) => Self::DocumentsUnderReview,
            (
                Self::DocumentsRequired(_)
                | Self::DocumentsUnderReview
                | Self::Expired
                | Self::Resubmit,
                ProviderOutcome::InReview,
            ) => Self::DocumentsUnderReview,
            (_, ProviderOutcome::ManualReview | ProviderOutcome::InReview) => Self::ManualReview,
            // "Processing" after required documents means that the provider has received them.
            (
                Self::DocumentsRequired(_) | Self::DocumentsUnderReview,
                ProviderOutcome::Processing,
            ) => Self::DocumentsUnderReview,
            (Self::ManualReview, ProviderOutcome::Processing) => Self::ManualReview,
            (_, ProviderOutcome::Processing | ProviderOutcome::NotStarted) => Self::Processing,
        }
    }
}

/// The update as an audit event: status words and ids.
fn update_action(update: &ProviderUpdate) -> Action {
    Action::ProviderUpdateReceived {
        via: update.source,
        status: update.status.clone(),
        external_id: update.external_id.clone(),
        recognised: update.recognised,
    }
}

impl ProviderOutcome {
    /// The kind of the state that this outcome describes.
    #[must_use]
    pub const fn state_kind(&self) -> StateKind {
        match self {
            Self::Processing | Self::NotStarted => StateKind::Processing,
            Self::DocumentsRequired(Some(_)) => StateKind::DocumentsRequired,
            Self::DocumentsRequired(None) | Self::Resubmit => StateKind::Resubmit,
            Self::DocumentsUnderReview | Self::CaptureOver => StateKind::DocumentsUnderReview,
            Self::ManualReview | Self::InReview => StateKind::ManualReview,
            Self::Provisioning => StateKind::Provisioning,
            Self::UnusableLink => StateKind::Parked,
            Self::Approved(_) => StateKind::Approved,
            Self::Denied => StateKind::Denied,
        }
    }
}
