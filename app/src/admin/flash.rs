//! Admin flash messages. A redirect carries them as a code in the query.

mod case;
mod done;

pub use case::CaseFlash;
pub use done::DoneFlash;

use super::routes::AdminPath;
use kyc::admin::{four_eyes::ConfirmDenied, password::PasswordFault};

/// A flash message shown once after a redirect. It travels as a code in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminFlash {
    /// Name and password do not match.
    Wrong,
    /// The authenticator code is wrong.
    Code,
    /// The recovery code is wrong or used.
    Recovery,
    /// The passkey is not registered for this account.
    Passkey,
    /// Too many attempts. Holds the waiting time in minutes.
    Wait(u16),
    /// The account is locked until it is reset.
    Locked,
    /// The sign-in has to start again.
    Over,
    /// The session has ended.
    Ended,
    /// The staff member signed out.
    SignedOut,
    /// The enrolment link is no longer valid.
    LinkExpired,
    /// The enrolment link was opened by a staff member who is signed in.
    AlreadySignedIn,
    /// The name is invalid.
    Name,
    /// The name is taken.
    NameTaken,
    /// The password is rejected.
    Password(PasswordFault),
    /// The current password is wrong.
    Present,
    /// The command succeeded.
    Done(DoneFlash),
    /// The record changed after the page was rendered.
    Changed,
    /// The command needs an enabled staff member.
    Disabled,
    /// The command would remove the last administrator.
    LastAdministrator,
    /// The command would remove the last second factor.
    LastFactor,
    /// The search input is empty or not searchable.
    Find,
    /// The reason for a reveal is missing.
    RevealReason,
    /// The daily reveal budget is used up.
    Spent,
    /// The reason for an override request is missing.
    OverrideReason,
    /// The reason for the answer to an override request is missing.
    AnswerReason,
    /// The request is the staff member's own. Another one has to answer it.
    Own,
    /// The request is the administrator's own. Another one has to confirm it.
    OwnStaffRequest,
    /// One of both accounts of a request was set up by the other.
    Linked,
    /// The account is too new to confirm a request.
    TooNew,
    /// The change of the staff is already requested.
    AlreadyRequested,
    /// The provider has changed its decision since the request.
    Void,
    /// A message about a case.
    Case(CaseFlash),
}

/// How a message looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A command succeeded.
    Success,
    /// Nothing was changed.
    Error,
    /// The sign-in has to wait or to start again.
    LockOut,
    /// Neither of them.
    Info,
}

impl From<ConfirmDenied> for AdminFlash {
    fn from(denied: ConfirmDenied) -> Self {
        match denied {
            ConfirmDenied::Own => Self::Own,
            ConfirmDenied::Linked => Self::Linked,
            ConfirmDenied::New => Self::TooNew,
        }
    }
}

impl AdminFlash {
    /// Every flash message, with one sample waiting time.
    pub fn all() -> impl Iterator<Item = Self> {
        let faults = PasswordFault::ALL.iter().copied().map(Self::Password);
        let cases = CaseFlash::ALL.iter().copied().map(Self::Case);
        let done = DoneFlash::ALL.iter().copied().map(Self::Done);
        [
            Self::Wrong,
            Self::Code,
            Self::Recovery,
            Self::Passkey,
            Self::Wait(15),
            Self::Locked,
            Self::Over,
            Self::Ended,
            Self::SignedOut,
            Self::LinkExpired,
            Self::AlreadySignedIn,
            Self::Name,
            Self::NameTaken,
            Self::Present,
            Self::Changed,
            Self::Disabled,
            Self::LastAdministrator,
            Self::LastFactor,
            Self::Find,
            Self::RevealReason,
            Self::Spent,
            Self::OverrideReason,
            Self::AnswerReason,
            Self::Own,
            Self::OwnStaffRequest,
            Self::Linked,
            Self::TooNew,
            Self::AlreadyRequested,
            Self::Void,
        ]
        .into_iter()
        .chain(faults)
        .chain(cases)
        .chain(done)
    }

