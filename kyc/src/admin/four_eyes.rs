//! Four eyes: who may confirm the request of another staff member. Also, which changes of the staff
//! need a second administrator.
//!
//! [`may_confirm`] is asked before a change of the staff
//! (`kyc/src/admin/service/staff_request.rs`), and by the rule of override replies
//! (`kyc/src/admin/overrides.rs`).

use super::{
    ReviewerId,
    reviewer::{AccountName, AccountOrigin, Reviewer},
    role::Role,
};
use time::{Duration, OffsetDateTime};

/// The age from which an account may confirm requests.
pub const MINIMUM_AGE: Duration = Duration::hours(24);

/// How long a removed administrator still counts as the second one. Without it, an administrator
/// could disable the other one and then act alone.
pub const COOL_OFF: Duration = Duration::hours(24);

/// One of the two parties of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// The account.
    pub id: ReviewerId,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// Who made or reset it.
    pub origin: AccountOrigin,
}

impl From<&Reviewer> for Party {
    fn from(reviewer: &Reviewer) -> Self {
        Self {
            id: reviewer.id,
            created_at: reviewer.created_at,
            origin: reviewer.origin,
        }
    }
}

/// Why an account may not confirm a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmDenied {
    /// The request is its own.
    #[error("another staff member must confirm the request")]
    Own,
    /// One of both accounts was made or reset by the other: one person may hold both.
    #[error("one of both accounts was set up by the other")]
    Linked,
    /// The account is younger than [`MINIMUM_AGE`].
    #[error("the account is younger than 24 hours")]
    New,
}

/// Checks that two accounts are two people: the second may confirm a request of the first.
///
/// # Errors
/// The reason against it.
pub fn may_confirm(
    requester: &Party,
    second: &Party,
    now: OffsetDateTime,
) -> Result<(), ConfirmDenied> {
    if second.id == requester.id {
        return Err(ConfirmDenied::Own);
    }
    // The confirming administrator received the requester's enrolment link.
    let holds_link = requester.origin.confirmed_by == Some(second.id);
    if second.origin.names(requester.id) || holds_link {
        return Err(ConfirmDenied::Linked);
    }
    if now - second.created_at < MINIMUM_AGE {
        return Err(ConfirmDenied::New);
    }
    Ok(())
}

/// Whether a change by this administrator needs a second one: another administrator can sign in,
/// or could until [`COOL_OFF`] ago. An altered account counts: its alteration must not leave one
/// administrator to act alone.
#[must_use]
pub fn needs_second(staff: &[Reviewer], by: ReviewerId, now: OffsetDateTime) -> bool {
    staff.iter().any(|them| {
        let until = them.administrator_until;
        them.id != by
            && (them.can_administer()
                || them.is_altered
                || until.is_some_and(|until| now - until < COOL_OFF))
    })
}

/// A change of the staff that gives access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffChange {
    /// Adds an account.
    Add {
        /// Its name.
        name: AccountName,
        /// Its role.
        role: Role,
    },
    /// Removes password and second factors, for a new enrolment link.
    Reset,
    /// Enables a disabled account.
    Enable,
    /// Raises the role.
    SetRole(Role),
}

impl StaffChange {
    /// The stored word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add",
            Self::Reset => "reset",
            Self::Enable => "enable",
            Self::SetRole(_) => "set_role",
        }
    }

    /// The role that the account is to have, if the change names one.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Add { role, .. } | Self::SetRole(role) => Some(*role),
            Self::Reset | Self::Enable => None,
        }
    }

    /// The name of an account that is to be added.
    #[must_use]
    pub const fn name(&self) -> Option<&AccountName> {
        match self {
            Self::Add { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The change of the stored columns.
    #[must_use]
    pub fn parse(word: &str, name: Option<AccountName>, role: Option<Role>) -> Option<Self> {
        match (word, name, role) {
            ("add", Some(name), Some(role)) => Some(Self::Add { name, role }),
            ("reset", None, None) => Some(Self::Reset),
            ("enable", None, None) => Some(Self::Enable),
            ("set_role", None, Some(role)) => Some(Self::SetRole(role)),
            _ => None,
        }
    }
}

/// A change that waits for a second administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRequest {
    /// Its number.
    pub id: i64,
    /// The account. One that is to be added gets this id.
    pub account: ReviewerId,
    /// The change.
    pub change: StaffChange,
    /// The administrator who requests it.
    pub asked_by: ReviewerId,
    /// When.
    pub asked_at: OffsetDateTime,
}

/// The answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffAnswer {
    /// A second administrator confirms it.
    Confirmed,
    /// A second administrator rejects it.
    Rejected,
    /// The requester withdraws it.
    Withdrawn,
}

