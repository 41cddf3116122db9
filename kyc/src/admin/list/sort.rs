//! What one chooses among: whose cases, in which order.

use crate::admin::ReviewerId;
use std::borrow::Cow;

/// Whose cases are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssigneeFilter {
    /// Anybody's and nobody's.
    #[default]
    Anyone,
    /// One's own.
    Mine,
    /// Nobody's.
    Nobody,
    /// A colleague's.
    Of(ReviewerId),
}

impl AssigneeFilter {
    /// Every choice that there is whoever sits at the desk.
    pub const ALL: &[Self] = &[Self::Anyone, Self::Mine, Self::Nobody];

    /// The word in an address: a colleague's key, which says nothing about who
    /// they are.
    #[must_use]
    pub fn word(self) -> Cow<'static, str> {
        match self {
            Self::Anyone => "anyone".into(),
            Self::Mine => "me".into(),
            Self::Nobody => "nobody".into(),
            Self::Of(colleague) => colleague.to_string().into(),
        }
    }

    /// The choice of a word; anybody's where it is none.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let mut all = Self::ALL.iter().copied();
        let known = all.find(|it| it.word() == word);
        let colleague = || ReviewerId::parse(word).map(Self::Of);
        known.or_else(colleague).unwrap_or_default()
    }

    /// The same, with whoever asks put in their place.
    #[must_use]
    pub const fn by(self, me: ReviewerId) -> Assignee {
        match self {
            Self::Anyone => Assignee::Anyone,
            Self::Mine => Assignee::Of(me),
            Self::Nobody => Assignee::Nobody,
            Self::Of(colleague) => Assignee::Of(colleague),
        }
    }
}

/// Whose cases are shown, whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// Anybody's and nobody's.
    Anyone,
    /// Nobody's.
    Nobody,
    /// Theirs.
    Of(ReviewerId),
}

/// What the list is sorted by. Each column that is readable without a person's
/// key; what is sealed has no order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// When something last happened.
    #[default]
    Event,
    /// When it was opened.
    Age,
    /// What people call it.
    Reference,
    /// Where it stands, and so what is decided.
    State,
    /// Who looks after it, by name; what nobody does is behind them.
    Assignee,
}

impl Sort {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Event,
        Self::Age,
        Self::Reference,
        Self::State,
        Self::Assignee,
    ];

    /// The word in an address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Age => "age",
            Self::Reference => "reference",
            Self::State => "state",
            Self::Assignee => "assignee",
        }
    }

    /// Whether it is an order of time alone.
    #[must_use]
    pub const fn is_of_time(self) -> bool {
        matches!(self, Self::Event | Self::Age)
    }

    /// Which way its values go from the first row on: what is newest comes
    /// first, and so do A and the beginning of the journey.
    #[must_use]
    pub const fn direction(self, order: SortOrder) -> Direction {
        match (self.is_of_time(), order) {
            (true, SortOrder::Default) | (false, SortOrder::Reversed) => Direction::Desc,
            (true, SortOrder::Reversed) | (false, SortOrder::Default) => Direction::Asc,
        }
    }

    /// The word in an address for its other end first.
    #[must_use]
    pub const fn turned(self) -> &'static str {
        match self.direction(SortOrder::Reversed) {
            Direction::Asc => "oldest",
            Direction::Desc => "descending",
        }
    }
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// The one that is asked for most.
    #[default]
    Default,
    /// The other one.
    Reversed,
}

impl SortOrder {
    /// Both.
    pub const ALL: &[Self] = &[Self::Default, Self::Reversed];

    /// The other one.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Default => Self::Reversed,
            Self::Reversed => Self::Default,
        }
    }
}

/// Which way the values of an order go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Ascending: from the oldest, from A, from the journey's beginning.
    Asc,
    /// Descending.
    Desc,
}

impl Direction {
    /// Both.
    pub const ALL: &[Self] = &[Self::Asc, Self::Desc];

    /// The other one.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Asc => Self::Desc,
            Self::Desc => Self::Asc,
        }
    }
}
