//! What is said about a case after something was done about it, or was not.

use crate::i18n::{Text, admin_case as words, admin_disclosure as dossier_words};

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFlash {
    /// A note was written.
    Noted,
    /// A message was written.
    Sent,
    /// It is somebody else's, or nobody's.
    Assigned,
    /// The upstream is asked.
    Asked,
    /// The applicant is invited.
    Invited,
    /// It goes on.
    Released,
    /// Somebody was faster: nothing was done.
    Moved,
    /// It makes no sense any more where it stands.
    Stands,
    /// Nobody who could have it.
    Nobody,
    /// Nothing was written in the note.
    NoteEmpty,
    /// The note is too long.
    NoteLong,
    /// Nothing was written in the message.
    MessageEmpty,
    /// The message is too long.
    MessageLong,
    /// No reason for the invitation, or one that is too long.
    InviteReason,
    /// No reason for the release, or one that is too long.
    ReleaseReason,
    /// That is no id of the upstream's.
    Id,
    /// The id is another application's.
    SomebodyElses,
    /// The upstream does not confirm the id.
    NotConfirmed,
}

impl CaseFlash {
    /// Everything there is to say.
    pub const ALL: &[Self] = &[
        Self::Noted,
        Self::Sent,
        Self::Assigned,
        Self::Asked,
        Self::Invited,
        Self::Released,
        Self::Moved,
        Self::Stands,
        Self::Nobody,
        Self::NoteEmpty,
        Self::NoteLong,
        Self::MessageEmpty,
        Self::MessageLong,
        Self::InviteReason,
        Self::ReleaseReason,
        Self::Id,
        Self::SomebodyElses,
        Self::NotConfirmed,
    ];

    /// The code in the query.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::Sent => "sent",
            Self::Assigned => "assigned",
            Self::Asked => "asked",
            Self::Invited => "invited",
            Self::Released => "released",
            Self::Moved => "moved",
            Self::Stands => "stands",
            Self::Nobody => "nobody",
            Self::NoteEmpty => "note-empty",
            Self::NoteLong => "note-long",
            Self::MessageEmpty => "message-empty",
            Self::MessageLong => "message-long",
            Self::InviteReason => "invite-reason",
            Self::ReleaseReason => "release-reason",
            Self::Id => "id",
            Self::SomebodyElses => "somebody-elses",
            Self::NotConfirmed => "not-confirmed",
        }
    }

    /// The field that it is about, if something has to be looked at or mended.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Noted | Self::Sent | Self::Assigned => None,
            Self::Asked | Self::Invited | Self::Released | Self::Stands => None,
            Self::Moved => Some("changed"),
            Self::Nobody => Some("assignee"),
            Self::NoteEmpty | Self::NoteLong => Some("note"),
            Self::MessageEmpty | Self::MessageLong => Some("message"),
            Self::InviteReason => Some("invite-reason"),
            Self::ReleaseReason => Some("release-reason"),
            Self::Id | Self::SomebodyElses | Self::NotConfirmed => Some("external"),
        }
    }

    /// Its words.
    pub(crate) const fn words(self) -> Text {
        match self {
            Self::Noted => words::SAID_NOTED,
            Self::Sent => words::SAID_SENT,
            Self::Assigned => words::SAID_ASSIGNED,
            Self::Asked => words::SAID_ASKED,
            Self::Invited => words::SAID_INVITED,
            Self::Released => words::SAID_RELEASED,
            Self::Moved => words::SAID_MOVED,
            Self::Stands => words::SAID_STANDS,
            Self::Nobody => words::SAID_NOBODY,
            Self::NoteEmpty => words::SAID_NOTE_EMPTY,
            Self::NoteLong => words::SAID_NOTE_LONG,
            Self::MessageEmpty => words::SAID_MESSAGE_EMPTY,
            Self::MessageLong => words::SAID_MESSAGE_LONG,
            Self::InviteReason | Self::ReleaseReason => dossier_words::REASON_FAULT,
            Self::Id => words::SAID_ID,
            Self::SomebodyElses => words::SAID_SOMEBODY_ELSES,
            Self::NotConfirmed => words::SAID_NOT_CONFIRMED,
        }
    }
}
