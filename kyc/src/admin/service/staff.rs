//! Managing the staff: an administrator or an operator adds, disables and resets accounts.

use super::{AdminError, AdminService, audit};
use crate::{
    admin::{
        ReviewerId,
        audit::{StaffActor, StaffEvent},
        ports::StaffCommand,
        reviewer::{AccountName, Reviewer},
        role::Role,
        session::{SessionSecret, StaffSession},
    },
    ports::StoreError,
};
use time::Duration;

/// The lifetime of an enrolment link.
pub const LINK_LIFE: Duration = Duration::hours(1);

/// Why a change of the staff failed.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The name is taken.
    #[error("the account name is taken")]
    Taken,
    /// No account has this name or id.
    #[error("no account has this name")]
    Unknown,
    /// The account is disabled: an enrolment link would not work.
    #[error("the account is disabled: enable it first")]
    Disabled,
    /// No administrator would remain.
    #[error("at least one administrator must be able to sign in")]
    Last,
    /// The service failed; it changed nothing.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

impl From<StoreError> for StaffError {
    fn from(error: StoreError) -> Self {
        Self::Admin(error.into())
    }
}

impl AdminService {
    /// Adds an account and returns the secret of its enrolment link.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn add(
        &self,
        by: StaffActor,
        name: AccountName,
        role: Role,
    ) -> Result<SessionSecret, StaffError> {
        if self.store.find_by_name(&name).await?.is_some() {
            return Err(StaffError::Taken);
        }
        let id = ReviewerId::new(self.random());
        let (secret, invited) = self.invitation(id);
        let steps = vec![
            StaffCommand::Add(Reviewer::new(id, name, role, self.clock.now())),
            audit(by, Some(id), StaffEvent::Added { role }),
            invited,
            audit(by, Some(id), StaffEvent::Invited),
        ];
        match self.apply(steps).await {
            Ok(()) => Ok(secret),
            Err(StoreError::Conflict) => Err(StaffError::Taken),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns a link for the first administrator, while no account can sign in; otherwise `None`.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn first_link(&self) -> Result<Option<SessionSecret>, AdminError> {
        let staff = self.store.reviewers().await?;
        if staff
            .iter()
            .any(|them| them.is_enrolled() && them.is_enabled())
        {
            return Ok(None);
        }
        let by = StaffActor::System;
        if let Some(first) = staff.iter().find(|them| them.may_choose_name()) {
            let (secret, invited) = self.invitation(first.id);
            self.apply(vec![
                invited,
                audit(by, Some(first.id), StaffEvent::Invited),
            ])
            .await?;
            return Ok(Some(secret));
        }
        if !staff.is_empty() {
            // An operator has already added an account, which has a link.
            return Ok(None);
        }
        match self
            .add(by, AccountName::placeholder(), Role::Administrator)
            .await
        {
            Ok(secret) => Ok(Some(secret)),
            // Another server has added the account first.
            Err(
                StaffError::Taken | StaffError::Unknown | StaffError::Disabled | StaffError::Last,
            ) => Ok(None),
            Err(StaffError::Admin(error)) => Err(error),
        }
    }

    /// Stores a link in the session of its maker, for one page to show.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn show_link(
        &self,
        session: &StaffSession,
        secret: &SessionSecret,
    ) -> Result<(), AdminError> {
        let mut session = session.clone();
        session.data.link = Some(secret.expose().to_owned());
        Ok(self.apply(vec![StaffCommand::Save(session)]).await?)
    }

    /// Takes the link out of a session.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn take_link(&self, session: &StaffSession) -> Result<Option<String>, AdminError> {
        let mut session = session.clone();
        let link = session.data.link.take();
        if link.is_some() {
            self.apply(vec![StaffCommand::Save(session)]).await?;
        }
        Ok(link)
    }

    fn invitation(&self, id: ReviewerId) -> (SessionSecret, StaffCommand) {
        let secret = SessionSecret::from_entropy(self.random());
        let until = self.clock.now() + LINK_LIFE;
        let step = StaffCommand::Invite(id, secret.hash(), until);
        (secret, step)
    }

    /// Removes password and second factors and returns a new enrolment link.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn reset(&self, by: StaffActor, id: ReviewerId) -> Result<SessionSecret, StaffError> {
        let reviewer = self.reviewer(id).await?;
        if by == StaffActor::Reviewer(id) {
            // Their own session would end before it could show the link.
            return Err(StaffError::Last);
        }
        if !reviewer.is_enabled() {
            return Err(StaffError::Disabled);
        }
        let (secret, invited) = self.invitation(id);
        let bare = Reviewer {
            password: None,
            totp: None,
            ..reviewer
        };
        let mut steps = vec![
            StaffCommand::Update(bare),
            StaffCommand::RemovePasskeys(id),
            StaffCommand::SetRecovery(id, Vec::new()),
            StaffCommand::EndAll(id, None),
            audit(by, Some(id), StaffEvent::Reset),
            invited,
            audit(by, Some(id), StaffEvent::Invited),
        ];
        steps.extend(keep_administrator(by));
        self.apply(steps).await?;
        Ok(secret)
    }

    /// Disables an account and ends all its sessions.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn disable(&self, by: StaffActor, id: ReviewerId) -> Result<(), StaffError> {
        let mut reviewer = self.reviewer(id).await?;
        if !reviewer.is_enabled() {
            return Ok(());
        }
        self.require_another_administrator(by, id).await?;
        reviewer.disabled_at = Some(self.clock.now());
        let mut steps = vec![
            StaffCommand::Update(reviewer),
            StaffCommand::RevokeInvite(id),
            StaffCommand::EndAll(id, None),
            audit(by, Some(id), StaffEvent::Disabled),
        ];
        steps.extend(keep_administrator(by));
        self.apply(steps).await?;
        Ok(())
    }

    /// Enables an account again.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn enable(&self, by: StaffActor, id: ReviewerId) -> Result<(), StaffError> {
        let mut reviewer = self.reviewer(id).await?;
        if reviewer.disabled_at.take().is_none() {
            return Ok(());
        }
        let line = audit(by, Some(id), StaffEvent::Enabled);
        self.apply(vec![StaffCommand::Update(reviewer), line])
            .await?;
        Ok(())
    }

    /// Changes the role of an account and ends its sessions.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn set_role(
        &self,
        by: StaffActor,
        id: ReviewerId,
        role: Role,
    ) -> Result<(), StaffError> {
        let mut reviewer = self.reviewer(id).await?;
        let from = std::mem::replace(&mut reviewer.role, role);
        if from == role {
            return Ok(());
        }
        self.require_another_administrator(by, id).await?;
        let mut steps = vec![
            StaffCommand::Update(reviewer),
            StaffCommand::EndAll(id, None),
            audit(by, Some(id), StaffEvent::RoleChanged { from, to: role }),
        ];
        steps.extend(keep_administrator(by));
        self.apply(steps).await?;
        Ok(())
    }

    /// Ends all sessions of an account.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn end_all(&self, by: StaffActor, id: ReviewerId) -> Result<(), StaffError> {
        let reviewer = self.reviewer(id).await?;
        let count = self.sessions(reviewer.id).await? as u64;
        let line = audit(by, Some(id), StaffEvent::SessionsEnded { count });
        self.apply(vec![StaffCommand::EndAll(id, None), line])
            .await?;
        Ok(())
    }

    /// The count of valid sessions of an account.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn sessions(&self, id: ReviewerId) -> Result<usize, AdminError> {
        let (sessions, now) = (self.store.sessions(id).await?, self.clock.now());
        let live = sessions
            .iter()
            .filter(|it| it.remaining(self.timeouts, now).is_some());
        Ok(live.count())
    }

    async fn reviewer(&self, id: ReviewerId) -> Result<Reviewer, StaffError> {
        self.store.reviewer(id).await?.ok_or(StaffError::Unknown)
    }

    /// Refuses to remove the last administrator who can sign in. An operator may: they can add
    /// another one.
    ///
    /// If two administrators remove each other at once, [`keep_administrator`] makes one of them
    /// fail.
    async fn require_another_administrator(
        &self,
        by: StaffActor,
        id: ReviewerId,
    ) -> Result<(), StaffError> {
        let can = |them: &Reviewer| {
            them.role == Role::Administrator && them.is_enabled() && them.is_enrolled()
        };
        let staff = self.store.reviewers().await?;
        let others = staff.iter().filter(|them| them.id != id).any(can);
        let is_one = staff.iter().find(|them| them.id == id).is_some_and(can);
        if is_one && !others && !matches!(by, StaffActor::Operator) {
            return Err(StaffError::Last);
        }
        Ok(())
    }
}

/// The command that fails if no administrator remains, in the transaction that removes one.
fn keep_administrator(by: StaffActor) -> Option<StaffCommand> {
    (!matches!(by, StaffActor::Operator)).then_some(StaffCommand::KeepAdministrator)
}
