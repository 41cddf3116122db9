//! Flash messages about a case, after a command on it succeeded or failed.

use crate::admin::{
    context::{AdminContext, PageData},
    i18n::{case as words, disclosure},
};

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

impl CaseFlash {
    /// Every flash message about a case.
    pub const ALL: &[Self] = &[
        Self::Noted,
        Self::Sent,
        Self::Assigned,
        Self::PollRequested,
        Self::Invited,
        Self::Released,
        Self::Conflict,
        Self::WrongState,
        Self::NotAssignable,
        Self::NoteEmpty,
        Self::NoteLong,
        Self::MessageEmpty,
        Self::MessageLong,
        Self::InviteReason,
        Self::ReleaseReason,
        Self::Id,
        Self::IdTaken,
        Self::NotConfirmed,
    ];

    /// Code in the query.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::Sent => "sent",
            Self::Assigned => "assigned",
            Self::PollRequested => "asked",
            Self::Invited => "invited",
            Self::Released => "released",
            Self::Conflict => "moved",
            Self::WrongState => "stands",
            Self::NotAssignable => "not-assignable",
            Self::NoteEmpty => "note-empty",
            Self::NoteLong => "note-long",
            Self::MessageEmpty => "message-empty",
            Self::MessageLong => "message-long",
            Self::InviteReason => "invite-reason",
            Self::ReleaseReason => "release-reason",
            Self::Id => "id",
            Self::IdTaken => "id-taken",
            Self::NotConfirmed => "not-confirmed",
        }
    }

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

    /// Localized text.
    pub(crate) fn words(self, context: &AdminContext) -> String {
        context.text(match self {
            Self::Assigned => return assigned(context),
            Self::Noted => words::FLASH_NOTED,
            Self::Sent => words::FLASH_SENT,
            Self::PollRequested => words::FLASH_POLL_REQUESTED,
            Self::Invited => words::FLASH_INVITED,
            Self::Released => words::FLASH_RELEASED,
            Self::Conflict => words::FLASH_CONFLICT,
            Self::WrongState => words::FLASH_WRONG_STATE,
            Self::NotAssignable => words::FLASH_NOT_ASSIGNABLE,
            Self::NoteEmpty => words::FLASH_NOTE_EMPTY,
            Self::NoteLong => words::FLASH_NOTE_LONG,
            Self::MessageEmpty => words::FLASH_MESSAGE_EMPTY,
            Self::MessageLong => words::FLASH_MESSAGE_LONG,
            Self::InviteReason | Self::ReleaseReason => disclosure::REASON_FAULT,
            Self::Id => words::FLASH_ID,
            Self::IdTaken => words::FLASH_ID_TAKEN,
            Self::NotConfirmed => words::FLASH_NOT_CONFIRMED,
        })
    }
}

/// Names the assignee of the case on the page.
fn assigned(context: &AdminContext) -> String {
    let name = match &context.data {
        PageData::Case(view) => view.case.assignee.and_then(|id| view.name(id)),
        _ => None,
    };
    match name {
        Some(name) => context.fill(words::FLASH_ASSIGNED, &[("name", name)]),
        None => context.text(words::FLASH_UNASSIGNED),
    }
}
