//! One request to the desk, as its pages see it. What a page shows besides is
//! its [`Content`], read before rendering begins.

use super::routes::DeskPath;
use crate::{
    site::{Assets, Site},
    text::{Text, desk as words},
};
use kyc::{
    desk::{Permission, Reviewer, ReviewerId, Role, password::PasswordFault, session::Stage},
    lang::Lang,
};
use leptos::prelude::expect_context;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

/// What a page of the desk is rendered from.
#[derive(Clone)]
pub struct DeskVisit {
    /// The language to speak.
    pub lang: Lang,
    /// The token that binds this person's forms to their session.
    pub csrf: String,
    /// The nonce of this answer's scripts (ASVS 3.4.3).
    pub nonce: String,
    /// The page that was asked for; `None` for an address without one.
    pub path: Option<DeskPath>,
    /// What stands in its address for what differs from case to case.
    pub parameter: Option<String>,
    /// What follows the question mark, as it came.
    pub query: Vec<(String, String)>,
    /// Something to say above the heading.
    pub notice: Option<Notice>,
    /// The installation.
    pub site: Arc<Site>,
    /// The built files.
    pub assets: Arc<Assets>,
    /// How far they have come.
    pub stage: Stage,
    /// Who is in.
    pub who: Option<Colleague>,
    /// Whether their second factor was shown just now.
    pub fresh: bool,
    /// How long the session lives without a sign of life, for whoever is in.
    pub idle: Option<Duration>,
    /// Whether a session has just been found to be over.
    pub ended: bool,
    /// Whether the caller wants a page rather than data.
    pub wants_page: bool,
    /// What the page shows.
    pub content: Content,
    /// The time of the request.
    pub now: OffsetDateTime,
}

/// Somebody who sits at the desk, as pages show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Their key.
    pub id: ReviewerId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: Role,
}

impl From<&Reviewer> for Colleague {
    fn from(reviewer: &Reviewer) -> Self {
        Self {
            id: reviewer.id,
            name: reviewer.name.as_str().to_owned(),
            role: reviewer.role,
        }
    }
}

/// What a page shows: each page has a variant of its own, and its data is read
/// in `server/src/http/desk/content.rs`.
#[derive(Clone, Default)]
pub enum Content {
    /// Nothing that had to be read.
    #[default]
    Nothing,
    /// The name that was typed last.
    SignIn(String),
    /// The second factor of somebody who is halfway in, or once more.
    Second(Factors),
    /// Enrolling, or another authenticator app.
    Enrol(Enrolling),
    /// Recovery codes, to be noted now.
    Codes(Vec<String>),
    /// The staff.
    Staff(Crew),
    /// One's own account.
    Account(Own),
}

/// One's own account.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Whether there is an authenticator app.
    pub app: bool,
    /// Every passkey.
    pub passkeys: Vec<KeyLine>,
    /// How many recovery codes are left.
    pub recovery_left: u32,
    /// Every session.
    pub sessions: Vec<SessionLine>,
    /// What a new second factor is set up by, while that may be done.
    pub offer: Option<Offer>,
}

/// A passkey, as its owner sees it.
#[derive(Clone, Debug)]
pub struct KeyLine {
    /// What the page calls it by.
    pub handle: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was last used.
    pub used_at: Option<OffsetDateTime>,
}

/// A session, as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// What the page calls it by.
    pub handle: String,
    /// Browser and system.
    pub device: String,
    /// When it began.
    pub began_at: OffsetDateTime,
    /// When somebody last did something in it.
    pub seen_at: OffsetDateTime,
    /// Whether it is this one.
    pub is_this: bool,
}

/// What a new second factor is set up by.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The secret of an authenticator app.
    pub secret: String,
    /// What a browser is asked to make a passkey, where there are any.
    pub passkey: Option<String>,
}

/// The staff, as an administrator sees it.
#[derive(Clone, Debug, Default)]
pub struct Crew {
    /// Everybody, by name.
    pub members: Vec<Member>,
    /// The secret of a link to hand on, shown this once.
    pub link: Option<String>,
}

/// One of the staff.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who they are.
    pub colleague: Colleague,
    /// Whether they may come in.
    pub is_enabled: bool,
    /// Whether they can sign in.
    pub is_enrolled: bool,
    /// How many sessions they have.
    pub sessions: usize,
}

/// Which second factors somebody has.
#[derive(Clone, Debug, Default)]
pub struct Factors {
    /// An authenticator app.
    pub totp: bool,
    /// What a browser is asked for a passkey, if they have one.
    pub passkey: Option<String>,
    /// Recovery codes.
    pub recovery: bool,
}

/// Where somebody who enrols stands.
#[derive(Clone, Debug)]
pub struct Enrolling {
    /// Their name; `None` if it is theirs to choose.
    pub name: Option<String>,
    /// Whether they have a password by now.
    pub has_password: bool,
    /// The secret of an authenticator app, to be typed where a picture cannot
    /// be taken.
    pub secret: String,
    /// What a browser is asked to make a passkey, where there are any.
    pub passkey: Option<String>,
}

