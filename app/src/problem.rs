//! Problems that a problem page can report.

/// A problem with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No page at this address.
    Missing,
    /// The form lacks this session's CSRF token, or came from another site.
    Forged,
    /// The role lacks the permission.
    Denied,
    /// The body is larger than any form.
    TooLarge,
    /// The form is unreadable.
    Unreadable,
    /// Too many requests.
    TooMany,
    /// Too many sign-ins at once.
    Busy,
    /// Internal error.
    Broken,
    /// Timeout.
    TooSlow,
}

impl Problem {
    /// HTTP status of the response.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Missing => 404,
            Self::Forged | Self::Denied => 403,
            Self::TooLarge => 413,
            Self::Unreadable => 400,
            Self::TooMany => 429,
            Self::Busy | Self::Broken => 503,
            Self::TooSlow => 504,
        }
    }
}
