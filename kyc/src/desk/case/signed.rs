//! Acting upon a case as one saw it.

use super::Text;
use crate::{audit::Actor, desk::ReviewerId, id::Reference};
use time::OffsetDateTime;

/// Somebody at the desk, and the case as they saw it.
#[derive(Clone, Debug)]
pub struct Hand {
    /// Who.
    pub by: ReviewerId,
    /// Which case.
    pub reference: Reference,
    /// The last line of its trail that they saw: if it is not the last any more,
    /// nothing is done.
    pub seen: i64,
}

/// What makes a change one of somebody at the desk. Its first event is theirs.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who.
    pub by: ReviewerId,
    /// The last line of the trail that they saw.
    pub seen: i64,
    /// What they wrote with it.
    pub text: Option<Text>,
}

impl Signed {
    /// Who acts: somebody at the desk, or at the command line if nobody signed.
    #[must_use]
    pub fn actor(signed: Option<&Self>) -> Actor {
        signed.map_or(Actor::Operator, |signed| Actor::Reviewer(signed.by))
    }
}

impl Hand {
    /// The same with what they wrote.
    #[must_use]
    pub const fn signs(&self, text: Option<Text>) -> Signed {
        Signed {
            by: self.by,
            seen: self.seen,
            text,
        }
    }
}

/// What is done to a case that changes nothing of the application itself.
#[derive(Clone, Debug)]
pub enum Act {
    /// It is somebody's from now on, or nobody's.
    Assign(Option<ReviewerId>),
    /// A note or a message.
    Write(Text),
    /// The upstream is asked, from then on.
    Ask(OffsetDateTime),
}
