//! Changes of the staff by administrators. A change that gives access waits for a second
//! administrator, once there are two.

use super::{AdminError, AdminService, Principal, StaffError, audit, staff::Author};
use crate::{
    admin::{
        ReviewerId,
        audit::{StaffActor, StaffEvent},
        four_eyes::{self, Party, StaffAnswer, StaffChange, StaffRequest},
        ports::StaffCommand,
        session::{SessionSecret, StaffSession},
    },
    ports::StoreError,
};

/// The outcome of a change.
#[derive(Debug)]
pub enum ChangeOutcome {
    /// The change is made.
    Done,
    /// The change is made, and there is an enrolment link to hand on.
    Link(SessionSecret),
    /// The change waits for a second administrator.
    Requested,
}

impl AdminService {
    /// The id for an account that an administrator wants to add.
    #[must_use]
    pub fn new_account(&self) -> ReviewerId {
        ReviewerId::new(self.random())
    }

    /// Makes a change, or requests it from a second administrator.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn change_staff(
        &self,
        principal: &Principal,
        account: ReviewerId,
        change: StaffChange,
    ) -> Result<ChangeOutcome, StaffError> {
        let by = Author::from(principal.actor());
        match self.plan(by, account, &change).await {
            Ok((steps, secret)) => {
                self.carry_out(steps, &change).await?;
                Ok(secret.map_or(ChangeOutcome::Done, ChangeOutcome::Link))
            }
            Err(StaffError::SecondNeeded) => {
                self.request_change(principal, account, change).await?;
                Ok(ChangeOutcome::Requested)
            }
            Err(error) => Err(error),
        }
    }

    async fn request_change(
        &self,
        principal: &Principal,
        account: ReviewerId,
        change: StaffChange,
    ) -> Result<(), StaffError> {
        if let Some(name) = change.name()
            && self.store.find_by_name(name).await?.is_some()
        {
            return Err(StaffError::NameTaken);
        }
        let event = StaffEvent::ChangeRequested {
            change: change.as_str().to_owned(),
            role: change.role(),
        };
        let request = StaffRequest {
            id: 0,
            account,
            change,
            asked_by: principal.reviewer.id,
            asked_at: self.clock.now(),
        };
        let line = audit(principal.actor(), Some(account), event);
        match self.apply(vec![StaffCommand::Request(request), line]).await {
            Ok(()) => Ok(()),
            Err(StoreError::Conflict) => Err(StaffError::AlreadyRequested),
            Err(error) => Err(error.into()),
        }
    }

    /// Confirms a request of another administrator, and makes the change.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn confirm_change(
        &self,
        principal: &Principal,
        id: i64,
    ) -> Result<ChangeOutcome, StaffError> {
        let request = self.open_request(id).await?;
        let requester = self.reviewer(request.asked_by).await?;
        let (first, second) = (Party::from(&requester), Party::from(&principal.reviewer));
        four_eyes::may_confirm(&first, &second, self.clock.now())?;
        if !requester.can_administer() {
            // A removed administrator's request gives no access any more.
            return Err(StaffError::Unknown);
        }
        let by = Author {
            actor: StaffActor::Reviewer(requester.id),
            second: Some(principal.reviewer.id),
        };
        let (steps, secret) = self.plan(by, request.account, &request.change).await?;
        let event = StaffEvent::ChangeConfirmed {
            change: request.change.as_str().to_owned(),
        };
        let confirmed = [
            StaffCommand::Answer(id, StaffAnswer::Confirmed, principal.reviewer.id),
            audit(principal.actor(), Some(request.account), event),
        ];
        let steps = confirmed.into_iter().chain(steps).collect();
        self.carry_out(steps, &request.change).await?;
        Ok(secret.map_or(ChangeOutcome::Done, ChangeOutcome::Link))
    }

    /// Rejects a request of another administrator, or withdraws one's own.
    ///
    /// # Errors
    /// [`StaffError`].
    pub async fn reject_change(
        &self,
        principal: &Principal,
        id: i64,
    ) -> Result<StaffAnswer, StaffError> {
        let request = self.open_request(id).await?;
        let change = request.change.as_str().to_owned();
        let (answer, event) = if request.asked_by == principal.reviewer.id {
            let event = StaffEvent::ChangeWithdrawn { change };
            (StaffAnswer::Withdrawn, event)
        } else {
            (StaffAnswer::Rejected, StaffEvent::ChangeRejected { change })
        };
        self.apply(vec![
            StaffCommand::Answer(id, answer, principal.reviewer.id),
            audit(principal.actor(), Some(request.account), event),
        ])
        .await?;
        Ok(answer)
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

    /// Dismisses the changes of the staff up to a position of the trail.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn dismiss_changes(
        &self,
        principal: &Principal,
        upto: i64,
    ) -> Result<(), AdminError> {
        let step = StaffCommand::DismissChanges(principal.reviewer.id, upto);
        Ok(self.apply(vec![step]).await?)
    }

    async fn open_request(&self, id: i64) -> Result<StaffRequest, StaffError> {
        let open = self.store.staff_requests().await?;
        let found = open.into_iter().find(|request| request.id == id);
        found.ok_or(StaffError::Unknown)
    }

    /// The commands of a change, with the secret of its enrolment link.
    async fn plan(
        &self,
        by: Author,
        account: ReviewerId,
        change: &StaffChange,
    ) -> Result<(Vec<StaffCommand>, Option<SessionSecret>), StaffError> {
        Ok(match change {
            StaffChange::Add { name, role } => {
                let planned = self.plan_add(by, account, name.clone(), *role);
                let (steps, secret) = planned.await?;
                (steps, Some(secret))
            }
            StaffChange::Reset => {
                let (steps, secret) = self.plan_reset(by, account).await?;
                (steps, Some(secret))
            }
            StaffChange::Enable => (self.plan_enable(by, account).await?, None),
            StaffChange::SetRole(role) => (self.plan_role(by, account, *role).await?, None),
        })
    }

    async fn carry_out(
        &self,
        steps: Vec<StaffCommand>,
        change: &StaffChange,
    ) -> Result<(), StaffError> {
        match self.apply(steps).await {
            Ok(()) => Ok(()),
            Err(StoreError::Conflict) if change.name().is_some() => Err(StaffError::NameTaken),
            Err(error) => Err(error.into()),
        }
    }
}