crate::word_table! {
    /// The stored word.
    StaffAnswer: as_str {
        Confirmed => "confirmed",
        Rejected => "rejected",
        Withdrawn => "withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn id(of: u8) -> ReviewerId {
        ReviewerId::new([of; 16])
    }

    fn party(of: u8, made_by: Option<u8>, confirmed_by: Option<u8>) -> Party {
        Party {
            id: id(of),
            created_at: NOW - Duration::days(9),
            origin: AccountOrigin {
                made_by: made_by.map(id),
                confirmed_by: confirmed_by.map(id),
            },
        }
    }

    #[test]
    fn second_person_is_independent_of_the_requester() {
        let requester = party(1, None, Some(7));
        for (second, expected) in [
            (party(2, None, None), Ok(())),
            (party(2, Some(3), Some(4)), Ok(())),
            (party(1, None, Some(7)), Err(ConfirmDenied::Own)),
            (party(2, Some(1), None), Err(ConfirmDenied::Linked)),
            (party(2, Some(3), Some(1)), Err(ConfirmDenied::Linked)),
            (party(7, None, None), Err(ConfirmDenied::Linked)),
        ] {
            assert_eq!(
                may_confirm(&requester, &second, NOW),
                expected,
                "{second:?}"
            );
        }
    }

    #[test]
    fn account_younger_than_a_day_confirms_nothing() {
        let requester = party(1, None, None);
        let mut second = party(2, None, None);
        second.created_at = NOW - Duration::hours(24) + Duration::seconds(1);
        assert_eq!(
            may_confirm(&requester, &second, NOW),
            Err(ConfirmDenied::New)
        );
        second.created_at = NOW - Duration::hours(24);
        assert_eq!(may_confirm(&requester, &second, NOW), Ok(()));
    }

    #[test]
    fn removed_administrator_counts_for_a_day() {
        let name = AccountName::parse("bob").expect("sound");
        let mut bob = Reviewer::new(id(2), name, Role::Viewer, NOW);
        assert!(!needs_second(std::slice::from_ref(&bob), id(1), NOW));
        bob.administrator_until = Some(NOW);
        let later = NOW + Duration::hours(23);
        assert!(needs_second(std::slice::from_ref(&bob), id(1), later));
        let later = NOW + Duration::hours(24);
        assert!(!needs_second(std::slice::from_ref(&bob), id(1), later));
        let altered = Reviewer::altered(bob.id, bob.name, NOW, 3);
        assert!(!altered.is_enabled() && !altered.is_enrolled());
        let unnamed = Reviewer::altered(id(2), AccountName::placeholder(), NOW, 3);
        assert!(!unnamed.may_choose_name(), "it gets no first link");
        assert!(needs_second(&[altered], id(1), later));
    }

    #[test]
    fn staff_change_round_trips_through_its_stored_form() {
        let name = AccountName::parse("bob").expect("sound");
        for change in [
            StaffChange::Add {
                name,
                role: Role::Viewer,
            },
            StaffChange::Reset,
            StaffChange::Enable,
            StaffChange::SetRole(Role::Administrator),
        ] {
            let back = StaffChange::parse(change.as_str(), change.name().cloned(), change.role());
            assert_eq!(back, Some(change));
        }
        assert_eq!(StaffChange::parse("add", None, None), None);
    }
}
