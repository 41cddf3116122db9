//! What a dossier needs from the world.

use super::{
    Alert, Answer, Answered, Ask, Asked, Pack, Request, Reveal, Revealed, Shown, overrule::Who,
};
use crate::{
    desk::ReviewerId,
    id::Reference,
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

/// What is known of the Social Security number. Nobody at the desk sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// It was not given yet.
    NotGiven,
    /// It is kept, sealed, until the upstream has it.
    Held,
    /// It was deleted when the upstream had it.
    Shredded,
}

/// A dossier, as somebody may see it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// What whoever asks is shown in full now.
    pub shown: Vec<Shown>,
    /// The number; `None` once the person is erased.
    pub number: Option<Number>,
    /// How many fields whoever asks was shown since a day ago.
    pub spent: u32,
    /// What may be wanted otherwise: the outcomes that it does not have.
    pub outcomes: Vec<super::Outcome>,
    /// What was wanted, the latest first.
    pub requests: Vec<Request>,
}

/// What is kept of it.
pub trait Dossiers: Send + Sync {
    /// Lets somebody see a field, with its lines in both trails: all of it in
    /// one transaction, or nothing. One that is shown already goes on as it was.
    fn reveal(&self, reveal: Reveal, now: OffsetDateTime) -> Fut<'_, Result<Revealed, StoreError>>;

    /// The dossier of a case, as somebody may see it; `None` if there is no such
    /// case.
    fn dossier<'a>(
        &'a self,
        case: &'a Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<Dossier>, StoreError>>;

    /// Who wanted to see more than they may, the latest first.
    fn alerts(&self) -> Fut<'_, Result<Vec<Alert>, StoreError>>;

    /// Records what somebody wants overruled, with its line in the trail.
    fn ask_overrule(&self, ask: Ask, now: OffsetDateTime) -> Fut<'_, Result<Asked, StoreError>>;

    /// Records what a second one says to it, with its line in the trail.
    fn answer_overrule(
        &self,
        answer: Answer,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Answered, StoreError>>;

    /// Puts the evidence together, and examines it; `None` if there is no such
    /// case.
    fn pack<'a>(
        &'a self,
        case: &'a Reference,
        by: Who,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<Pack>, StoreError>>;
}