    /// Code in the query.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Wrong => "wrong".to_owned(),
            Self::Code => "code".to_owned(),
            Self::Recovery => "recovery".to_owned(),
            Self::Passkey => "passkey".to_owned(),
            Self::Wait(minutes) => format!("wait-{minutes}"),
            Self::Locked => "locked".to_owned(),
            Self::Over => "over".to_owned(),
            Self::Ended => "ended".to_owned(),
            Self::SignedOut => "out".to_owned(),
            Self::LinkExpired => "gone".to_owned(),
            Self::AlreadySignedIn => "inside".to_owned(),
            Self::Name => "name".to_owned(),
            Self::NameTaken => "taken".to_owned(),
            Self::Password(fault) => format!("password-{}", fault.code()),
            Self::Done(done) => format!("done-{}", done.code()),
            Self::Present => "present".to_owned(),
            Self::Changed => "changed".to_owned(),
            Self::Disabled => "disabled".to_owned(),
            Self::LastAdministrator => "last-administrator".to_owned(),
            Self::LastFactor => "last-factor".to_owned(),
            Self::Find => "find".to_owned(),
            Self::RevealReason => "reveal-reason".to_owned(),
            Self::Spent => "spent".to_owned(),
            Self::OverrideReason => "override-reason".to_owned(),
            Self::AnswerReason => "answer-reason".to_owned(),
            Self::Own => "own".to_owned(),
            Self::OwnStaffRequest => "own-staff-request".to_owned(),
            Self::Linked => "linked".to_owned(),
            Self::TooNew => "too-new".to_owned(),
            Self::AlreadyRequested => "already-requested".to_owned(),
            Self::Void => "void".to_owned(),
            Self::Case(flash) => format!("case-{}", flash.code()),
        }
    }

    /// Flash message of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if let Some(minutes) = code.strip_prefix("wait-") {
            return minutes.parse().ok().filter(|m| *m <= 120).map(Self::Wait);
        }
        Self::all().find(|flash| flash.code() == code)
    }

    /// Address of a page that shows this message.
    #[must_use]
    pub fn at(self, path: AdminPath) -> String {
        format!("{}?notice={}", path.at(""), self.code())
    }

    /// How the message looks.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Done(_) => Tone::Success,
            Self::Wait(_) | Self::Locked | Self::Over => Tone::LockOut,
            Self::Ended | Self::SignedOut | Self::AlreadySignedIn | Self::AlreadyRequested => {
                Tone::Info
            }
            Self::Case(flash) if flash.is_done() => Tone::Success,
            _ => Tone::Error,
        }
    }

    /// Form field that the message is about, if its input has to be corrected.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Wrong | Self::Name | Self::NameTaken => Some("name"),
            Self::Code => Some("code"),
            Self::Recovery => Some("recovery"),
            Self::Find => Some("find"),
            Self::RevealReason => Some("reveal_reason"),
            Self::OverrideReason => Some("override_reason"),
            Self::AnswerReason => Some("answer_reason"),
            Self::Present => Some("present"),
            Self::Password(_) => Some("password"),
            Self::Case(flash) => flash.field(),
            Self::Locked => None,
            Self::Wait(_) | Self::Over | Self::Ended | Self::SignedOut | Self::LinkExpired => None,
            Self::Done(_) | Self::Changed | Self::Passkey => None,
            Self::LastAdministrator | Self::LastFactor => None,
            Self::AlreadySignedIn | Self::Disabled => None,
            Self::Spent | Self::Own | Self::Void => None,
            Self::OwnStaffRequest | Self::Linked | Self::TooNew => None,
            Self::AlreadyRequested => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flash_message_round_trips_through_its_code() {
        for flash in AdminFlash::all() {
            assert_eq!(AdminFlash::from_code(&flash.code()), Some(flash));
        }
        for other in ["", "wait-", "wait-x", "wait-9999", "password-", "done-"] {
            assert_eq!(AdminFlash::from_code(other), None, "{other}");
        }
    }
}
