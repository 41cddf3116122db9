//! What waits: for whom, and for how many days since it was opened.

use crate::state::StateKind;

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingOn {
    /// Ours: it is parked.
    Ours,
    /// Somebody's who reviews upstream.
    Reviewers,
    /// The upstream's machines'.
    Provider,
    /// The applicant's.
    Applicants,
}

impl WaitingOn {
    /// Everybody whose turn it can be, what is ours first.
    pub const ALL: [Self; 4] = [
        Self::Ours,
        Self::Reviewers,
        Self::Provider,
        Self::Applicants,
    ];

    /// Whose turn it is in a state; nobody's where nothing waits.
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

    /// The states in which it is theirs.
    pub fn state_kinds(self) -> impl Iterator<Item = StateKind> {
        let all = StateKind::ALL.iter().copied();
        all.filter(move |label| Self::of(*label) == Some(self))
    }
}

/// For how many days, in UTC, it has been open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBucket {
    /// Opened today.
    Today,
    /// One or two.
    Days,
    /// Three to six.
    Week,
    /// 7 to 29.
    Month,
    /// Thirty and more.
    Older,
}

impl AgeBucket {
    /// Every band, the youngest first.
    pub const ALL: [Self; 5] = [
        Self::Today,
        Self::Days,
        Self::Week,
        Self::Month,
        Self::Older,
    ];

    /// From so many days on it is among the oldest.
    pub const OLD: u16 = 30;

    /// The band of so many days. What another clock dates tomorrow is of today.
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

/// How much waits, by whose turn it is and for how long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting([[u64; AgeBucket::ALL.len()]; WaitingOn::ALL.len()]);

impl Waiting {
    /// Counts so many in a state that were opened so many days ago.
    pub(super) fn count(&mut self, label: StateKind, days: i64, cases: u64) {
        if let Some(turn) = WaitingOn::of(label) {
            self.0[turn as usize][AgeBucket::of(days) as usize] += cases;
        }
    }

    /// So many.
    #[must_use]
    pub fn of(&self, turn: WaitingOn, band: AgeBucket) -> u64 {
        self.0[turn as usize][band as usize]
    }

    /// So many, however long.
    #[must_use]
    pub fn all_of(&self, turn: WaitingOn) -> u64 {
        self.0[turn as usize].iter().sum()
    }

    /// All that waits.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.0.iter().flatten().sum()
    }
}
