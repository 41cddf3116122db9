//! What can go wrong with a request, as the person is told.

/// What did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No page there.
    Missing,
    /// The form did not carry this session's token, or came from elsewhere.
    Forged,
    /// Their role may not do that.
    Denied,
    /// The body is larger than any form of ours.
    TooLarge,
    /// The form could not be read.
    Unreadable,
    /// Too many requests.
    TooMany,
    /// A fault on our side.
    Broken,
    /// It took too long.
    TooSlow,
}

impl Problem {
    /// The HTTP status it is sent with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Missing => 404,
            Self::Forged | Self::Denied => 403,
            Self::TooLarge => 413,
            Self::Unreadable => 400,
            Self::TooMany => 429,
            Self::Broken => 503,
            Self::TooSlow => 504,
        }
    }
}
