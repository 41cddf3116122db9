//! Flash messages about a case, after a command on it succeeded or failed.

/// A flash message about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFlash {
    /// The note was saved.
    Noted,
    /// The message was saved.
    Sent,
    /// The case was assigned or unassigned.
    Assigned,
    /// The provider is being polled.
    PollRequested,
    /// Documents were requested from the applicant.
    Invited,
    /// The case was released.
    Released,
    /// Another staff member changed the case first. The command was not run.
    Conflict,
    /// The command does not apply to the case's current state.
    WrongState,
    /// The chosen assignee cannot have cases.
    NotAssignable,
    /// The note is empty.
    NoteEmpty,
    /// The note is too long.
    NoteLong,
    /// The message is empty.
    MessageEmpty,
    /// The message is too long.
    MessageLong,
    /// The reason for the document request is missing or too long.
    InviteReason,
    /// The reason for the release is missing or too long.
    ReleaseReason,
    /// The provider id is malformed.
    Id,
    /// The provider id belongs to another application.
    IdTaken,
    /// The provider does not confirm the id.
    NotConfirmed,
}

kyc::word_table! {
    /// Code in the query.
    CaseFlash: code {
        Noted => "noted",
        Sent => "sent",
        Assigned => "assigned",
        PollRequested => "asked",
        Invited => "invited",
        Released => "released",
        Conflict => "moved",
        WrongState => "stands",
        NotAssignable => "not-assignable",
        NoteEmpty => "note-empty",
        NoteLong => "note-long",
        MessageEmpty => "message-empty",
        MessageLong => "message-long",
        InviteReason => "invite-reason",
        ReleaseReason => "release-reason",
        Id => "id",
        IdTaken => "id-taken",
        NotConfirmed => "not-confirmed",
    }
}

impl CaseFlash {
    /// Whether the command succeeded.
    pub(crate) const fn is_done(self) -> bool {
        matches!(
            self,
            Self::Noted
                | Self::Sent
                | Self::Assigned
                | Self::PollRequested
                | Self::Invited
                | Self::Released
        )
    }

    /// Form field or section that the message is about, if it needs attention.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Noted | Self::Sent | Self::Assigned => None,
            Self::PollRequested | Self::Invited | Self::Released | Self::WrongState => None,
            Self::Conflict => Some("changed"),
            Self::NotAssignable => Some("assignee"),
            Self::NoteEmpty | Self::NoteLong => Some("note"),
            Self::MessageEmpty | Self::MessageLong => Some("message"),
            Self::InviteReason => Some("invite-reason"),
            Self::ReleaseReason => Some("release-reason"),
            Self::Id | Self::IdTaken | Self::NotConfirmed => Some("external"),
        }
    }
}
