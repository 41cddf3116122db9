//! Which stage of an application's way a commit is: its failpoints.

#[cfg(debug_assertions)]
use super::batch::Batch;
use crate::failpoint::{Point, reach};
use kyc::{
    audit::{Action, Actor},
    ports::{AttemptChange, Change},
};
#[cfg(debug_assertions)]
use rusqlite::Connection;

/// What a commit makes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// An attempt is handed in.
    Submit,
    /// What the upstream said to an attempt, or that it said nothing.
    Record,
    /// What the upstream said to a question.
    Decision,
    /// What the upstream said by itself.
    Delivery,
    /// Anything else.
    Other,
}

impl Stage {
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

    /// Nothing is written yet.
    pub(super) fn begins(self) {
        if self == Self::Submit {
            reach(Point::BeforeSubmit);
        }
    }

    /// The number is wiped, what else holds it is not. Written in two parts only
    /// where it is to end between them.
    #[cfg(debug_assertions)]
    pub(super) fn shreds(self, tx: &Connection, batch: Batch) -> rusqlite::Result<Batch> {
        if self == Self::Record && crate::failpoint::is_armed(Point::InShredding) {
            batch.write_near(tx)?;
            reach(Point::InShredding);
            return Ok(Batch::new());
        }
        Ok(batch)
    }

    /// All is written, nothing committed.
    pub(super) fn is_written(self) {
        match self {
            Self::Submit => reach(Point::InSubmit),
            Self::Record => reach(Point::InRecord),
            Self::Decision => reach(Point::InDecision),
            Self::Delivery => reach(Point::InDeliveryApplied),
            Self::Other => {}
        }
    }

    /// Nobody has been told yet.
    pub(super) fn is_committed(self) {
        match self {
            Self::Submit => reach(Point::AfterSubmit),
            Self::Record => reach(Point::AfterRecord),
            Self::Decision => reach(Point::AfterDecision),
            Self::Delivery | Self::Other => {}
        }
    }

    /// Has SQLite itself reach the point, within its commit.
    #[cfg(debug_assertions)]
    pub(super) fn commits(self, tx: &Connection) -> rusqlite::Result<()> {
        let point = match self {
            Self::Submit => Point::AtSubmitCommit,
            Self::Record => Point::AtRecordCommit,
            Self::Decision => Point::AtDecisionCommit,
            Self::Delivery | Self::Other => return Ok(()),
        };
        if crate::failpoint::is_armed(point) {
            // The hook outlives this commit; the point does not.
            let mut here = Some(point);
            tx.commit_hook(Some(move || {
                here.take().into_iter().for_each(reach);
                // Whether to take it back instead.
                false
            }))?;
        }
        Ok(())
    }
}
