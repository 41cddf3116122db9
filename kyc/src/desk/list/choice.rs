//! What one chooses among: whose cases, in which order.

use crate::desk::ReviewerId;
use std::borrow::Cow;

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
    /// A colleague's.
    Of(ReviewerId),
}

impl Whose {
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
    pub const fn by(self, me: ReviewerId) -> Holder {
        match self {
            Self::Anyone => Holder::Anyone,
            Self::Mine => Holder::Of(me),
            Self::Nobody => Holder::Nobody,
            Self::Of(colleague) => Holder::Of(colleague),
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
