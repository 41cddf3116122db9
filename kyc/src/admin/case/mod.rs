//! One application, as somebody at the desk sees it: where it stands,
//! everything that happened to it in one order, and what was written about it.

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
    /// Our key. It is shown nowhere.
    pub id: ApplicationId,
    /// Its number, in the order in which applications were opened.
    pub number: i64,
    /// What people call it.
    pub reference: Reference,
    /// The upstream's name for the applicant.
    pub user_id: UserId,
    /// The upstream's id, once heard.
    pub external_id: Option<ExternalId>,
    /// Where it stands.
    pub state: StateKind,
    /// Why, if it is parked.
    pub reason: Option<Reason>,
    /// What the upstream said last, in its own words.
    pub words: ProviderStatus,
    /// When it was opened.
    pub opened_at: OffsetDateTime,
    /// When its details were first handed in.
    pub submitted_at: Option<OffsetDateTime>,
    /// Attempts opened so far.
    pub attempts: u32,
    /// Whether it makes sense to ask the upstream about it now.
    pub is_pollable: bool,
    /// Whether it makes sense to invite the applicant to send documents again.
    pub may_request_documents: bool,
    /// Who looks after it.
    pub assignee: Option<ReviewerId>,
    /// Whose it is, masked.
    pub person: Person,
    /// What they answered, masked; without what they did not.
    pub answers: Vec<(PersonalField, Pii<String>)>,
    /// Everything that happened, the oldest first.
    pub trail: Vec<TimelineEntry>,
}

impl Case {
    /// What somebody has seen of it: the number of the last line of its trail.
    /// Whoever acts names it, and acts only if it is still the last.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.trail.last().map_or(0, |entry| entry.seq)
    }

    /// The masked answer to one thing, if it was given.
    #[must_use]
    pub fn answer(&self, datum: PersonalField) -> Option<&Pii<String>> {
        let mut answers = self.answers.iter();
        answers.find(|(of, _)| *of == datum).map(|(_, text)| text)
    }

    /// Whether nobody can read it any more.
    #[must_use]
    pub const fn is_erased(&self) -> bool {
        matches!(self.person, Person::Erased)
    }
}
