//! What is done at the desk about a case. Each deed is for the case as whoever
//! does it saw it, and is one transaction with its line in the case's trail.

use super::{Case, CaseAction, CaseCommand, CaseStore};
use crate::{
    admin::{Permission, ReviewerId, ports::AdminStore},
    audit::{StaffText, TextError, TextKind},
    id::{ApplicationId, ExternalId},
    ports::StoreError,
    service::{Onboarding, ReleaseError, Released, ServiceError},
    state::StateKind,
};
use std::sync::Arc;

/// What is done at the desk about cases.
#[derive(Clone)]
pub struct CaseService {
    /// The cases.
    pub cases: Arc<dyn CaseStore>,
    /// The staff.
    pub admin: Arc<dyn AdminStore>,
    /// The use cases about applications.
    pub onboarding: Arc<Onboarding>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// There is no such case, or nobody can read it any more.
    #[error("there is no such case")]
    Unknown,
    /// Something happened to it since it was looked at.
    #[error("the case is not as it was")]
    Conflict,
    /// What was written cannot be taken.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The upstream's id cannot be one.
    #[error("that is no id of the upstream's")]
    Id,
    /// Whom it shall be assigned to cannot have it.
    #[error("nobody who works on cases")]
    NotAssignable,
    /// It makes no sense where it stands.
    #[error("not while it is {}", .0.as_str())]
    WrongState(StateKind),
    /// It stays parked.
    #[error(transparent)]
    NotReleased(ReleaseError),
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for CaseError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict | StoreError::LeaseOver => Self::Conflict,
            error @ StoreError::Failed(_) => Self::Store(error),
        }
    }
}

impl From<ServiceError> for CaseError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::Unknown,
            ServiceError::Store(error) => error.into(),
        }
    }
}

impl From<ReleaseError> for CaseError {
    fn from(error: ReleaseError) -> Self {
        match error {
            ReleaseError::Unknown => Self::Unknown,
            ReleaseError::NotParked(label) => Self::WrongState(label),
            ReleaseError::Service(error) => error.into(),
            other => Self::NotReleased(other),
        }
    }
}

impl CaseService {
    /// The case of a hand, as it stands.
    async fn case(&self, command: &CaseCommand) -> Result<Case, CaseError> {
        let case = self.cases.open(&command.reference).await?;
        let case = case.filter(|case| !case.is_erased());
        case.ok_or(CaseError::Unknown)
    }

    async fn apply(
        &self,
        id: ApplicationId,
        command: &CaseCommand,
        act: CaseAction,
    ) -> Result<(), CaseError> {
        let now = self.onboarding.clock.now();
        Ok(self.cases.write(id, command.clone(), act, now).await?)
    }

    /// Writes a note for the others, or a message to the applicant.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn write(
        &self,
        command: &CaseCommand,
        kind: TextKind,
        typed: &str,
    ) -> Result<(), CaseError> {
        let text = StaffText::parse(kind, typed)?;
        let case = self.case(command).await?;
        if kind == TextKind::Message && case.state == StateKind::Draft {
            // They have no status page yet to read it on.
            return Err(CaseError::WrongState(case.state));
        }
        self.apply(case.id, command, CaseAction::Write(text)).await
    }

    /// Gives a case to somebody who works on cases, or to nobody.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn assign(
        &self,
        command: &CaseCommand,
        to: Option<ReviewerId>,
    ) -> Result<(), CaseError> {
        let case = self.case(command).await?;
        if let Some(id) = to {
            let whom = self.admin.reviewer(id).await?;
            let may = whom.is_some_and(|it| it.is_enabled() && it.role.may(Permission::Assign));
            if !may {
                return Err(CaseError::NotAssignable);
            }
        }
        self.apply(case.id, command, CaseAction::Assign(to)).await
    }

    /// Has the upstream asked as soon as it may be, whatever its turn was. The
    /// job that does it keeps to the upstream's budget.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn poll_now(&self, command: &CaseCommand) -> Result<ApplicationId, CaseError> {
        let case = self.case(command).await?;
        let application = self.onboarding.find(case.id).await?;
        if !application.is_pollable() {
            return Err(CaseError::WrongState(application.state.kind()));
        }
        // Sooner than the gap allows the question would be let drop.
        let (now, gap) = (self.onboarding.clock.now(), self.onboarding.policy.poll_gap);
        let due_at = application.polled_at.map_or(now, |at| now.max(at + gap));
        self.apply(case.id, command, CaseAction::PollAt(due_at))
            .await?;
        Ok(case.id)
    }

    /// Invites the applicant to send documents again.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn request_documents(
        &self,
        command: &CaseCommand,
        reason: &str,
    ) -> Result<(), CaseError> {
        let reason = StaffText::parse(TextKind::Reason, reason)?;
        let case = self.case(command).await?;
        let signed = command.attribution(Some(reason));
        let invited = self.onboarding.request_documents(case.id, &signed).await?;
        invited.map_err(CaseError::WrongState)
    }

    /// Lets a parked case go on, as the command line does.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn release(
        &self,
        command: &CaseCommand,
        supplied: &str,
        reason: &str,
    ) -> Result<(ApplicationId, Released), CaseError> {
        let supplied = match supplied.trim() {
            "" => None,
            id => Some(ExternalId::parse(id).map_err(|_| CaseError::Id)?),
        };
        let reason = StaffText::parse(TextKind::Reason, reason)?;
        let case = self.case(command).await?;
        if case.version() != command.expected_version {
            // Before the upstream is asked about anything.
            return Err(CaseError::Conflict);
        }
        let signed = command.attribution(Some(reason));
        let released = self
            .onboarding
            .release(&command.reference, supplied, Some(&signed));
        Ok((case.id, released.await?))
    }
}
