//! What a provider update does to a state.

use super::{State, StateKind, UpdateLog};
use crate::{
    audit::{Action, Actor, Event},
    provider::{ProviderOutcome, ProviderUpdate},
};
use time::OffsetDateTime;

/// What a provider update makes of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The state afterwards.
    pub state: State,
    /// The log afterwards.
    pub update_log: UpdateLog,
    /// What to write into the trail.
    pub events: Vec<Event>,
}

impl State {
    /// Applies update. Total and pure: the same update gives the same state
    /// whichever way and in whatever order it came, and hearing it twice changes
    /// nothing the second time.
    ///
    /// - A final state absorbs everything; a contradiction is recorded, never
    ///   applied (security I3).
    /// - `Draft` hears nothing: there is no inquiry it could be about.
    /// - Evidence that says less than we know ("processing" after documents
    ///   were handed in) never takes us back to asking for something done.
    /// - Evidence that was overtaken on its way takes the place it was asked
    ///   for in: see [`UpdateLog`].
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

    /// The state of one that is not final, once it knows this, too.
    fn apply_nonfinal(self, log: &mut UpdateLog, update: &ProviderUpdate) -> Self {
        let awaits = self.kind().awaits_provider();
        // Words that nobody published, and word of nothing at all, are kept for the
        // record and move nothing that is known: they must not take a live link away.
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

    /// Whether a final state and a final outcome say the same.
    fn agrees_with(&self, outcome: &ProviderOutcome) -> bool {
        match (self, outcome) {
            (Self::Approved(ours), ProviderOutcome::Approved(theirs)) => ours == theirs,
            (Self::Denied, ProviderOutcome::Denied) => true,
            _ => false,
        }
    }

    /// The next state of one that is neither final nor a draft, by what was found then.
    pub(super) fn next_state(
        self,
        requested_at: OffsetDateTime,
        outcome: &ProviderOutcome,
    ) -> Self {
        match (self, outcome) {
            (_, ProviderOutcome::Approved(approval)) => Self::Approved(approval.clone()),
            (_, ProviderOutcome::Denied) => Self::Denied,
            // Approved upstream: nothing but the ids or a final word moves it.
            (Self::Provisioning, _) | (_, ProviderOutcome::Provisioning) => Self::Provisioning,
            (Self::DocumentsRequired(old), ProviderOutcome::DocumentsRequired(Some(capture)))
                if old.is_same_link(capture) =>
            {
                Self::DocumentsRequired(old.again(capture))
            }
            (_, ProviderOutcome::DocumentsRequired(Some(capture))) => {
                Self::DocumentsRequired(capture.clone())
            }
            // Status answers of A and B repeat the demand without the link:
            // the one we hold still counts.
            (
                kept @ (Self::DocumentsRequired(_) | Self::Expired),
                ProviderOutcome::DocumentsRequired(None),
            ) => kept,
            (_, ProviderOutcome::DocumentsRequired(None) | ProviderOutcome::Resubmit) => {
                Self::Resubmit
            }
            // By its time it has run out; before, only pictures end it.
            (Self::DocumentsRequired(old), ProviderOutcome::CaptureOver)
                if old.expires_at <= requested_at =>
            {
                Self::Expired
            }
            (
                kept @ (Self::Expired | Self::Resubmit | Self::ManualReview),
                ProviderOutcome::CaptureOver,
            ) => kept,
            (
                Self::DocumentsRequired(_) | Self::DocumentsUnderReview,
                ProviderOutcome::CaptureOver,
            ) => Self::DocumentsUnderReview,
            // It ran out before we saw it.
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
            // "Processing" once documents were owed means that they are in.
            (
                Self::DocumentsRequired(_) | Self::DocumentsUnderReview,
                ProviderOutcome::Processing,
            ) => Self::DocumentsUnderReview,
            (Self::ManualReview, ProviderOutcome::Processing) => Self::ManualReview,
            (_, ProviderOutcome::Processing | ProviderOutcome::NotStarted) => Self::Processing,
        }
    }
}

/// The answer as the trail keeps it: words and ids.
fn update_action(update: &ProviderUpdate) -> Action {
    Action::Heard {
        via: update.source,
        words: update.status.clone(),
        external_id: update.external_id.clone(),
        understood: update.recognised,
    }
}

impl ProviderOutcome {
    /// The kind of the state that the outcome speaks of.
    #[must_use]
    pub const fn state_kind(&self) -> StateKind {
        match self {
            Self::Processing | Self::NotStarted => StateKind::Processing,
            Self::DocumentsRequired(Some(_)) => StateKind::DocumentsRequired,
            Self::DocumentsRequired(None) | Self::Resubmit => StateKind::Resubmit,
            Self::DocumentsUnderReview | Self::CaptureOver => StateKind::DocumentsUnderReview,
            Self::ManualReview | Self::InReview => StateKind::ManualReview,
            Self::Provisioning => StateKind::Provisioning,
            Self::Approved(_) => StateKind::Approved,
            Self::Denied => StateKind::Denied,
        }
    }
}
