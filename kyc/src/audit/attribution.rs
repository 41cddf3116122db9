//! Which reviewer makes a change, and which version of the case they saw.

use super::{Actor, StaffText};
use crate::id::ReviewerId;

/// The reviewer who makes a change. The first event of the change has them as its actor.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The reviewer.
    pub by: ReviewerId,
    /// The sequence number of the last audit event that they saw.
    pub expected_version: i64,
    /// The text that they wrote for it.
    pub text: Option<StaffText>,
}

impl Attribution {
    /// The actor of a change: the reviewer, or the operator if no reviewer made it.
    #[must_use]
    pub fn actor(signed: Option<&Self>) -> Actor {
        signed.map_or(Actor::Operator, |signed| Actor::Reviewer(signed.by))
    }
}
