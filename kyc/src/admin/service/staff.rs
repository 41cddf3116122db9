//! Managing the staff: an administrator or an operator adds, disables and resets accounts.

use super::{AdminError, AdminService, audit};
use crate::{
    admin::{
        ReviewerId,
        audit::{StaffActor, StaffEvent},
        four_eyes::{self, ConfirmDenied},
        ports::StaffCommand,
        reviewer::{AccountName, AccountOrigin, Reviewer},
        role::Role,
        session::SessionSecret,
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
    NameTaken,
    /// No account has this name or id.
    #[error("no account has this name")]
    Unknown,
    /// The account is disabled: an enrolment link would not work.
    #[error("the account is disabled: enable it first")]
    Disabled,
    /// No administrator would remain.
    #[error("at least one administrator must be able to sign in")]
    Last,
    /// A second administrator must confirm the change.
    #[error("a second administrator must confirm the change")]
    SecondNeeded,
    /// The change is already requested.
    #[error("the change is already requested")]
    AlreadyRequested,
    /// This administrator may not confirm the request.
    #[error(transparent)]
    Confirm(#[from] ConfirmDenied),
    /// The service failed; it changed nothing.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

/// The actor of a change, with the second administrator who confirmed it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Author {
    pub(super) actor: StaffActor,
    pub(super) second: Option<ReviewerId>,
}

impl From<StaffActor> for Author {
    fn from(actor: StaffActor) -> Self {
        Self {
            actor,
            second: None,
        }
    }
}

impl Author {
    fn origin(self) -> AccountOrigin {
        let made_by = match self.actor {
            StaffActor::Reviewer(id) => Some(id),
            StaffActor::Anonymous | StaffActor::System | StaffActor::Operator => None,
        };
        AccountOrigin {
            made_by,
            confirmed_by: self.second,
        }
    }
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
        let id = ReviewerId::new(self.random());
        let (steps, secret) = self.plan_add(by.into(), id, name, role).await?;
        match self.apply(steps).await {
            Ok(()) => Ok(secret),
            Err(StoreError::Conflict) => Err(StaffError::NameTaken),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn plan_add(
        &self,
        by: Author,
        id: ReviewerId,
        name: AccountName,
        role: Role,
    ) -> Result<(Vec<StaffCommand>, SessionSecret), StaffError> {
        self.require_second(by).await?;
        if self.store.find_by_name(&name).await?.is_some() {
            return Err(StaffError::NameTaken);
        }
        let (secret, invited) = self.invitation(id);
        let added = Reviewer {
            origin: by.origin(),
            ..Reviewer::new(id, name, role, self.clock.now())
        };
        let steps = vec![
            StaffCommand::Add(added),
            audit(by.actor, Some(id), StaffEvent::Added { role }),
            invited,
            audit(by.actor, Some(id), StaffEvent::Invited),
        ];
        Ok((steps, secret))
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
            Err(StaffError::Admin(error)) => Err(error),
            // Another server has added the account first.
            Err(_) => Ok(None),
        }
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
        let (steps, secret) = self.plan_reset(by.into(), id).await?;
        self.apply(steps).await?;
        Ok(secret)
    }

    pub(super) async fn plan_reset(
        &self,
        by: Author,
        id: ReviewerId,
    ) -> Result<(Vec<StaffCommand>, SessionSecret), StaffError> {
        let reviewer = self.reviewer(id).await?;
        if by.actor == StaffActor::Reviewer(id) || by.second == Some(id) {
            // Their own session would end before it could show the link.
            return Err(StaffError::Last);
        }
        if !reviewer.is_enabled() {
            return Err(StaffError::Disabled);
        }
        self.require_second(by).await?;
        let (secret, invited) = self.invitation(id);
        let bare = Reviewer {
            password: None,
            totp: None,
            origin: by.origin(),
            ..reviewer
        };
        let mut steps = vec![
            StaffCommand::Update(bare),
            StaffCommand::RemovePasskeys(id),
            StaffCommand::SetRecovery(id, Vec::new()),
            StaffCommand::EndAll(id, None),
            audit(by.actor, Some(id), StaffEvent::Reset),
            invited,
            audit(by.actor, Some(id), StaffEvent::Invited),
        ];
        steps.extend(keep_administrator(by.actor));
        Ok((steps, secret))
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
        self.note_lost_administrator(by, &mut reviewer);
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
        let steps = self.plan_enable(by.into(), id).await?;
        Ok(self.apply(steps).await?)
    }

    pub(super) async fn plan_enable(
        &self,
        by: Author,
        id: ReviewerId,
    ) -> Result<Vec<StaffCommand>, StaffError> {
        let mut reviewer = self.reviewer(id).await?;
        if reviewer.disabled_at.take().is_none() {
            return Ok(Vec::new());
        }
        self.require_second(by).await?;
        let line = audit(by.actor, Some(id), StaffEvent::Enabled);
        Ok(vec![StaffCommand::Update(reviewer), line])
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
        let steps = self.plan_role(by.into(), id, role).await?;
        Ok(self.apply(steps).await?)
    }

    pub(super) async fn plan_role(
        &self,
        by: Author,
        id: ReviewerId,
        role: Role,
    ) -> Result<Vec<StaffCommand>, StaffError> {
        let mut reviewer = self.reviewer(id).await?;
        let from = reviewer.role;
        if from == role {
            return Ok(Vec::new());
        }
        if role > from {
            self.require_second(by).await?;
        }
        self.require_another_administrator(by.actor, id).await?;
        self.note_lost_administrator(by.actor, &mut reviewer);
        reviewer.role = role;
        let mut steps = vec![
            StaffCommand::Update(reviewer),
            StaffCommand::EndAll(id, None),
            audit(
                by.actor,
                Some(id),
                StaffEvent::RoleChanged { from, to: role },
            ),
        ];
        steps.extend(keep_administrator(by.actor));
        Ok(steps)
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

    /// Refuses a change by one administrator that needs two.
    async fn require_second(&self, by: Author) -> Result<(), StaffError> {
        let StaffActor::Reviewer(first) = by.actor else {
            // The operator and the first start act alone; the trail records both.
            return Ok(());
        };
        if by.second.is_some() {
            return Ok(());
        }
        let staff = self.store.reviewers().await?;
        if four_eyes::needs_second(&staff, first, self.clock.now()) {
            return Err(StaffError::SecondNeeded);
        }
        Ok(())
    }

    /// Notes when another staff member takes the access of an administrator.
    fn note_lost_administrator(&self, by: StaffActor, reviewer: &mut Reviewer) {
        let by_another = matches!(by, StaffActor::Reviewer(id) if id != reviewer.id);
        if by_another && reviewer.can_administer() {
            reviewer.administrator_until = Some(self.clock.now());
        }
    }

    pub(super) async fn reviewer(&self, id: ReviewerId) -> Result<Reviewer, StaffError> {
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
        let can = Reviewer::can_administer;
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
