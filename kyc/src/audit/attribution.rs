//! Who is responsible for a change, and which version of the case they saw.

use super::{Actor, StaffText};
use crate::id::ReviewerId;

/// The reviewer who makes a change. Its first event is theirs.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Who.
    pub by: ReviewerId,
    /// The last line of the trail that they saw.
    pub expected_version: i64,
    /// What they wrote with it.
    pub text: Option<StaffText>,
}

impl Attribution {
    /// Who acts: somebody at the desk, or at the command line if nobody signed.
    #[must_use]
    pub fn actor(signed: Option<&Self>) -> Actor {
        signed.map_or(Actor::Operator, |signed| Actor::Reviewer(signed.by))
    }
}
