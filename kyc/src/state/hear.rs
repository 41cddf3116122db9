//! What evidence does to a state.

use super::{Label, State, Timeline};
use crate::{
    audit::{Action, Actor, Event},
    upstream::{Evidence, Finding},
};
use time::OffsetDateTime;

/// The outcome of hearing evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The state afterwards.
    pub state: State,
    /// What has been heard by then.
    pub heard: Timeline,
    /// What to write into the trail.
    pub events: Vec<Event>,
}

impl State {
    /// Applies evidence. Total and pure: the same evidence gives the same state
    /// whichever way and in whatever order it came, and hearing it twice changes
    /// nothing the second time.
    ///
    /// - A final state absorbs everything; a contradiction is recorded, never
    ///   applied (security I3).
    /// - `Draft` hears nothing: there is no inquiry it could be about.
    /// - Evidence that says less than we know ("processing" after documents
    ///   were handed in) never takes us back to asking for something done.
    /// - Evidence that was overtaken on its way takes the place it was asked
    ///   for in: see [`Timeline`].
    #[must_use]
    pub fn hear(self, mut heard: Timeline, evidence: &Evidence) -> Heard {
        let from = self.label();
        let mut events = vec![Event::still(Actor::Upstream, said(evidence), from)];
        heard.note_words(evidence);
        let claimed = evidence.finding.label();
        if from.is_final() {
            if claimed.is_final() && !self.agrees_with(&evidence.finding) {
                let contradiction = Action::Contradicted { claimed };
                events.push(Event::still(Actor::Upstream, contradiction, from));
            }
            return Heard {
                state: self,
                heard,
                events,
            };
        }
        let state = self.informed_by(&mut heard, evidence);
        let state = heard.held(state);
        if state.capture().is_some() {
            heard.takes_up();
        }
        events[0].to = state.label();
        Heard {
            state,
            heard,
            events,
        }
    }

    /// The state of one that is not final, once it knows this, too.
    fn informed_by(self, heard: &mut Timeline, evidence: &Evidence) -> Self {
        let awaits = self.label().awaits_upstream();
        // Words that nobody published, and word of nothing at all, are kept for the
        // record and move nothing that is known: they must not take a live link away.
        let says_nothing = match evidence.finding {
            Finding::NotStarted => true,
            Finding::Processing => !evidence.understood,
            _ => false,
        };
        match self {
            draft @ Self::Draft { .. } => draft,
            _ if evidence.finding.label().is_final() => {
                self.moved_by(evidence.as_of, &evidence.finding)
            }
            _ if says_nothing && awaits => self,
            _ if says_nothing => heard.state(),
            _ if heard.insert(evidence.as_of, &evidence.finding) && awaits => {
                self.moved_by(evidence.as_of, &evidence.finding)
            }
            _ => heard.state(),
        }
    }

    /// Whether a final state and a final finding say the same.
    fn agrees_with(&self, finding: &Finding) -> bool {
        match (self, finding) {
            (Self::Approved(ours), Finding::Approved(theirs)) => ours == theirs,
            (Self::Denied, Finding::Denied) => true,
            _ => false,
        }
    }

    /// The next state of one that is not final, by what was found then.
    pub(super) fn moved_by(self, as_of: OffsetDateTime, finding: &Finding) -> Self {
        match (self, finding) {
            (draft @ Self::Draft { .. }, _) => draft,
            (_, Finding::Approved(approval)) => Self::Approved(approval.clone()),
            (_, Finding::Denied) => Self::Denied,
            // Approved upstream: nothing but the ids or a final word moves it.
            (Self::Provisioning, _) | (_, Finding::Provisioning) => Self::Provisioning,
            (Self::DocumentsRequired(old), Finding::DocumentsRequired(Some(capture)))
                if old.is_same_link(capture) =>
            {
                Self::DocumentsRequired(old.again(capture))
            }
            (_, Finding::DocumentsRequired(Some(capture))) => {
                Self::DocumentsRequired(capture.clone())
            }
            // Status answers of A and B repeat the demand without the link:
            // the one we hold still counts.
            (
                kept @ (Self::DocumentsRequired(_) | Self::Expired),
                Finding::DocumentsRequired(None),
            ) => kept,
            (_, Finding::DocumentsRequired(None) | Finding::Resubmit) => Self::Resubmit,
            // By its time it has run out; before, only pictures end it.
            (Self::DocumentsRequired(old), Finding::CaptureOver) if old.expires_at <= as_of => {
                Self::Expired
            }
            (
                kept @ (Self::Expired | Self::Resubmit | Self::ManualReview),
                Finding::CaptureOver,
            ) => kept,
            (Self::DocumentsRequired(_) | Self::DocumentsUnderReview, Finding::CaptureOver) => {
                Self::DocumentsUnderReview
            }
            // It ran out before we saw it.
            (_, Finding::CaptureOver) => Self::Resubmit,
            (_, Finding::DocumentsUnderReview) => Self::DocumentsUnderReview,
            (
                Self::DocumentsRequired(_)
                | Self::DocumentsUnderReview
                | Self::Expired
                | Self::Resubmit,
                Finding::InReview,
            ) => Self::DocumentsUnderReview,
            (_, Finding::ManualReview | Finding::InReview) => Self::ManualReview,
            // "Processing" once documents were owed means that they are in.
            (Self::DocumentsRequired(_) | Self::DocumentsUnderReview, Finding::Processing) => {
                Self::DocumentsUnderReview
            }
            (Self::ManualReview, Finding::Processing) => Self::ManualReview,
            (_, Finding::Processing | Finding::NotStarted) => Self::Processing,
        }
    }
}

/// The answer as the trail keeps it: words and ids.
fn said(evidence: &Evidence) -> Action {
    Action::Heard {
        via: evidence.via,
        words: evidence.words.clone(),
        external_id: evidence.external_id.clone(),
        understood: evidence.understood,
    }
}

impl Finding {
    /// The label of the state that the finding speaks of.
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::Processing | Self::NotStarted => Label::Processing,
            Self::DocumentsRequired(Some(_)) => Label::DocumentsRequired,
            Self::DocumentsRequired(None) | Self::Resubmit => Label::Resubmit,
            Self::DocumentsUnderReview | Self::CaptureOver => Label::DocumentsUnderReview,
            Self::ManualReview | Self::InReview => Label::ManualReview,
            Self::Provisioning => Label::Provisioning,
            Self::Approved(_) => Label::Approved,
            Self::Denied => Label::Denied,
        }
    }
}
