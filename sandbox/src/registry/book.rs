//! All inquiries and prefills, and the ways to find one.
//!
//! Every look at an inquiry and every change to one leads through here: no news
//! of it is missed, nor a time at which it will change by itself.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use time::OffsetDateTime;

use super::capture::Capture;
use super::inquiry::Inquiry;
use super::news::{News, Webhook};
use super::prefill::Prefill;
use super::referral::Referrals;

/// An inquiry's place in the book. Only the book makes one and entries are never
/// removed, so that it always leads somewhere.
#[derive(Clone, Copy)]
pub(crate) struct Place(usize);

/// The upstream's memory.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) referrals: Referrals,
    pub(crate) webhook: Option<Webhook>,
    news: Vec<News>,
    agenda: BinaryHeap<Reverse<(OffsetDateTime, usize)>>,
    inquiries: Vec<Inquiry>,
    by_external_id: HashMap<String, Place>,
    by_user_id: HashMap<String, Place>,
    by_link: HashMap<String, Place>,
    prefills: HashMap<String, Prefill>,
}

impl Book {
    pub(crate) fn add(&mut self, inquiry: Inquiry) -> Place {
        let place = Place(self.inquiries.len());
        self.by_external_id
            .insert(inquiry.names.external_id.clone(), place);
        self.by_user_id.insert(inquiry.names.user_id.clone(), place);
        self.inquiries.push(inquiry);
        self.gather(place);
        place
    }

    pub(crate) fn add_link(&mut self, place: Place, capture: Capture, now: OffsetDateTime) {
        self.by_link.insert(capture.token.clone(), place);
        self.change(place, now, |inquiry| inquiry.add_link(capture, now));
    }

    pub(crate) fn user(&self, user_id: &str) -> Option<Place> {
        self.by_user_id.get(user_id).copied()
    }

    pub(crate) fn external(&self, external_id: &str) -> Option<Place> {
        self.by_external_id.get(external_id).copied()
    }

    pub(crate) fn link(&self, token: &str) -> Option<Place> {
        self.by_link.get(token).copied()
    }

    /// The inquiry at `place`, brought up to date.
    pub(crate) fn at(&mut self, place: Place, now: OffsetDateTime) -> &Inquiry {
        self.change(place, now, |_| ());
        &self.inquiries[place.0]
    }

    /// Changes the inquiry at `place`, brought up to date.
    pub(crate) fn change<T>(
        &mut self,
        place: Place,
        now: OffsetDateTime,
        change: impl FnOnce(&mut Inquiry) -> T,
    ) -> T {
        let inquiry = &mut self.inquiries[place.0];
        inquiry.settle(now);
        let changed = change(inquiry);
        self.gather(place);
        changed
    }

    /// Every inquiry, oldest first, brought up to date.
    pub(crate) fn all(&mut self, now: OffsetDateTime) -> impl Iterator<Item = &Inquiry> {
        for index in 0..self.inquiries.len() {
            self.at(Place(index), now);
        }
        self.inquiries.iter()
    }

    /// What happened since this was last asked, while there was somebody to tell.
    pub(crate) fn take_news(&mut self, now: OffsetDateTime) -> Vec<News> {
        while let Some(Reverse((due, index))) = self.agenda.peek().copied()
            && due <= now
        {
            self.agenda.pop();
            self.at(Place(index), now);
        }
        std::mem::take(&mut self.news)
    }

    /// When an inquiry may change by itself next.
    pub(crate) fn next_due(&self) -> Option<OffsetDateTime> {
        self.agenda.peek().map(|Reverse((due, _))| *due)
    }

    fn gather(&mut self, place: Place) {
        let inquiry = &mut self.inquiries[place.0];
        if let Some(due) = inquiry.newly_due() {
            self.agenda.push(Reverse((due, place.0)));
        }
        let changes = inquiry.take_changes();
        if self.webhook.is_some() {
            let news = changes.iter().map(|change| News::of(inquiry, change));
            self.news.extend(news);
        }
    }

    pub(crate) fn add_prefill(&mut self, prefill: Prefill) {
        self.prefills.insert(prefill.external_id.clone(), prefill);
    }

    pub(crate) fn prefill(&mut self, external_id: &str) -> Option<&mut Prefill> {
        self.prefills.get_mut(external_id)
    }
}
