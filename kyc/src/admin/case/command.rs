//! Commands on a case, bound to the version that the reviewer saw.

use crate::{
    audit::{Attribution, StaffText},
    id::{Reference, ReviewerId},
};
use time::OffsetDateTime;

/// A reviewer, and the version of the case that they saw.
#[derive(Clone, Debug)]
pub struct CaseCommand {
    /// The reviewer.
    pub by: ReviewerId,
    /// The case.
    pub reference: Reference,
    /// The sequence number of the last audit event that they saw. If the trail has a later one, the
    /// command fails.
    pub expected_version: i64,
}

impl CaseCommand {
    /// The attribution of this command, with the reviewer's text.
    #[must_use]
    pub const fn attribution(&self, text: Option<StaffText>) -> Attribution {
        Attribution {
            by: self.by,
            expected_version: self.expected_version,
            text,
        }
    }
}

/// An action on a case that does not change the application itself.
#[derive(Clone, Debug)]
pub enum CaseAction {
    /// Assigns the case, or removes the assignee.
    Assign(Option<ReviewerId>),
    /// Writes a note or a message.
    Write(StaffText),
    /// Schedules a poll from this time on.
    PollAt(OffsetDateTime),
}
