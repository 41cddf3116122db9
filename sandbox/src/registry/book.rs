//! All inquiries and prefills, and the ways to find one.

use std::collections::HashMap;

use time::OffsetDateTime;

use super::capture::Capture;
use super::inquiry::Inquiry;
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
    pub(crate) webhook: Option<String>,
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
        place
    }

    pub(crate) fn add_link(&mut self, place: Place, capture: Capture) {
        self.by_link.insert(capture.token.clone(), place);
        self.inquiries[place.0].add_link(capture);
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
    pub(crate) fn at(&mut self, place: Place, now: OffsetDateTime) -> &mut Inquiry {
        let inquiry = &mut self.inquiries[place.0];
        inquiry.settle(now);
        inquiry
    }

    /// Every inquiry, oldest first, brought up to date.
    pub(crate) fn all(&mut self, now: OffsetDateTime) -> impl Iterator<Item = &Inquiry> {
        self.inquiries.iter_mut().map(move |inquiry| {
            inquiry.settle(now);
            &*inquiry
        })
    }

    pub(crate) fn add_prefill(&mut self, prefill: Prefill) {
        self.prefills.insert(prefill.external_id.clone(), prefill);
    }

    pub(crate) fn prefill(&mut self, external_id: &str) -> Option<&mut Prefill> {
        self.prefills.get_mut(external_id)
    }
}
