//! Acting upon a case as one saw it.

use crate::{
    audit::{Attribution, StaffText},
    id::{Reference, ReviewerId},
};
use time::OffsetDateTime;

/// Somebody at the desk, and the case as they saw it.
#[derive(Clone, Debug)]
pub struct CaseCommand {
    /// Who.
    pub by: ReviewerId,
    /// Which case.
    pub reference: Reference,
    /// The last line of its trail that they saw: if it is not the last any more,
    /// nothing is done.
    pub expected_version: i64,
}

impl CaseCommand {
    /// The same with what they wrote.
    #[must_use]
    pub const fn attribution(&self, text: Option<StaffText>) -> Attribution {
        Attribution {
            by: self.by,
            expected_version: self.expected_version,
            text,
        }
    }
}

/// What is done to a case that changes nothing of the application itself.
#[derive(Clone, Debug)]
pub enum CaseAction {
    /// It is somebody's from now on, or nobody's.
    Assign(Option<ReviewerId>),
    /// A note or a message.
    Write(StaffText),
    /// The upstream is asked, from then on.
    PollAt(OffsetDateTime),
}
