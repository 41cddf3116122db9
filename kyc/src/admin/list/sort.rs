//! The choices of the list: filter by assignee, sort and order.

use crate::admin::ReviewerId;
use std::borrow::Cow;

/// The filter by assignee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssigneeFilter {
    /// With any assignee or none.
    #[default]
    Anyone,
    /// Assigned to the current staff member.
    Mine,
    /// Without an assignee.
    Unassigned,
    /// Assigned to this staff member.
    Of(ReviewerId),
}

impl AssigneeFilter {
    /// The choices that are the same for all staff.
    pub const ALL: &[Self] = &[Self::Anyone, Self::Mine, Self::Unassigned];

    /// The word in a URL: a staff member appears by id, not by name.
    #[must_use]
    pub fn word(self) -> Cow<'static, str> {
        match self {
            Self::Anyone => "anyone".into(),
            Self::Mine => "me".into(),
            Self::Unassigned => "nobody".into(),
            Self::Of(colleague) => colleague.to_string().into(),
        }
    }

    /// Parses a word; an unknown one means any assignee.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let mut all = Self::ALL.iter().copied();
        let known = all.find(|it| it.word() == word);
        let colleague = || ReviewerId::parse(word).map(Self::Of);
        known.or_else(colleague).unwrap_or_default()
    }

    /// Returns the filter with the current staff member's id in place of "mine".
    #[must_use]
    pub const fn by(self, me: ReviewerId) -> Assignee {
        match self {
            Self::Anyone => Assignee::Anyone,
            Self::Mine => Assignee::Of(me),
            Self::Unassigned => Assignee::Unassigned,
            Self::Of(colleague) => Assignee::Of(colleague),
        }
    }
}

/// The filter by assignee, independent of the current staff member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// With any assignee or none.
    Anyone,
    /// Without an assignee.
    Unassigned,
    /// Assigned to this staff member.
    Of(ReviewerId),
}

/// The sort column. Encrypted columns have no order, so they cannot be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The time of the last event.
    #[default]
    Event,
    /// The time of opening.
    Age,
    /// The reference.
    Reference,
    /// The state, and thereby the decision.
    State,
    /// The assignee's name; cases without an assignee come last.
    Assignee,
}

crate::word_table! {
    /// The word in a URL.
    Sort: as_str {
        Event => "event",
        Age => "age",
        Reference => "reference",
        State => "state",
        Assignee => "assignee",
    }
}

impl Sort {
    /// Whether the column is a time.
    #[must_use]
    pub const fn is_of_time(self) -> bool {
        matches!(self, Self::Event | Self::Age)
    }

    /// The direction of the values from the first row on. The default is newest first for times,
    /// ascending for others.
    #[must_use]
    pub const fn direction(self, order: SortOrder) -> Direction {
        match (self.is_of_time(), order) {
            (true, SortOrder::Default) | (false, SortOrder::Reversed) => Direction::Desc,
            (true, SortOrder::Reversed) | (false, SortOrder::Default) => Direction::Asc,
        }
    }

    /// The word in a URL for the reversed order.
    #[must_use]
    pub const fn turned(self) -> &'static str {
        match self.direction(SortOrder::Reversed) {
            Direction::Asc => "oldest",
            Direction::Desc => "descending",
        }
    }
}

/// The order of a sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// The default order of the column.
    #[default]
    Default,
    /// The reversed order.
    Reversed,
}

impl SortOrder {
    /// Both orders.
    pub const ALL: &[Self] = &[Self::Default, Self::Reversed];

    /// The other order.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Default => Self::Reversed,
            Self::Reversed => Self::Default,
        }
    }
}

/// The direction of sorted values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Ascending: oldest first, A first, the first state first.
    Asc,
    /// Descending.
    Desc,
}

impl Direction {
    /// Both directions.
    pub const ALL: &[Self] = &[Self::Asc, Self::Desc];

    /// The other direction.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Asc => Self::Desc,
            Self::Desc => Self::Asc,
        }
    }
}
