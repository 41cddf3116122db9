//! Context of one request, as the pages see it. The server loads all data before
//! rendering begins, so rendering never waits.

use crate::{
    i18n::Text,
    routes::Path,
    site::{Assets, Site},
};
use kyc::{
    admin::case::Message,
    application::Application,
    device::LiveAccess,
    eligibility::Ineligible,
    flow::Progress,
    form::{Draft, Field, summary::Summary},
    lang::Lang,
    return_link::{ReturnLink, ReturnSecret},
    value::FieldError,
};
use leptos::prelude::expect_context;
use std::sync::{Arc, Mutex, PoisonError};
use time::{Duration, OffsetDateTime};

/// What a page is rendered from.
#[derive(Clone)]
pub struct PageContext {
    /// Language of the page.
    pub lang: Lang,
    /// CSRF token that binds forms to the session, or to the browser before there is one.
    pub csrf: String,
    /// Nonce of this response's scripts (ASVS 3.4.3).
    pub nonce: String,
    /// The requested page. `None` for an address without a page.
    pub path: Option<Path>,
    /// Flash message above the heading.
    pub flash: Option<FlashMessage>,
    /// Whether the client claims to be a phone.
    pub phone: bool,
    /// Whether the applicant has stopped the reloads of the status page.
    pub still: bool,
    /// Settings of the installation.
    pub site: Arc<Site>,
    /// URLs of the built files.
    pub assets: Arc<Assets>,
    /// The session's application, if there is one.
    pub application_view: Option<Arc<ApplicationView>>,
    /// This device's resume link, while it is valid.
    pub resume_link: Option<ResumeLink>,
    /// Whether this request found a session with an application expired.
    pub ended: bool,
    /// Time until the session's idle timeout, if it has an application to protect.
    pub idle: Option<Duration>,
    /// Referral code of the followed link, as received.
    pub referral: String,
    /// Time of the request.
    pub now: OffsetDateTime,
}

/// An application, and what today's rules derive from it.
pub struct ApplicationView {
    /// The application.
    pub application: Application,
    /// Progress through the valid steps.
    pub progress: Progress,
    /// Why the applicant is ineligible, if so.
    pub ineligible: Option<Ineligible>,
    /// How many more attempts may be opened.
    pub attempts_left: u32,
    /// Whether a date of birth is known, which a resume link needs.
    pub knows_birth: bool,
    /// All answers, on a page that shows them, if all are valid.
    pub summary: Option<Summary>,
    /// Messages from staff, newest first, on a page that shows them.
    pub messages: Vec<Message>,
    /// Live sessions and valid resume links, on a page that shows them.
    pub accesses: Vec<LiveAccess>,
}

/// A resume link with its secret, for its owner's page.
#[derive(Clone)]
pub struct ResumeLink {
    /// The secret.
    pub secret: ReturnSecret,
    /// The link.
    pub link: ReturnLink,
    /// Whose application it opens, on the page that asks for the date of birth.
    pub owner: Option<ApplicationLabel>,
}

/// Names an application without personal details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationLabel {
    /// Initials of the applicant. Empty without a name.
    pub initials: String,
    /// The reference.
    pub reference: String,
}

impl ApplicationLabel {
    /// Label of an application.
    #[must_use]
    pub fn of(application: &Application) -> Self {
        Self {
            initials: application.draft.name.typed.initials(),
            reference: application.reference.as_str().to_owned(),
        }
    }
}

/// A flash message shown once after a redirect. It travels as a code in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashMessage {
    /// A step was skipped (ux rule 9).
    StepSkipped,
    /// The session has no application.
    NoApplication,
    /// The session has ended.
    Ended,
    /// The applicant signed out.
    SignedOut,
    /// The resume link is no longer valid.
    LinkExpired,
    /// The prefill succeeded.
    Prefilled,
    /// The prefill found no data.
    PrefillEmpty,
    /// The verification code has expired or has no attempts left.
    CodeExpired,
    /// The submission came sooner than a person answers: check the answers and submit again.
    CheckAgain,
    /// The budget of today is used up.
    DailyLimit,
    /// The page of a form was out of date.
    Stale,
    /// Sessions or resume links of the application ended.
    AccessEnded,
    /// Error of a resume date of birth or of a verification code. That input is not
    /// stored, so the error travels in the query.
    FieldError(FieldError),
}

