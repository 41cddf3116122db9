//! What one chooses among: whose cases, in which order.

use crate::desk::ReviewerId;

/// Whose cases are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Anybody's and nobody's.
    #[default]
    Anyone,
    /// One's own.
    Mine,
    /// Nobody's.
    Nobody,
}

impl Whose {
    /// Every choice.
    pub const ALL: &[Self] = &[Self::Anyone, Self::Mine, Self::Nobody];

    /// The word in an address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Mine => "me",
            Self::Nobody => "nobody",
        }
    }

    /// The same, with whoever asks put in their place.
    #[must_use]
    pub const fn by(self, me: ReviewerId) -> Holder {
        match self {
            Self::Anyone => Holder::Anyone,
            Self::Mine => Holder::Of(me),
            Self::Nobody => Holder::Nobody,
        }
    }
}

/// Whose cases are shown, whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Anybody's and nobody's.
    Anyone,
    /// Nobody's.
    Nobody,
    /// Theirs.
    Of(ReviewerId),
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// When something last happened.
    #[default]
    Event,
    /// When it was opened.
    Age,
}

impl Sort {
    /// Every one.
    pub const ALL: &[Self] = &[Self::Event, Self::Age];

    /// The word in an address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Age => "age",
        }
    }
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest.
    #[default]
    Newest,
    /// The one longest ago.
    Oldest,
}

impl Order {
    /// Both.
    pub const ALL: &[Self] = &[Self::Newest, Self::Oldest];

    /// The word in an address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Newest => Self::Oldest,
            Self::Oldest => Self::Newest,
        }
    }
}
