//! All inquiries and prefills, with an index by each id.
//!
//! Every read and every change of an inquiry goes through [`Inquiries::update`].
//! So the webhook worker misses no event, and no due time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use time::OffsetDateTime;

use super::capture::Capture;
use super::inquiry::Inquiry;
use super::prefill::Prefill;
use super::referral::Referrals;
use super::webhook_events::{WebhookEvent, WebhookTarget};

/// An inquiry's position in [`Inquiries`]. It is always valid: only
/// [`Inquiries`] makes one, and never removes an inquiry.
#[derive(Clone, Copy)]
pub(crate) struct InquiryIndex(usize);

/// The provider's data.
#[derive(Default)]
pub(crate) struct Inquiries {
    pub(crate) referrals: Referrals,
    pub(crate) webhook: Option<WebhookTarget>,
    events: Vec<WebhookEvent>,
    due_times: BinaryHeap<Reverse<(OffsetDateTime, usize)>>,
    all: Vec<Inquiry>,
    by_external_id: HashMap<String, InquiryIndex>,
    by_user_id: HashMap<String, InquiryIndex>,
    by_link_token: HashMap<String, InquiryIndex>,
    prefills: HashMap<String, Prefill>,
}

impl Inquiries {
    pub(crate) fn add(&mut self, inquiry: Inquiry) -> InquiryIndex {
        let index = InquiryIndex(self.all.len());
        self.by_external_id
            .insert(inquiry.ids.external_id.clone(), index);
        self.by_user_id.insert(inquiry.ids.user_id.clone(), index);
        self.all.push(inquiry);
        self.collect_events(index);
        index
    }

    pub(crate) fn add_link(&mut self, index: InquiryIndex, capture: Capture, now: OffsetDateTime) {
        self.by_link_token.insert(capture.token.clone(), index);
        self.update(index, now, |inquiry| inquiry.add_link(capture, now));
    }

    pub(crate) fn find_by_user_id(&self, user_id: &str) -> Option<InquiryIndex> {
        self.by_user_id.get(user_id).copied()
    }

    pub(crate) fn find_by_external_id(&self, external_id: &str) -> Option<InquiryIndex> {
        self.by_external_id.get(external_id).copied()
    }

    pub(crate) fn find_by_link_token(&self, token: &str) -> Option<InquiryIndex> {
        self.by_link_token.get(token).copied()
    }

    /// The inquiry in its state at `now`.
    pub(crate) fn get(&mut self, index: InquiryIndex, now: OffsetDateTime) -> &Inquiry {
        self.update(index, now, |_| ());
        &self.all[index.0]
    }

    /// Applies what is due by `now`, then `change`, and collects the events.
    pub(crate) fn update<T>(
        &mut self,
        index: InquiryIndex,
        now: OffsetDateTime,
        change: impl FnOnce(&mut Inquiry) -> T,
    ) -> T {
        let inquiry = &mut self.all[index.0];
        inquiry.apply_due(now);
        let changed = change(inquiry);
        self.collect_events(index);
        changed
    }

    /// Every inquiry in its state at `now`, oldest first.
    pub(crate) fn iter(&mut self, now: OffsetDateTime) -> impl Iterator<Item = &Inquiry> {
        for index in 0..self.all.len() {
            self.get(InquiryIndex(index), now);
        }
        self.all.iter()
    }

    /// The events since the last call. Without a registered webhook there are none.
    pub(crate) fn take_events(&mut self, now: OffsetDateTime) -> Vec<WebhookEvent> {
        while let Some(Reverse((due, index))) = self.due_times.peek().copied()
            && due <= now
        {
            self.due_times.pop();
            self.get(InquiryIndex(index), now);
        }
        std::mem::take(&mut self.events)
    }

    /// The next time at which an inquiry may change without a call.
    pub(crate) fn next_due(&self) -> Option<OffsetDateTime> {
        self.due_times.peek().map(|Reverse((due, _))| *due)
    }

    fn collect_events(&mut self, index: InquiryIndex) {
        let inquiry = &mut self.all[index.0];
        if let Some(due) = inquiry.take_new_due_time() {
            self.due_times.push(Reverse((due, index.0)));
        }
        let changes = inquiry.take_changes();
        if self.webhook.is_some() {
            let events = changes
                .iter()
                .map(|change| WebhookEvent::of(inquiry, change));
            self.events.extend(events);
        }
    }

    pub(crate) fn add_prefill(&mut self, prefill: Prefill) {
        self.prefills.insert(prefill.external_id.clone(), prefill);
    }

    pub(crate) fn prefill(&mut self, external_id: &str) -> Option<&mut Prefill> {
        self.prefills.get_mut(external_id)
    }
}
