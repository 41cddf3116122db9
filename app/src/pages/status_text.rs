//! Texts of each state, and the fingerprint by which an open page notices a change.

use crate::{
    components::Shape,
    i18n::{Text, outcome},
};
use kyc::{
    admin::case::Message,
    application::Application,
    state::{Reason, State},
};

/// Texts and appearance of a state: heading, badge, explanation, icon, and the
/// colour family for `data-state`.
pub(crate) struct StatusText {
    /// Heading.
    pub(crate) title: Text,
    pub(super) badge: Text,
    pub(super) lede: Text,
    pub(super) icon: Shape,
    pub(super) mood: &'static str,
}

/// Builds a [`StatusText`] from names of texts, icon and colour family.
macro_rules! of {
    ($title:ident, $badge:ident, $lede:ident, $icon:ident, $mood:literal) => {
        StatusText {
            title: outcome::$title,
            badge: outcome::$badge,
            lede: outcome::$lede,
            icon: Shape::$icon,
            mood: $mood,
        }
    };
}

impl StatusText {
    /// Texts and appearance of the state.
    pub(crate) const fn of(state: &State) -> Self {
        match state {
            state if state.is_delayed() => {
                of!(TITLE_TROUBLE, BADGE_TROUBLE, LEDE_TROUBLE, Alert, "trouble")
            }
            State::Draft { .. } | State::Submitting { .. } => {
                of!(
                    TITLE_SUBMITTING,
                    BADGE_SUBMITTING,
                    LEDE_SUBMITTING,
                    Clock,
                    "processing"
                )
            }
            State::Processing => {
                of!(
                    TITLE_PROCESSING,
                    BADGE_PROCESSING,
                    LEDE_PROCESSING,
                    Clock,
                    "processing"
                )
            }
            State::DocumentsRequired(_) => {
                of!(
                    TITLE_DOCUMENTS,
                    BADGE_DOCUMENTS,
                    LEDE_DOCUMENTS,
                    IdCard,
                    "documents"
                )
            }
            State::DocumentsUnderReview => {
                of!(
                    TITLE_UNDER_REVIEW,
                    BADGE_UNDER_REVIEW,
                    LEDE_UNDER_REVIEW,
                    Document,
                    "review"
                )
            }
            State::ManualReview => of!(TITLE_MANUAL, BADGE_MANUAL, LEDE_MANUAL, Clock, "review"),
            State::Provisioning => {
                of!(
                    TITLE_PROVISIONING,
                    BADGE_PROVISIONING,
                    LEDE_PROVISIONING,
                    Shield,
                    "processing"
                )
            }
            State::Approved(_) => {
                of!(
                    TITLE_APPROVED,
                    BADGE_APPROVED,
                    LEDE_APPROVED,
                    Approved,
                    "approved"
                )
            }
            State::Denied => of!(TITLE_DENIED, BADGE_DENIED, LEDE_DENIED, Denied, "denied"),
            State::Resubmit => of!(
                TITLE_RESUBMIT,
                BADGE_RESUBMIT,
                LEDE_RESUBMIT,
                IdCard,
                "resubmit"
            ),
            State::Expired => of!(TITLE_EXPIRED, BADGE_EXPIRED, LEDE_EXPIRED, Clock, "expired"),
            State::Parked(Reason::OutOfAttempts) => {
                of!(TITLE_OUT, BADGE_OUT, LEDE_OUT, Alert, "parked")
            }
            State::Parked(Reason::ProviderUnauthorized) => {
                of!(TITLE_ACCESS, BADGE_PARKED, LEDE_ACCESS, Alert, "parked")
            }
            State::Parked(_) => of!(TITLE_PARKED, BADGE_PARKED, LEDE_PARKED, Alert, "parked"),
        }
    }
}

/// The parts of an application that can change while its status page is open.
#[derive(Clone, Copy, Debug)]
pub struct StatusSnapshot<'a> {
    /// State of the application.
    pub state: &'a State,
    /// Attempts opened so far.
    pub attempts: u32,
    /// Audit event of the newest message from staff, or 0.
    pub newest: i64,
}

impl<'a> StatusSnapshot<'a> {
    /// Snapshot of an application and its messages, newest first.
    pub(crate) fn of(application: &'a Application, messages: &[Message]) -> Self {
        Self {
            state: &application.state,
            attempts: application.attempts,
            newest: messages.first().map_or(0, |message| message.seq),
        }
    }

    /// Fingerprint for comparison. It changes with the state, a delay, a new
    /// attempt or a new message. While the page names the time of the next try, it
    /// also changes with each failed one.
    pub(crate) fn fingerprint(self) -> String {
        let Self {
            state,
            attempts,
            newest,
        } = self;
        let label = state.kind().as_str();
        let delay = match state {
            State::Submitting {
                failed_rounds,
                retry_after: 1..,
                ..
            } if state.is_delayed() => failed_rounds.saturating_add(1),
            _ => u32::from(state.is_delayed()),
        };
        format!("{label}-{attempts}-{delay}-{newest}")
    }
}
