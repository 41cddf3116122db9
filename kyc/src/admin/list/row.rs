//! A row of the list.

use super::{TimeKey, cursor::millis, masked_email, masked_name};
use crate::{
    admin::ReviewerId, form::name::NameTyped, id::Reference, pii::Pii, provider::ProviderStatus,
    state::StateKind, value::text::tidy,
};
use time::OffsetDateTime;

/// The applicant in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// The applicant's input, masked unless the caller requested it in full; `None` for blank
    /// fields.
    Known {
        /// Given and family name.
        name: Option<Pii<String>>,
        /// Email address.
        email: Option<Pii<String>>,
    },
    /// The personal data was erased.
    Erased,
    /// It should be readable but cannot be decrypted.
    Unreadable,
}

impl Person {
    /// The masked input.
    #[must_use]
    pub fn masked(name: &NameTyped, email: &str) -> Self {
        Self::Known {
            name: masked_name(&name.given, &name.family).map(Pii::new),
            email: masked_email(email).map(Pii::new),
        }
    }

    /// The full input.
    #[must_use]
    pub fn unmasked(name: &NameTyped, email: &str) -> Self {
        let typed = |text: &str| Some(tidy(text)).filter(|text| !text.is_empty());
        Self::Known {
            name: typed(&name.full()).map(Pii::new),
            email: typed(email).map(Pii::new),
        }
    }
}

/// One application in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its number, in the order in which applications were opened.
    pub number: i64,
    /// The reference that applicants and staff use.
    pub reference: Reference,
    /// The state.
    pub state: StateKind,
    /// The provider's last status words.
    pub provider_status: ProviderStatus,
    /// When it was opened.
    pub opened_at: OffsetDateTime,
    /// The action of the last audit event.
    pub event: String,
    /// The time of the last audit event.
    pub event_at: OffsetDateTime,
    /// The assignee's id.
    pub assignee_id: Option<ReviewerId>,
    /// The assignee's name.
    pub assignee: Option<String>,
    /// Whether an override request waits for a second reviewer.
    pub contested: bool,
    /// The applicant.
    pub person: Person,
    /// Further columns of an export.
    pub export: Option<ExportColumns>,
}

/// What only an export shows of an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportColumns {
    /// When its details were first submitted.
    pub submitted_at: Option<OffsetDateTime>,
    /// When the final decision arrived.
    pub decided_at: Option<OffsetDateTime>,
    /// The provider's id.
    pub external_id: Option<String>,
    /// When its personal data was erased.
    pub erased_at: Option<OffsetDateTime>,
    /// Outcome and status of the last override request.
    pub override_request: Option<String>,
}

impl CaseRow {
    /// Its key in the order by age.
    #[must_use]
    pub fn opened(&self) -> TimeKey {
        self.time_key(self.opened_at)
    }

    /// Its key in the order by last event.
    #[must_use]
    pub fn last_event(&self) -> TimeKey {
        self.time_key(self.event_at)
    }

    fn time_key(&self, at: OffsetDateTime) -> TimeKey {
        TimeKey {
            at: millis(at),
            number: self.number,
        }
    }
}

/// The count of applications in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Vec<(StateKind, u64)>, u64);

impl Counts {
    /// The counts of the given states; all others are zero.
    #[must_use]
    pub const fn new(counts: Vec<(StateKind, u64)>) -> Self {
        Self(counts, 0)
    }

    /// The same with this count of erased applications.
    #[must_use]
    pub fn with_erased(self, erased: u64) -> Self {
        Self(self.0, erased)
    }

    /// The count of erased applications.
    #[must_use]
    pub const fn erased(&self) -> u64 {
        self.1
    }

    /// The count of a state.
    #[must_use]
    pub fn of(&self, label: StateKind) -> u64 {
        let mut all = self.0.iter();
        all.find(|(of, _)| *of == label).map_or(0, |(_, n)| *n)
    }

    /// The count of all given states.
    #[must_use]
    pub fn among(&self, labels: &[StateKind]) -> u64 {
        labels.iter().map(|label| self.of(*label)).sum()
    }

    /// The total count, without the erased ones.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.among(StateKind::ALL)
    }
}
