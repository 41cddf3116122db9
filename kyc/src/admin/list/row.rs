//! A row of the list.

use super::{TimeKey, cursor::millis, masked_email, masked_name};
use crate::{
    admin::ReviewerId, form::name::NameTyped, id::Reference, pii::Pii, provider::ProviderStatus,
    state::StateKind,
};
use time::OffsetDateTime;

/// What a row says about the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// What they typed, masked unless all of it was asked for; `None` for what
    /// they did not.
    Known {
        /// Given and family name.
        name: Option<Pii<String>>,
        /// The address of mail.
        email: Option<Pii<String>>,
    },
    /// Nobody can read it any more.
    Erased,
    /// It should be readable and is not.
    Unreadable,
}

impl Person {
    /// Who typed so, masked.
    #[must_use]
    pub fn masked(name: &NameTyped, email: &str) -> Self {
        Self::Known {
            name: masked_name(&name.given, &name.family).map(Pii::new),
            email: masked_email(email).map(Pii::new),
        }
    }

    /// The same with all that they typed.
    #[must_use]
    pub fn unmasked(name: &NameTyped, email: &str) -> Self {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Self::Known {
            name: typed(&format!("{} {}", name.given, name.family)).map(Pii::new),
            email: typed(email).map(Pii::new),
        }
    }
}

/// One application in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its number, in the order in which applications were opened.
    pub number: i64,
    /// What people call it.
    pub reference: Reference,
    /// Where it stands.
    pub state: StateKind,
    /// What the upstream said last, in its own words.
    pub provider_status: ProviderStatus,
    /// When it was opened.
    pub opened_at: OffsetDateTime,
    /// The last thing that happened, as the trail has it.
    pub event: String,
    /// When.
    pub event_at: OffsetDateTime,
    /// Who looks after it.
    pub assignee_id: Option<ReviewerId>,
    /// Their name.
    pub assignee: Option<String>,
    /// Whether a reviewer wants its decision overruled and waits for a second one.
    pub contested: bool,
    /// Whose it is.
    pub person: Person,
}

impl CaseRow {
    /// Its place in the order by age.
    #[must_use]
    pub fn opened(&self) -> TimeKey {
        self.time_key(self.opened_at)
    }

    /// Its place in the order by last event.
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

/// How many there are in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Vec<(StateKind, u64)>);

impl Counts {
    /// The counts of some states; of the others there is none.
    #[must_use]
    pub const fn new(counts: Vec<(StateKind, u64)>) -> Self {
        Self(counts)
    }

    /// How many are in a state.
    #[must_use]
    pub fn of(&self, label: StateKind) -> u64 {
        let mut all = self.0.iter();
        all.find(|(of, _)| *of == label).map_or(0, |(_, n)| *n)
    }

    /// How many are in any of these.
    #[must_use]
    pub fn among(&self, labels: &[StateKind]) -> u64 {
        labels.iter().map(|label| self.of(*label)).sum()
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.among(StateKind::ALL)
    }
}
