//! One application as the admin shows it: state, complete timeline and the staff's texts.

mod command;
mod personal_field;
mod ports;
#[cfg(feature = "native")]
mod service;
mod timeline_entry;
mod unsaved_input;

pub use command::{CaseAction, CaseCommand};
pub use personal_field::PersonalField;
pub use ports::{CaseStore, Message};
#[cfg(feature = "native")]
pub use service::{CaseError, CaseService};
pub use timeline_entry::{EntryText, TimelineEntry};
pub use unsaved_input::UnsavedInput;

use crate::{
    admin::{ReviewerId, list::Person},
    id::{ApplicationId, ExternalId, Reference, UserId},
    pii::Pii,
    provider::ProviderStatus,
    state::{Reason, StateKind},
};
use time::OffsetDateTime;

/// One application.
#[derive(Clone, Debug)]
pub struct Case {
    /// Our primary key. No page shows it.
    pub id: ApplicationId,
    /// Its number, in the order in which applications were opened.
    pub number: i64,
    /// The reference that applicants and staff use.
    pub reference: Reference,
    /// The id of the applicant in requests to the provider.
    pub user_id: UserId,
    /// The provider's id, once known.
    pub external_id: Option<ExternalId>,
    /// The state.
    pub state: StateKind,
    /// The reason, if it is parked.
    pub reason: Option<Reason>,
    /// The provider's last status words.
    pub words: ProviderStatus,
    /// When it was opened.
    pub opened_at: OffsetDateTime,
    /// When its details were first submitted.
    pub submitted_at: Option<OffsetDateTime>,
    /// Attempts opened so far.
    pub attempts: u32,
    /// Whether a poll is useful now.
    pub is_pollable: bool,
    /// Whether a reviewer may request documents again.
    pub may_request_documents: bool,
    /// The assignee.
    pub assignee: Option<ReviewerId>,
    /// The applicant, masked.
    pub person: Person,
    /// The given answers, masked.
    pub answers: Vec<(PersonalField, Pii<String>)>,
    /// The timeline, the oldest event first.
    pub trail: Vec<TimelineEntry>,
}

impl Case {
    /// The version: the sequence number of the last audit event. A command names it and fails if it
    /// has changed.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.trail.last().map_or(0, |entry| entry.seq)
    }

    /// The masked answer to one field, if it was given.
    #[must_use]
    pub fn answer(&self, datum: PersonalField) -> Option<&Pii<String>> {
        let mut answers = self.answers.iter();
        answers.find(|(of, _)| *of == datum).map(|(_, text)| text)
    }

    /// Whether the personal data was erased.
    #[must_use]
    pub const fn is_erased(&self) -> bool {
        matches!(self.person, Person::Erased)
    }
}
