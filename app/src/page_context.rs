//! One request, as the pages see it: everything they show is in here before
//! rendering begins, so that rendering never waits.

use crate::{
    i18n::Text,
    routes::Path,
    site::{Assets, Site},
};
use kyc::{
    admin::case::Message,
    application::Application,
    eligibility::Ineligible,
    flow::Progress,
    form::{Field, summary::Summary},
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
    /// The language to speak.
    pub lang: Lang,
    /// The token that binds this person's forms to their session.
    pub csrf: String,
    /// The nonce of this answer's scripts (ASVS 3.4.3).
    pub nonce: String,
    /// The page that was asked for; `None` for an address without one.
    pub path: Option<Path>,
    /// Something to say above the heading.
    pub flash: Option<FlashMessage>,
    /// Whether the device is a phone, as far as it says.
    pub phone: bool,
    /// The installation.
    pub site: Arc<Site>,
    /// The built files.
    pub assets: Arc<Assets>,
    /// The person's application, once there is one.
    pub application_view: Option<Arc<ApplicationView>>,
    /// The return link that this device keeps, while it leads anywhere.
    pub resume_link: Option<ResumeLink>,
    /// Whether a session with an application has just been found to be over.
    pub ended: bool,
    /// How long the session lives without a sign of life, once there is an
    /// application in it to protect.
    pub idle: Option<Duration>,
    /// The referral code of the link that was followed, as it came.
    pub referral: String,
    /// The time of the request.
    pub now: OffsetDateTime,
}

/// An application with what follows from it under today's rules.
pub struct ApplicationView {
    /// The application.
    pub application: Application,
    /// The steps answered soundly.
    pub progress: Progress,
    /// Why they may not apply, if so.
    pub ineligible: Option<Ineligible>,
    /// How many more attempts may be opened.
    pub attempts_left: u32,
    /// Whether there is a date of birth to ask for when they come back.
    pub knows_birth: bool,
    /// Every answer, on a page that reads them back, if all can be parsed.
    pub summary: Option<Summary>,
    /// What the desk wrote to them, the newest first, where it is shown.
    pub messages: Vec<Message>,
}

/// A return link with its secret, for its owner's page.
#[derive(Clone)]
pub struct ResumeLink {
    /// The secret.
    pub secret: ReturnSecret,
    /// The link.
    pub link: ReturnLink,
}

/// Something a redirect wants said. Travels as a code in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashMessage {
    /// A step was skipped (ux rule 9).
    Order,
    /// There is no application in this session.
    Fresh,
    /// The session has ended.
    Ended,
    /// The return link leads nowhere any more.
    Gone,
    /// Something was filled in.
    Filled,
    /// Nothing could be filled in.
    Unfilled,
    /// The code cannot be right any more.
    RunOut,
    /// What is wrong with a date of birth that was typed to come back, or with a code:
    /// they are kept nowhere, so that the fault travels.
    FieldError(FieldError),
}

impl FlashMessage {
    /// Everything there is to say.
    pub fn all() -> impl Iterator<Item = Self> {
        let faults = FieldError::ALL.iter().copied();
        let travels = |fault: &FieldError| {
            let field = Field::of(*fault);
            field.is_birth_date() || field == Field::Code
        };
        [
            Self::Order,
            Self::Fresh,
            Self::Ended,
            Self::Gone,
            Self::Filled,
            Self::Unfilled,
            Self::RunOut,
        ]
        .into_iter()
        .chain(faults.filter(travels).map(Self::FieldError))
    }

    /// The code in the query.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Order => "order".to_owned(),
            Self::Fresh => "fresh".to_owned(),
            Self::Ended => "ended".to_owned(),
            Self::Gone => "gone".to_owned(),
            Self::Filled => "filled".to_owned(),
            Self::Unfilled => "unfilled".to_owned(),
            Self::RunOut => "run-out".to_owned(),
            Self::FieldError(fault) => fault.to_string(),
        }
    }

    /// The notice of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|flash| flash.code() == code)
    }

    /// The address of a page that says it.
    #[must_use]
    pub fn at(self, path: Path) -> String {
        format!("{}?notice={}", path.href(), self.code())
    }
}

/// Where a page leaves its title for the head of the document.
#[derive(Clone, Default)]
pub(crate) struct PageTitle(Arc<Mutex<String>>);

impl PageTitle {
    /// Says the title.
    pub(crate) fn set(&self, title: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = title;
    }

    /// Takes what was said.
    pub(crate) fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The visit that is being rendered.
pub(crate) fn page_context() -> Arc<PageContext> {
    expect_context()
}

/// A text in the visitor's language, with what the installation fills in:
/// `{org}`, `{age}`, `{email}`, `{phone}`, `{version}`.
pub(crate) fn t(text: Text) -> String {
    let context = page_context();
    let site = &context.site;
    // A number that breaks over two lines is misread.
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
    /// The person's application, once there is one.
    #[must_use]
    pub fn application(&self) -> Option<&Application> {
        self.application_view
            .as_ref()
            .map(|application_view| &application_view.application)
    }

    /// The return link of this session's own application.
    #[must_use]
    pub fn own_resume_link(&self) -> Option<&ResumeLink> {
        let id = self.application()?.id;
        self.resume_link
            .as_ref()
            .filter(|resume_link| resume_link.link.application == id)
    }
}
