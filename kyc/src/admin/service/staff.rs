//! The staff: who is added, disabled, reset, by an administrator or by whoever
//! is at the command line of the server.

use super::{AdminError, AdminService, audit};
use crate::{
    admin::{
        ReviewerId,
        audit::{StaffActor, StaffEvent},
        ports::StaffCommand,
        reviewer::{AccountName, Reviewer},
        role::Role,
        session::{Session, SessionSecret},
    },
    ports::StoreError,
};
use time::Duration;

/// How long a link to enrol by is good.
pub const LINK_LIFE: Duration = Duration::hours(1);

/// Why the staff stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// Somebody has this name.
    #[error("somebody has this name already")]
    Taken,
    /// Nobody has it.
    #[error("nobody has this name")]
    Unknown,
    /// They may not come in: a link would lead them nowhere.
    #[error("they are disabled: enable them first")]
    Disabled,
    /// Nobody would be left to look after the staff.
    #[error("they are the last administrator who can sign in")]
    Last,
    /// The service failed; nothing was changed.
    #[error(transparent)]
    Desk(#[from] AdminError),
}

impl From<StoreError> for StaffError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl AdminService {
    /// Adds somebody; the secret of the link that they enrol by.
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

    /// A link for the first administrator, while nobody can sign in; `None`
    /// once somebody can.
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
            // Somebody was added at the command line and has a link.
            return Ok(None);
        }
        match self
            .add(by, AccountName::placeholder(), Role::Administrator)
            .await
        {
            Ok(secret) => Ok(Some(secret)),
            // Another server was faster.
            Err(
                StaffError::Taken | StaffError::Unknown | StaffError::Disabled | StaffError::Last,
            ) => Ok(None),
            Err(StaffError::Desk(error)) => Err(error),
        }
    }

    /// Keeps a link in the session of whoever made it, for one page to show.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn show_link(
        &self,
        session: &Session,
        secret: &SessionSecret,
    ) -> Result<(), AdminError> {
        let mut session = session.clone();
        session.data.link = Some(secret.expose().to_owned());
        Ok(self.apply(vec![StaffCommand::Save(session)]).await?)
    }

    /// The link that lies in a session, which forgets it.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn take_link(&self, session: &Session) -> Result<Option<String>, AdminError> {
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

    /// Takes password and second factors away and gives a link to enrol anew.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn reset(&self, by: StaffActor, id: ReviewerId) -> Result<SessionSecret, StaffError> {
        let reviewer = self.reviewer(id).await?;
        if by == StaffActor::Reviewer(id) {
            // Their session would end before it could show the link.
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

    /// Keeps somebody out from now on, in whatever session they are.
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

    /// Lets somebody in again.
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

    /// Makes somebody something else; their sessions end.
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

    /// Ends every session of somebody.
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

    /// How many sessions of theirs live.
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

    /// Refuses to take away the last administrator who can sign in. Whoever is
    /// at the command line may: they can make another. Of two who do it to each
    /// other at once [`keeps`] refuses one.
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

/// That an administrator is left, asked in the transaction that takes one away.
fn keep_administrator(by: StaffActor) -> Option<StaffCommand> {
    (!matches!(by, StaffActor::Operator)).then_some(StaffCommand::KeepAdministrator)
}
