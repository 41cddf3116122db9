//! The use cases of a case. Each command is bound to the version that the reviewer saw. It runs in
//! one transaction with its audit event.

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

/// The use cases of cases.
#[derive(Clone)]
pub struct CaseService {
    /// The store of cases.
    pub cases: Arc<dyn CaseStore>,
    /// The store of staff accounts.
    pub admin: Arc<dyn AdminStore>,
    /// The use cases of applications.
    pub onboarding: Arc<Onboarding>,
}

/// Why a command failed; it changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The case does not exist, or its personal data was erased.
    #[error("no such case")]
    Unknown,
    /// The case has changed since the reviewer saw it.
    #[error("the case changed since it was read")]
    Conflict,
    /// The text is invalid.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The provider id is malformed.
    #[error("the provider id is malformed")]
    Id,
    /// The chosen assignee may not work on cases.
    #[error("the assignee must be an enabled reviewer or administrator")]
    NotAssignable,
    /// The state does not allow this.
    #[error("not possible in state {}", .0.as_str())]
    WrongState(StateKind),
    /// The release failed: the application stays parked.
    #[error(transparent)]
    Release(ReleaseError),
    /// The store failed; it changed nothing.
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
            other => Self::Release(other),
        }
    }
}

impl CaseService {
    /// The current case of a command.
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

    /// Writes a note for the staff, or a message to the applicant.
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
            // A draft has no status page yet that could show the message.
            return Err(CaseError::WrongState(case.state));
        }
        self.apply(case.id, command, CaseAction::Write(text)).await
    }

    /// Assigns a case to a staff member who may work on cases, or removes the assignee.
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

    /// Schedules a poll as early as the poll gap allows. The job that polls stays within the
    /// provider's budget.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn poll_now(&self, command: &CaseCommand) -> Result<ApplicationId, CaseError> {
        let case = self.case(command).await?;
        let application = self.onboarding.find(case.id).await?;
        if !application.is_pollable() {
            return Err(CaseError::WrongState(application.state.kind()));
        }
        // A poll within the gap would be dropped.
        let (now, gap) = (self.onboarding.clock.now(), self.onboarding.policy.poll_gap);
        let due_at = application.polled_at.map_or(now, |at| now.max(at + gap));
        self.apply(case.id, command, CaseAction::PollAt(due_at))
            .await?;
        Ok(case.id)
    }

    /// Requests documents from the applicant again.
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

    /// Releases a parked case, like the command line does.
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
            // Fail before any request to the provider.
            return Err(CaseError::Conflict);
        }
        let signed = command.attribution(Some(reason));
        let released = self
            .onboarding
            .release(&command.reference, supplied, Some(&signed));
        Ok((case.id, released.await?))
    }
}
