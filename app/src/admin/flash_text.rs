//! The texts of flash messages. Some name what the page shows, so that they need its context.

use super::{
    context::{AdminContext, AdminFlash, CaseFlash, PageData},
    i18n::{
        self as words, case as case_texts, disclosure, list as list_texts, staff as staff_texts,
    },
};
use crate::i18n::Text;
use kyc::admin::password::PasswordFault;

impl AdminFlash {
    /// Localized text.
    pub(crate) fn words(self, context: &AdminContext) -> String {
        let plain = |text: Text| context.text(text);
        match self {
            Self::Wrong => plain(words::WRONG),
            Self::Code => plain(words::WRONG_CODE),
            Self::Recovery => plain(words::WRONG_RECOVERY),
            Self::Passkey => plain(words::WRONG_PASSKEY),
            Self::Wait(1) => plain(words::WAIT_ONE),
            Self::Wait(minutes) => context.fill(words::WAIT, &[("n", &minutes.to_string())]),
            Self::Locked => plain(words::LOCKED),
            Self::Over => plain(words::OVER),
            Self::Ended => plain(words::ENDED),
            Self::SignedOut => plain(words::SIGNED_OUT),
            Self::LinkExpired => plain(words::GONE),
            Self::AlreadySignedIn => plain(words::INSIDE),
            Self::Name => plain(words::NAME_FAULT),
            Self::NameTaken => plain(words::NAME_TAKEN),
            Self::Done(done) => plain(done.words()),
            Self::Present => plain(words::WRONG_PRESENT),
            Self::Changed => plain(words::CHANGED),
            Self::Disabled => plain(words::DISABLED),
            Self::LastAdministrator => plain(words::LAST_ADMINISTRATOR),
            Self::LastFactor => plain(words::LAST_FACTOR),
            Self::Find => plain(list_texts::FIND_FAULT),
            Self::RevealReason => plain(disclosure::REVEAL_FAULT),
            Self::Spent => plain(disclosure::SPENT),
            Self::OverrideReason | Self::AnswerReason => plain(disclosure::REASON_FAULT),
            Self::Own => plain(disclosure::OWN),
            Self::OwnStaffRequest => plain(staff_texts::OWN),
            Self::Linked => plain(staff_texts::LINKED),
            Self::TooNew => plain(staff_texts::TOO_NEW),
            Self::AlreadyRequested => plain(staff_texts::ALREADY_REQUESTED),
            Self::Void => plain(disclosure::VOID),
            Self::Case(flash) => flash.words(context),
            Self::Password(fault) => plain(match fault {
                PasswordFault::TooShort => words::PASSWORD_SHORT,
                PasswordFault::TooLong => words::PASSWORD_LONG,
                PasswordFault::Named => words::PASSWORD_NAMED,
                PasswordFault::Common => words::PASSWORD_COMMON,
                PasswordFault::Guessable => words::PASSWORD_GUESSABLE,
                PasswordFault::Differs => words::PASSWORD_DIFFERS,
            }),
        }
    }
}

impl CaseFlash {
    /// Localized text.
    pub(crate) fn words(self, context: &AdminContext) -> String {
        context.text(match self {
            Self::Assigned => return assigned(context),
            Self::Noted => case_texts::FLASH_NOTED,
            Self::Sent => case_texts::FLASH_SENT,
            Self::PollRequested => case_texts::FLASH_POLL_REQUESTED,
            Self::Invited => case_texts::FLASH_INVITED,
            Self::Released => case_texts::FLASH_RELEASED,
            Self::Conflict => case_texts::FLASH_CONFLICT,
            Self::WrongState => case_texts::FLASH_WRONG_STATE,
            Self::NotAssignable => case_texts::FLASH_NOT_ASSIGNABLE,
            Self::NoteEmpty => case_texts::FLASH_NOTE_EMPTY,
            Self::NoteLong => case_texts::FLASH_NOTE_LONG,
            Self::MessageEmpty => case_texts::FLASH_MESSAGE_EMPTY,
            Self::MessageLong => case_texts::FLASH_MESSAGE_LONG,
            Self::InviteReason | Self::ReleaseReason => disclosure::REASON_FAULT,
            Self::Id => case_texts::FLASH_ID,
            Self::IdTaken => case_texts::FLASH_ID_TAKEN,
            Self::NotConfirmed => case_texts::FLASH_NOT_CONFIRMED,
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
        Some(name) => context.fill(case_texts::FLASH_ASSIGNED, &[("name", name)]),
        None => context.text(case_texts::FLASH_UNASSIGNED),
    }
}