/// Something a redirect wants said. Travels as a code in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Name and password do not belong together.
    Wrong,
    /// The second factor is not theirs.
    Code,
    /// Too many tries: so many minutes.
    Wait(u16),
    /// From the start, please.
    Over,
    /// The session has ended.
    Ended,
    /// They signed out.
    SignedOut,
    /// The link leads nowhere any more.
    Gone,
    /// The name cannot be taken.
    Name,
    /// Somebody has the name.
    Taken,
    /// A password cannot be taken.
    Password(PasswordFault),
    /// The present password is another one.
    Present,
    /// What was asked for is done.
    Done,
    /// It is not as it was when the page was shown.
    Changed,
    /// It would leave nobody, or nothing, to sign in with.
    Last,
}

impl Notice {
    /// Everything there is to say, with one wait for all.
    pub fn all() -> impl Iterator<Item = Self> {
        let faults = PasswordFault::ALL.iter().copied().map(Self::Password);
        [
            Self::Wrong,
            Self::Code,
            Self::Wait(15),
            Self::Over,
            Self::Ended,
            Self::SignedOut,
            Self::Gone,
            Self::Name,
            Self::Taken,
            Self::Present,
            Self::Done,
            Self::Changed,
            Self::Last,
        ]
        .into_iter()
        .chain(faults)
    }

    /// The code in the query.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Wrong => "wrong".to_owned(),
            Self::Code => "code".to_owned(),
            Self::Wait(minutes) => format!("wait-{minutes}"),
            Self::Over => "over".to_owned(),
            Self::Ended => "ended".to_owned(),
            Self::SignedOut => "out".to_owned(),
            Self::Gone => "gone".to_owned(),
            Self::Name => "name".to_owned(),
            Self::Taken => "taken".to_owned(),
            Self::Password(fault) => format!("password-{}", fault.code()),
            Self::Done => "done".to_owned(),
            Self::Present => "present".to_owned(),
            Self::Changed => "changed".to_owned(),
            Self::Last => "last".to_owned(),
        }
    }

    /// The notice of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if let Some(minutes) = code.strip_prefix("wait-") {
            return minutes.parse().ok().filter(|m| *m <= 120).map(Self::Wait);
        }
        Self::all().find(|notice| notice.code() == code)
    }

    /// The address of a page that says it.
    #[must_use]
    pub fn at(self, path: DeskPath) -> String {
        format!("{}?notice={}", path.at(""), self.code())
    }

    /// The field that it is about, if something typed has to be mended.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Wrong | Self::Name | Self::Taken => Some("name"),
            Self::Code => Some("code"),
            Self::Present => Some("present"),
            Self::Password(_) => Some("password"),
            Self::Wait(_) | Self::Over | Self::Ended | Self::SignedOut | Self::Gone => None,
            Self::Done | Self::Changed | Self::Last => None,
        }
    }

    /// Its words.
    pub(crate) fn words(self, lang: Lang) -> String {
        let plain = |text: Text| text.to(lang).to_owned();
        match self {
            Self::Wrong => plain(words::WRONG),
            Self::Code => plain(words::WRONG_CODE),
            Self::Wait(minutes) => words::WAIT.fill(lang, &[("n", &minutes.to_string())]),
            Self::Over => plain(words::OVER),
            Self::Ended => plain(words::ENDED),
            Self::SignedOut => plain(words::SIGNED_OUT),
            Self::Gone => plain(words::GONE),
            Self::Name => plain(words::NAME_FAULT),
            Self::Taken => plain(words::NAME_TAKEN),
            Self::Done => plain(words::DONE),
            Self::Present => plain(words::WRONG_PRESENT),
            Self::Changed => plain(words::CHANGED),
            Self::Last => plain(words::LAST),
            Self::Password(fault) => plain(match fault {
                PasswordFault::TooShort => words::PASSWORD_SHORT,
                PasswordFault::TooLong => words::PASSWORD_LONG,
                PasswordFault::Named => words::PASSWORD_NAMED,
                PasswordFault::Common => words::PASSWORD_COMMON,
                PasswordFault::Differs => words::PASSWORD_DIFFERS,
            }),
        }
    }
}

/// The visit that is being rendered.
pub(crate) fn desk_visit() -> Arc<DeskVisit> {
    expect_context()
}

impl DeskVisit {
    /// Whether whoever is in may do that, as far as their role goes: for what a
    /// page offers. The function behind it asks for itself.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.who
            .as_ref()
            .is_some_and(|who| who.role.may(permission))
    }

    /// A value of the query.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_comes_back_from_its_code() {
        for notice in Notice::all() {
            assert_eq!(Notice::from_code(&notice.code()), Some(notice));
        }
        for other in ["", "wait-", "wait-x", "wait-9999", "password-"] {
            assert_eq!(Notice::from_code(other), None, "{other}");
        }
    }
}
