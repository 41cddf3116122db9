//! Resuming an application by link, for example on another device.

use super::{MAX_CONFLICT_RETRIES, Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    device::{AccessKey, Device},
    form::birth::BirthTyped,
    id::ApplicationId,
    ports::{Change, LinkChange, StoreError},
    return_link::{LIFE, ReturnLink, ReturnSecret},
    value::FieldError,
};
use time::OffsetDateTime;

/// The outcome of a resume link with a date of birth.
#[derive(Debug)]
pub enum ResumeOutcome {
    /// The date of birth matches. The link is used up; the secret opens the next one.
    Resumed(Box<Application>, ReturnSecret),
    /// The input is not a date, or it differs from the stored date of birth. Only the latter costs
    /// a try.
    Invalid(FieldError),
    /// The link is unknown, used, out of tries or expired.
    LinkGone,
}

impl Onboarding {
    /// Returns the link of a secret, if the link is still valid.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn link(&self, secret: &ReturnSecret) -> Result<Option<ReturnLink>, ServiceError> {
        let link = self.store.link(secret.hash()).await?;
        Ok(link.filter(|link| link.is_live(self.clock.now())))
    }

    /// Makes a resume link for a device. Returns `None` while the draft has no valid date of birth to check.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn make_link(
        &self,
        id: ApplicationId,
        device: Device,
    ) -> Result<Option<ReturnSecret>, ServiceError> {
        let secret = ReturnSecret::from_entropy(self.random());
        let changed = self.change(id, |application| {
            if application.draft.birth.typed.parse(self.today()).is_err() {
                return Err(());
            }
            let made = LinkChange::Make(secret.hash(), self.expiry(), device);
            Ok(self.linked(application, made, Action::LinkMade))
        });
        Ok(changed.await?.is_ok().then_some(secret))
    }

    /// Resumes an application for a caller with the secret and the matching date of birth.
    ///
    /// One commit uses up the link, creates its successor and ends every session of the application.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn resume(
        &self,
        secret: &ReturnSecret,
        typed: &BirthTyped,
        device: Device,
    ) -> Result<ResumeOutcome, ServiceError> {
        let born = match typed.parse(self.today()) {
            Ok(born) => born,
            Err(faults) => {
                let fault = faults
                    .first()
                    .copied()
                    .unwrap_or(FieldError::BirthDateShape);
                return Ok(ResumeOutcome::Invalid(fault));
            }
        };
        let Some(ReturnLink {
            application: id, ..
        }) = self.link(secret).await?
        else {
            return Ok(ResumeOutcome::LinkGone);
        };
        let next = ReturnSecret::from_entropy(self.random());
        for _ in 0..MAX_CONFLICT_RETRIES {
            let Some(application) = self.store.find(id).await? else {
                return Ok(ResumeOutcome::LinkGone);
            };
            // Read the link after the application. Each change of a link raises the application's
            // version, so a concurrent change fails the commit.
            if self.link(secret).await?.is_none() {
                return Ok(ResumeOutcome::LinkGone);
            }
            let Ok(known) = application.draft.birth.typed.parse(self.today()) else {
                return Ok(ResumeOutcome::LinkGone);
            };
            let right = known == born;
            let change = if right {
                let renewed = LinkChange::Renew(secret.hash(), next.hash(), self.expiry(), device);
                self.linked(application, renewed, Action::CameBack)
            } else {
                self.linked(
                    application,
                    LinkChange::Miss(secret.hash()),
                    Action::LinkRefused,
                )
            };
            match self.store.commit(change).await {
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
                Ok(application) if right => {
                    return Ok(ResumeOutcome::Resumed(Box::new(application), next));
                }
                Ok(_) => return Ok(ResumeOutcome::Invalid(FieldError::BirthDateDiffers)),
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Ends sessions and resume links of an application at its applicant's request.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn end_access(
        &self,
        id: ApplicationId,
        keys: Vec<AccessKey>,
    ) -> Result<(), ServiceError> {
        let sessions = keys.iter().filter(|key| key.is_session()).count();
        let links = keys.len() - sessions;
        let changed = self.change(id, |application| -> Result<Change, ()> {
            let ended = LinkChange::End(keys.clone());
            Ok(self.linked(application, ended, Action::AccessEnded { sessions, links }))
        });
        changed.await.map(|_| ())
    }

    fn expiry(&self) -> OffsetDateTime {
        self.clock.now() + LIFE
    }

    /// A change of the resume links only.
    fn linked(&self, mut application: Application, link: LinkChange, action: Action) -> Change {
        application.updated_at = self.clock.now();
        let event = Event::still(Actor::Applicant, action, application.state.kind());
        Change {
            link,
            events: vec![event],
            ..Change::of(application)
        }
    }
}
