//! Waiting applications, by the party that must act and by age.

use crate::state::StateKind;

/// The party that must act next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingOn {
    /// An operator or a reviewer of the firm: the application is parked.
    Ours,
    /// Human reviewers at the provider.
    Reviewers,
    /// The provider's automatic checks.
    Provider,
    /// The applicant.
    Applicants,
}

impl WaitingOn {
    /// All parties, the firm first.
    pub const ALL: [Self; 4] = [
        Self::Ours,
        Self::Reviewers,
        Self::Provider,
        Self::Applicants,
    ];

    /// The party that must act in a state; `None` if the state does not wait.
    #[must_use]
    pub const fn of(label: StateKind) -> Option<Self> {
        match label {
            StateKind::Parked => Some(Self::Ours),
            StateKind::DocumentsUnderReview | StateKind::ManualReview => Some(Self::Reviewers),
            StateKind::Submitting | StateKind::Processing | StateKind::Provisioning => {
                Some(Self::Provider)
            }
            StateKind::DocumentsRequired | StateKind::Resubmit | StateKind::Expired => {
                Some(Self::Applicants)
            }
            StateKind::Draft | StateKind::Approved | StateKind::Denied => None,
        }
    }

    /// The states in which this party must act.
    pub fn state_kinds(self) -> impl Iterator<Item = StateKind> {
        let all = StateKind::ALL.iter().copied();
        all.filter(move |label| Self::of(*label) == Some(self))
    }
}

/// The age of a waiting application, in days in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBucket {
    /// Opened today.
    Today,
    /// One or two days.
    Days,
    /// Three to six days.
    Week,
    /// 7 to 29 days.
    Month,
    /// Thirty days or more.
    Older,
}

impl AgeBucket {
    /// All buckets, the youngest first.
    pub const ALL: [Self; 5] = [
        Self::Today,
        Self::Days,
        Self::Week,
        Self::Month,
        Self::Older,
    ];

    /// The first day of the oldest bucket.
    pub const OLD: u16 = 30;

    /// The bucket of an age in days. A date in the future, from another server's clock, counts as
    /// today.
    #[must_use]
    pub const fn of(days: i64) -> Self {
        match days {
            ..=0 => Self::Today,
            1..=2 => Self::Days,
            3..=6 => Self::Week,
            7..=29 => Self::Month,
            30.. => Self::Older,
        }
    }
}

/// The counts of waiting applications, by party and age.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenCases([[u64; AgeBucket::ALL.len()]; WaitingOn::ALL.len()]);

impl OpenCases {
    /// Adds applications in a state that were opened this many days ago.
    pub(super) fn count(&mut self, label: StateKind, days: i64, cases: u64) {
        if let Some(party) = WaitingOn::of(label) {
            self.0[party as usize][AgeBucket::of(days) as usize] += cases;
        }
    }

    /// The count of a party and an age.
    #[must_use]
    pub fn of(&self, party: WaitingOn, bucket: AgeBucket) -> u64 {
        self.0[party as usize][bucket as usize]
    }

    /// The count of a party, of all ages.
    #[must_use]
    pub fn all_of(&self, party: WaitingOn) -> u64 {
        self.0[party as usize].iter().sum()
    }

    /// The count of all waiting applications.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.0.iter().flatten().sum()
    }
}
