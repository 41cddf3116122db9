//! The provider's data and behaviour, free of HTTP and of any dialect.

pub(crate) mod capture;
pub(crate) mod controls;
pub(crate) mod inquiries;
pub(crate) mod inquiry;
pub(crate) mod prefill;
pub(crate) mod referral;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod webhook_events;

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Date, OffsetDateTime};
use tokio::sync::Notify;

use crate::clock::{Clock, add_saturating};
use crate::options::{Options, Review};
use crate::random_id::RandomIds;
use capture::{Capture, CaptureAction, CaptureStep};
use inquiries::{Inquiries, InquiryIndex};
use inquiry::{Inquiry, InquiryIds, InquiryState, Schedule};
use prefill::{CodeCheck, CodeError, Prefill};
use referral::{Filter, Referral};
use rules::{RuleInput, plan_for};
use status::InquiryStatus;
use webhook_events::{WebhookEvent, WebhookTarget};

/// A start request once a dialect has checked it. The sandbox deliberately
/// discards the applicant's other details.
pub(crate) struct ParsedStart<'a> {
    pub(crate) user_id: &'a str,
    pub(crate) id_source: IdSource,
    /// Whether the provider may ask the applicant for documents.
    pub(crate) documents: bool,
    pub(crate) rule_input: RuleInput<'a>,
    pub(crate) referral_code: Option<&'a str>,
}

/// Where an `externalId` comes from (contract §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdSource {
    /// The provider makes one up.
    Provider,
    /// It is the caller's own id.
    Caller,
}

/// The participant is approved already (contract §2, 409).
pub(crate) struct AlreadyApproved;

/// The provider: its data behind one lock, its clock, its random ids.
pub(crate) struct Registry {
    pub(crate) clock: Clock,
    pub(crate) ids: RandomIds,
    /// Wakes the webhook worker after each possible change.
    pub(crate) changed: Notify,
    options: Options,
    inquiries: Mutex<Inquiries>,
}

impl Registry {
    pub(crate) fn new(options: Options) -> Result<Self, getrandom::Error> {
        Ok(Self {
            clock: Clock::default(),
            ids: RandomIds::new()?,
            changed: Notify::new(),
            options,
            inquiries: Mutex::default(),
        })
    }

    /// Creates or resumes an inquiry (contract §3). The same caller's id leads to the same inquiry.
    /// The inquiry gets a new link if documents are due and none is open.
    pub(crate) fn start(&self, start: &ParsedStart<'_>) -> Result<InquiryStatus, AlreadyApproved> {
        let now = self.clock.now();
        let mut inquiries = self.lock();

        let known = inquiries.find_by_user_id(start.user_id);
        let index = known.unwrap_or_else(|| self.create(&mut inquiries, start, now));
        let inquiry = inquiries.get(index, now);
        let approved = matches!(
            inquiry.state(),
            InquiryState::Approved | InquiryState::Provisioning
        );
        if known.is_some() && approved {
            return Err(AlreadyApproved);
        }
        if inquiry.needs_link(now) {
            inquiries.add_link(index, self.new_capture(now), now);
        }
        let status = InquiryStatus::of_inquiry(inquiries.get(index, now), now);
        drop(inquiries);
        self.changed.notify_one();
        Ok(status)
    }

    /// The status of an inquiry or a prefill (contract §4).
    pub(crate) fn status(&self, external_id: &str) -> Option<InquiryStatus> {
        let now = self.clock.now();
        let mut inquiries = self.lock();
        if let Some(index) = inquiries.find_by_external_id(external_id) {
            return Some(InquiryStatus::of_inquiry(inquiries.get(index, now), now));
        }
        inquiries
            .prefill(external_id)
            .map(|prefill| InquiryStatus::of_prefill(prefill))
    }

    /// Begins a prefill. Each call makes a new one: the contract has no resend (§5).
    pub(crate) fn begin_prefill(&self, phone: &str, birth_date: Date) -> InquiryStatus {
        let prefill = Prefill::new(self.new_external_id(), phone, birth_date, self.clock.now());
        let status = InquiryStatus::of_prefill(&prefill);
        self.lock().add_prefill(prefill);
        status
    }

    /// Checks the code that the applicant typed (§5).
    pub(crate) fn check_code(&self, external_id: &str, code: &str) -> Result<CodeCheck, CodeError> {
        let now = self.clock.now();
        self.lock()
            .prefill(external_id)
            .ok_or(CodeError::Unknown)?
            .check(code, now)
    }

    /// Sets the address that webhooks go to from now on (§6).
    pub(crate) fn set_webhook(&self, target: WebhookTarget) {
        self.lock().webhook = Some(target);
    }

    pub(crate) fn webhook(&self) -> Option<WebhookTarget> {
        self.lock().webhook.clone()
    }

    /// The events since the last call, including those due by now.
    pub(crate) fn take_events(&self) -> Vec<WebhookEvent> {
        self.lock().take_events(self.clock.now())
    }

    /// The next time at which an inquiry may change without a call.
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

    /// Performs an action on the capture page and returns the step reached;
    /// `None` if the link does not exist.
    pub(crate) fn capture_act(&self, token: &str, action: CaptureAction) -> Option<CaptureStep> {
        let now = self.clock.now();
        let mut inquiries = self.lock();
        let index = inquiries.find_by_link_token(token)?;
        let step = inquiries.update(index, now, |inquiry| {
            inquiry.apply_action(token, action, now, self.review_ends_at(now));
            inquiry.link(token).map(|capture| capture.step(now))
        });
        drop(inquiries);
        self.changed.notify_one();
        step
    }

    fn create(
        &self,
        inquiries: &mut Inquiries,
        start: &ParsedStart<'_>,
        now: OffsetDateTime,
    ) -> InquiryIndex {
        if let Some(code) = start.referral_code {
            inquiries.referrals.count_use(code);
        }
        let ids = InquiryIds {
            external_id: match start.id_source {
                IdSource::Provider => self.new_external_id(),
                IdSource::Caller => start.user_id.to_owned(),
            },
            user_id: start.user_id.to_owned(),
            account: self.ids.next_hex(4),
            provider_user_id: format!("usr_{}", self.ids.next_hex(8)),
            evaluation_id: format!("eval_{}", self.ids.next_hex(8)),
        };
        let documents = self.options.documents && start.documents;
        let schedule = Schedule {
            plan: plan_for(&start.rule_input, documents),
            processing: self.options.processing,
            provisioning: self.options.provisioning,
        };
        inquiries.add(Inquiry::new(ids, schedule, now))
    }

    fn new_capture(&self, now: OffsetDateTime) -> Capture {
        Capture::new(
            self.ids.next_hex(24),
            self.ids.next_hex(24),
            self.ids.next_hex(12),
            add_saturating(now, self.options.link_life),
        )
    }

    fn new_external_id(&self) -> String {
        format!("ext_{}", self.ids.next_hex(12))
    }

    fn review_ends_at(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match self.options.review {
            Review::After(wait) => Some(add_saturating(now, wait)),
            Review::ByHand => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inquiries> {
        self.inquiries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
