//! What upstream knows and does, free of HTTP and of any dialect.

pub(crate) mod book;
pub(crate) mod capture;
pub(crate) mod inquiry;
pub(crate) mod lever;
pub(crate) mod news;
pub(crate) mod prefill;
pub(crate) mod referral;
pub(crate) mod rules;
pub(crate) mod standing;

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Date, OffsetDateTime};
use tokio::sync::Notify;

use crate::clock::{Clock, later};
use crate::options::{Options, Review};
use crate::token::Tokens;
use book::{Book, Place};
use capture::{Capture, CaptureAction, CaptureStep};
use inquiry::{Course, Inquiry, Names, State};
use news::{News, Webhook};
use prefill::{Checked, CodeRefused, Prefill};
use referral::{Filter, Referral};
use rules::{Person, plan_for};
use standing::Standing;

/// What a start request means, once a dialect has checked it. The rest of the
/// applicant's details is deliberately not kept.
pub(crate) struct Application<'a> {
    pub(crate) user_id: &'a str,
    /// Who names the inquiry.
    pub(crate) naming: Naming,
    /// Whether the applicant may be asked for documents.
    pub(crate) documents: bool,
    pub(crate) person: Person<'a>,
    pub(crate) referral_code: Option<&'a str>,
}

/// Where an `externalId` comes from (contract §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Upstream makes one up.
    Upstreams,
    /// It is the caller's own id.
    Callers,
}

/// The participant is approved already (contract §2, 409).
pub(crate) struct AlreadyApproved;

/// The upstream: its memory behind one lock, its clock, its randomness.
pub(crate) struct Registry {
    pub(crate) clock: Clock,
    pub(crate) tokens: Tokens,
    /// Told whenever something may have happened.
    pub(crate) stirred: Notify,
    options: Options,
    book: Mutex<Book>,
}

impl Registry {
    pub(crate) fn new(options: Options) -> Result<Self, getrandom::Error> {
        Ok(Self {
            clock: Clock::default(),
            tokens: Tokens::new()?,
            stirred: Notify::new(),
            options,
            book: Mutex::default(),
        })
    }

    /// Creation or resumption (contract §3): the same caller's id leads to the
    /// same inquiry, with a fresh link if documents are owed and none is open.
    pub(crate) fn start(&self, application: &Application<'_>) -> Result<Standing, AlreadyApproved> {
        let now = self.clock.now();
        let mut book = self.lock();

        let known = book.user(application.user_id);
        let place = known.unwrap_or_else(|| self.open(&mut book, application, now));
        let inquiry = book.at(place, now);
        let approved = matches!(inquiry.state(), State::Approved | State::Provisioning);
        if known.is_some() && approved {
            return Err(AlreadyApproved);
        }
        if inquiry.needs_link(now) {
            book.add_link(place, self.capture(now), now);
        }
        let standing = Standing::of_inquiry(book.at(place, now), now);
        drop(book);
        self.stirred.notify_one();
        Ok(standing)
    }

    /// Where an inquiry or a prefill stands (contract §4).
    pub(crate) fn standing(&self, external_id: &str) -> Option<Standing> {
        let now = self.clock.now();
        let mut book = self.lock();
        if let Some(place) = book.external(external_id) {
            return Some(Standing::of_inquiry(book.at(place, now), now));
        }
        book.prefill(external_id)
            .map(|prefill| Standing::of_prefill(prefill))
    }

    /// Begins a prefill: always a new one, since there is no resend (§5).
    pub(crate) fn prefill(&self, phone: &str, born: Date) -> Standing {
        let prefill = Prefill::new(self.external_id(), phone, born, self.clock.now());
        let standing = Standing::of_prefill(&prefill);
        self.lock().add_prefill(prefill);
        standing
    }

    /// Judges the code somebody typed (§5).
    pub(crate) fn check_code(&self, external_id: &str, code: &str) -> Result<Checked, CodeRefused> {
        let now = self.clock.now();
        self.lock()
            .prefill(external_id)
            .ok_or(CodeRefused::Unknown)?
            .check(code, now)
    }

    /// Notes where changes are told from now on (§6).
    pub(crate) fn set_webhook(&self, webhook: Webhook) {
        self.lock().webhook = Some(webhook);
    }

    pub(crate) fn webhook(&self) -> Option<Webhook> {
        self.lock().webhook.clone()
    }

    /// What happened since this was last asked, what fell due by now included.
    pub(crate) fn take_news(&self) -> Vec<News> {
        self.lock().take_news(self.clock.now())
    }

    /// When an inquiry may change by itself next.
    pub(crate) fn next_due(&self) -> Option<OffsetDateTime> {
        self.lock().next_due()
    }

    pub(crate) fn referral(&self, code: &str) -> Option<Referral> {
        self.lock().referrals.find(code).cloned()
    }

    pub(crate) fn add_referral(&self, referral: Referral) -> bool {
        self.lock().referrals.add(referral)
    }

    pub(crate) fn referrals(&self, filter: &Filter<'_>) -> Vec<Referral> {
        self.lock().referrals.list(filter).cloned().collect()
    }

    /// Takes a step on the capture page, and says how far it is then; `None` if
    /// there is no such link.
    pub(crate) fn capture_act(&self, token: &str, action: CaptureAction) -> Option<CaptureStep> {
        let now = self.clock.now();
        let mut book = self.lock();
        let place = book.link(token)?;
        let step = book.change(place, now, |inquiry| {
            inquiry.act(token, action, now, self.reviewed_at(now));
            inquiry.link(token).map(|capture| capture.step(now))
        });
        drop(book);
        self.stirred.notify_one();
        step
    }

    fn open(&self, book: &mut Book, application: &Application<'_>, now: OffsetDateTime) -> Place {
        if let Some(code) = application.referral_code {
            book.referrals.count_use(code);
        }
        let names = Names {
            external_id: match application.naming {
                Naming::Upstreams => self.external_id(),
                Naming::Callers => application.user_id.to_owned(),
            },
            user_id: application.user_id.to_owned(),
            account: self.tokens.draw(4),
            person: format!("usr_{}", self.tokens.draw(8)),
            evaluation: format!("eval_{}", self.tokens.draw(8)),
        };
        let documents = self.options.documents && application.documents;
        let course = Course {
            plan: plan_for(&application.person, documents),
            processing: self.options.processing,
            provisioning: self.options.provisioning,
        };
        book.add(Inquiry::new(names, course, now))
    }

    fn capture(&self, now: OffsetDateTime) -> Capture {
        Capture::new(
            self.tokens.draw(24),
            self.tokens.draw(24),
            self.tokens.draw(12),
            later(now, self.options.link_life),
        )
    }

    fn external_id(&self) -> String {
        format!("ext_{}", self.tokens.draw(12))
    }

    fn reviewed_at(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match self.options.review {
            Review::After(wait) => Some(later(now, wait)),
            Review::ByHand => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
