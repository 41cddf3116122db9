//! Showing a field in full: for a while, to whoever said why, and so often a day.

use crate::{
    admin::{ReviewerId, audit::StaffEvent, case::PersonalField},
    audit::{Action, StaffText},
    id::Reference,
    pii::Pii,
};
use time::{Duration, OffsetDateTime};

/// How long a field is shown.
pub const REVEAL_DURATION: Duration = Duration::minutes(5);
/// The stretch of time over which reveals are counted. It has no edge at which
/// the count begins anew.
pub const REVEAL_BUDGET_WINDOW: Duration = Duration::DAY;

/// Somebody wants to see a field.
#[derive(Clone, Debug)]
pub struct RevealRequest {
    /// Of which case.
    pub case: Reference,
    /// Which.
    pub field: PersonalField,
    /// Who.
    pub by: ReviewerId,
    /// Why.
    pub reason: StaffText,
    /// How many they may see a day.
    pub budget: u32,
}

impl RevealRequest {
    /// What the case's trail says.
    #[must_use]
    pub fn action(&self) -> Action {
        Action::Revealed {
            field: self.field.as_str().to_owned(),
            text: String::new(),
        }
    }

    /// What the trail of the staff says.
    #[must_use]
    pub fn staff_event(&self) -> StaffEvent {
        StaffEvent::Revealed {
            case: self.case.as_str().to_owned(),
            field: self.field.as_str().to_owned(),
        }
    }

    /// What it says where the budget is used up.
    #[must_use]
    pub const fn refusal_event(&self) -> StaffEvent {
        StaffEvent::OverBudget {
            budget: self.budget,
        }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevealOutcome {
    /// It is shown until then.
    Until(OffsetDateTime),
    /// They have seen as much as they may; that is written down, and raised.
    Spent,
    /// There is no such case, or nobody can read it any more.
    Gone,
}

/// A field of a case, as somebody may see it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealedField {
    /// Which.
    pub field: PersonalField,
    /// All of it.
    pub value: Pii<String>,
    /// Until when.
    pub until: OffsetDateTime,
}

/// Somebody who wanted to see more than they may, until an administrator has
/// looked at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealAlert {
    /// Who.
    pub who: ReviewerId,
    /// What they are called.
    pub name: String,
    /// How often they were refused.
    pub refused: u64,
    /// When first.
    pub first_at: OffsetDateTime,
    /// When last.
    pub last_at: OffsetDateTime,
}