impl FlashMessage {
    /// Every flash message.
    pub fn all() -> impl Iterator<Item = Self> {
        let faults = FieldError::ALL.iter().copied();
        let travels = |fault: &FieldError| {
            let field = Field::of(*fault);
            field.is_birth_date() || field == Field::Code
        };
        [
            Self::StepSkipped,
            Self::NoApplication,
            Self::Ended,
            Self::SignedOut,
            Self::LinkExpired,
            Self::Prefilled,
            Self::PrefillEmpty,
            Self::CodeExpired,
            Self::CheckAgain,
            Self::DailyLimit,
            Self::Stale,
            Self::AccessEnded,
        ]
        .into_iter()
        .chain(faults.filter(travels).map(Self::FieldError))
    }

    /// Code in the query.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::StepSkipped => "order".to_owned(),
            Self::NoApplication => "fresh".to_owned(),
            Self::Ended => "ended".to_owned(),
            Self::SignedOut => "out".to_owned(),
            Self::LinkExpired => "gone".to_owned(),
            Self::Prefilled => "filled".to_owned(),
            Self::PrefillEmpty => "unfilled".to_owned(),
            Self::CodeExpired => "run-out".to_owned(),
            Self::CheckAgain => "check-again".to_owned(),
            Self::DailyLimit => "tomorrow".to_owned(),
            Self::Stale => "stale".to_owned(),
            Self::AccessEnded => "access-ended".to_owned(),
            Self::FieldError(fault) => fault.to_string(),
        }
    }

    /// Flash message of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|flash| flash.code() == code)
    }

    /// Address of a page that shows this message.
    #[must_use]
    pub fn at(self, path: Path) -> String {
        format!("{}?notice={}", path.href(), self.code())
    }
}

/// Slot that carries the title from the page to the document's head.
#[derive(Clone, Default)]
pub(crate) struct PageTitle(Arc<Mutex<String>>);

impl PageTitle {
    /// Sets the title.
    pub(crate) fn set(&self, title: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = title;
    }

    /// Takes the title.
    pub(crate) fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Context of the request that is being rendered.
pub(crate) fn page_context() -> Arc<PageContext> {
    expect_context()
}

/// A text in the applicant's language, with the installation's values: `{org}`,
/// `{age}`, `{email}`, `{phone}`, `{version}`.
pub(crate) fn t(text: Text) -> String {
    let context = page_context();
    let site = &context.site;
    // Non-breaking spaces keep a phone number on one line.
    let phone = site.support_phone.replace(' ', "\u{a0}");
    let values = [
        ("org", site.organisation.as_str()),
        ("age", &site.minimum_age.to_string()),
        ("email", &site.support_email),
        ("phone", &phone),
        ("version", &site.agreement_version),
    ];
    text.fill(context.lang, &values)
}

impl PageContext {
    /// The session's application, if there is one.
    #[must_use]
    pub fn application(&self) -> Option<&Application> {
        self.application_view
            .as_ref()
            .map(|application_view| &application_view.application)
    }

    /// The applicant's draft, an empty one without an application.
    pub(crate) fn draft(&self) -> Draft {
        let application = self.application();
        application.map_or_else(Draft::default, |it| it.draft.clone())
    }

    /// Whether this is the page after the end of a session. It shows no application: not even of a
    /// session that another request has begun meanwhile.
    #[must_use]
    pub fn is_after_end(&self) -> bool {
        let ended = matches!(
            self.flash,
            Some(FlashMessage::Ended | FlashMessage::SignedOut)
        );
        ended && self.path == Some(Path::Return)
    }

    /// Resume link of this session's own application.
    #[must_use]
    pub fn own_resume_link(&self) -> Option<&ResumeLink> {
        let id = self.application()?.id;
        self.resume_link
            .as_ref()
            .filter(|resume_link| resume_link.link.application == id)
    }
}
