//! What is done at the desk about a case. Each deed is for the case as whoever
//! does it saw it, and is one transaction with its line in the case's trail.

use super::{Act, Case, Casebook, Hand, Kind, Text, TextFault};
use crate::{
    desk::{Permission, ReviewerId, port::DeskStore},
    id::{ApplicationId, ExternalId},
    ports::StoreError,
    service::{Onboarding, ReleaseError, Released, ServiceError},
    state::StateKind,
};
use std::sync::Arc;

/// What is done at the desk about cases.
#[derive(Clone)]
pub struct Casework {
    /// The cases.
    pub book: Arc<dyn Casebook>,
    /// The staff.
    pub desk: Arc<dyn DeskStore>,
    /// The use cases about applications.
    pub onboarding: Arc<Onboarding>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// There is no such case, or nobody can read it any more.
    #[error("there is no such case")]
    Unknown,
    /// Something happened to it since it was looked at.
    #[error("the case is not as it was")]
    Moved,
    /// What was written cannot be taken.
    #[error(transparent)]
    Text(#[from] TextFault),
    /// The upstream's id cannot be one.
    #[error("that is no id of the upstream's")]
    Id,
    /// Whom it shall be assigned to cannot have it.
    #[error("nobody who works on cases")]
    Nobody,
    /// It makes no sense where it stands.
    #[error("not while it is {}", .0.as_str())]
    Stands(StateKind),
    /// It stays parked.
    #[error(transparent)]
    NotReleased(ReleaseError),
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict | StoreError::LeaseOver => Self::Moved,
            error @ StoreError::Failed(_) => Self::Store(error),
        }
    }
}

impl From<ServiceError> for NotDone {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::Unknown,
            ServiceError::Store(error) => error.into(),
        }
    }
}

impl From<ReleaseError> for NotDone {
    fn from(error: ReleaseError) -> Self {
        match error {
            ReleaseError::Unknown => Self::Unknown,
            ReleaseError::NotParked(label) => Self::Stands(label),
            ReleaseError::Service(error) => error.into(),
            other => Self::NotReleased(other),
        }
    }
}

impl Casework {
    /// The case of a hand, as it stands.
    async fn case(&self, hand: &Hand) -> Result<Case, NotDone> {
        let case = self.book.open(&hand.reference).await?;
        let case = case.filter(|case| !case.is_erased());
        case.ok_or(NotDone::Unknown)
    }

    async fn act(&self, id: ApplicationId, hand: &Hand, act: Act) -> Result<(), NotDone> {
        let now = self.onboarding.clock.now();
        Ok(self.book.write(id, hand.clone(), act, now).await?)
    }

    /// Writes a note for the others, or a message to the applicant.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn write(&self, hand: &Hand, kind: Kind, typed: &str) -> Result<(), NotDone> {
        let text = Text::parse(kind, typed)?;
        let case = self.case(hand).await?;
        if kind == Kind::Message && case.state == StateKind::Draft {
            // They have no status page yet to read it on.
            return Err(NotDone::Stands(case.state));
        }
        self.act(case.id, hand, Act::Write(text)).await
    }

    /// Gives a case to somebody who works on cases, or to nobody.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn assign(&self, hand: &Hand, to: Option<ReviewerId>) -> Result<(), NotDone> {
        let case = self.case(hand).await?;
        if let Some(id) = to {
            let whom = self.desk.reviewer(id).await?;
            let may = whom.is_some_and(|it| it.is_enabled() && it.role.may(Permission::Assign));
            if !may {
                return Err(NotDone::Nobody);
            }
        }
        self.act(case.id, hand, Act::Assign(to)).await
    }

    /// Has the upstream asked as soon as it may be, whatever its turn was. The
    /// job that does it keeps to the upstream's budget.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn ask(&self, hand: &Hand) -> Result<ApplicationId, NotDone> {
        let case = self.case(hand).await?;
        let application = self.onboarding.find(case.id).await?;
        if !application.is_pollable() {
            return Err(NotDone::Stands(application.state.kind()));
        }
        // Sooner than the gap allows the question would be let drop.
        let (now, gap) = (self.onboarding.clock.now(), self.onboarding.policy.poll_gap);
        let due_at = application.polled_at.map_or(now, |at| now.max(at + gap));
        self.act(case.id, hand, Act::Ask(due_at)).await?;
        Ok(case.id)
    }

    /// Invites the applicant to send documents again.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn invite(&self, hand: &Hand, reason: &str) -> Result<(), NotDone> {
        let reason = Text::parse(Kind::Reason, reason)?;
        let case = self.case(hand).await?;
        let signed = hand.signs(Some(reason));
        let invited = self.onboarding.request_documents(case.id, &signed).await?;
        invited.map_err(NotDone::Stands)
    }

    /// Lets a parked case go on, as the command line does.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn release(
        &self,
        hand: &Hand,
        supplied: &str,
        reason: &str,
    ) -> Result<(ApplicationId, Released), NotDone> {
        let supplied = match supplied.trim() {
            "" => None,
            id => Some(ExternalId::parse(id).map_err(|_| NotDone::Id)?),
        };
        let reason = Text::parse(Kind::Reason, reason)?;
        let case = self.case(hand).await?;
        if case.version() != hand.seen {
            // Before the upstream is asked about anything.
            return Err(NotDone::Moved);
        }
        let signed = hand.signs(Some(reason));
        let released = self
            .onboarding
            .release(&hand.reference, supplied, Some(&signed));
        Ok((case.id, released.await?))
    }
}
