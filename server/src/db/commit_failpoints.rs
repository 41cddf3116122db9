//! The kinds of commits, and the failpoints of each kind.

#[cfg(debug_assertions)]
use super::{driver::Tx, rows::RowError};
use crate::failpoint::{Point, reach};
use kyc::{
    audit::{Action, Actor},
    ports::{AttemptChange, Change},
};

/// What a commit makes durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommitStage {
    /// The submission of an attempt.
    Submit,
    /// The provider's response to an attempt, or its absence.
    Record,
    /// The provider's response to a poll.
    Decision,
    /// A provider update from a webhook delivery.
    Delivery,
    /// Any other change.
    Other,
}

impl CommitStage {
    pub(super) fn of(change: &Change) -> Self {
        let any = |holds: fn(&Actor, &Action) -> bool| {
            let mut events = change.events.iter();
            events.any(|event| holds(&event.actor, &event.action))
        };
        if change.delivery.is_some() {
            return Self::Delivery;
        }
        match change.attempt {
            AttemptChange::Open(_) => Self::Submit,
            AttemptChange::Settle => Self::Record,
            AttemptChange::Keep
                if any(|_, action| {
                    matches!(action, Action::Parked { .. } | Action::Undelivered { .. })
                }) =>
            {
                Self::Record
            }
            AttemptChange::Keep if any(|actor, _| *actor == Actor::Provider) => Self::Decision,
            AttemptChange::Keep => Self::Other,
        }
    }

    /// Reaches the point before the first write.
    pub(super) fn begins(self) {
        if self == Self::Submit {
            reach(Point::BeforeSubmit);
        }
    }

    /// Reaches the point between the erasure of the SSN and the settling of the attempt.
    pub(super) fn has_erased_ssn(self) {
        if self == Self::Record {
            reach(Point::InShredding);
        }
    }

    /// Reaches the point after the last write and before the commit.
    pub(super) fn is_written(self) {
        match self {
            Self::Submit => reach(Point::InSubmit),
            Self::Record => reach(Point::InRecord),
            Self::Decision => reach(Point::InDecision),
            Self::Delivery => reach(Point::InDeliveryApplied),
            Self::Other => {}
        }
    }

    /// Reaches the point after the commit and before any notification.
    pub(super) fn is_committed(self) {
        match self {
            Self::Submit => reach(Point::AfterSubmit),
            Self::Record => reach(Point::AfterRecord),
            Self::Decision => reach(Point::AfterDecision),
            Self::Delivery | Self::Other => {}
        }
    }

    /// Makes the database reach the point within the commit itself.
    #[cfg(debug_assertions)]
    pub(super) fn commits(self, tx: &Tx<'_>) -> Result<(), RowError> {
        let point = match self {
            Self::Submit => Point::AtSubmitCommit,
            Self::Record => Point::AtRecordCommit,
            Self::Decision => Point::AtDecisionCommit,
            Self::Delivery | Self::Other => return Ok(()),
        };
        if crate::failpoint::is_armed(point) {
            tx.reach_at_commit(point)?;
        }
        Ok(())
    }
}
