//! Unmasking a field: for a limited time, with a reason, within a daily budget.

use crate::{
    admin::{ReviewerId, audit::StaffEvent, case::PersonalField},
    audit::{Action, StaffText},
    id::Reference,
    pii::Pii,
};
use time::{Duration, OffsetDateTime};

/// How long a field stays unmasked.
pub const REVEAL_DURATION: Duration = Duration::minutes(5);
/// The sliding window of the reveal budget. It has no fixed start at which the count resets.
pub const REVEAL_BUDGET_WINDOW: Duration = Duration::DAY;

/// A request to unmask a field.
#[derive(Clone, Debug)]
pub struct RevealRequest {
    /// The case.
    pub case: Reference,
    /// The field.
    pub field: PersonalField,
    /// The reviewer.
    pub by: ReviewerId,
    /// The reason.
    pub reason: StaffText,
    /// The reviewer's budget of reveals a day.
    pub budget: u32,
}

impl RevealRequest {
    /// The action in the case's audit trail.
    #[must_use]
    pub fn action(&self) -> Action {
        Action::Revealed {
            field: self.field.as_str().to_owned(),
            text: String::new(),
        }
    }

    /// The event in the staff audit trail.
    #[must_use]
    pub fn staff_event(&self) -> StaffEvent {
        StaffEvent::Revealed {
            case: self.case.as_str().to_owned(),
            field: self.field.as_str().to_owned(),
        }
    }

    /// The event in the staff audit trail when the budget is used up.
    #[must_use]
    pub const fn refusal_event(&self) -> StaffEvent {
        StaffEvent::OverBudget {
            budget: self.budget,
        }
    }
}

/// The outcome of a reveal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevealOutcome {
    /// The field is unmasked until this time.
    Until(OffsetDateTime),
    /// The budget is used up: this is recorded, and administrators get an alert.
    Spent,
    /// The case does not exist, or its personal data was erased.
    Gone,
}

/// A field that is unmasked for a staff member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealedField {
    /// The field.
    pub field: PersonalField,
    /// The full value.
    pub value: Pii<String>,
    /// When it is masked again.
    pub until: OffsetDateTime,
}

/// An alert about a staff member who exceeded the budget, until an administrator dismisses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealAlert {
    /// The staff member's id.
    pub who: ReviewerId,
    /// The staff member's name.
    pub name: String,
    /// How many requests were refused.
    pub refused: u64,
    /// The time of the first refusal.
    pub first_at: OffsetDateTime,
    /// The time of the last refusal.
    pub last_at: OffsetDateTime,
}
