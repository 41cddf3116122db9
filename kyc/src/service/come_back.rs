//! Leaving and coming back on another device.

use super::{Onboarding, RACES, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    form::birth::BirthTyped,
    id::ApplicationId,
    port::{Change, LinkChange, StoreError},
    return_link::{LIFE, ReturnLink, ReturnSecret},
    value::Fault,
};
use time::OffsetDateTime;

/// What comes of a return link with a date of birth.
#[derive(Debug)]
pub enum ComeBack {
    /// It is them. The link is used up; here is the next one.
    Welcome(Box<Application>, ReturnSecret),
    /// What was typed is no date, or another than the one given before; only
    /// the latter costs a try.
    Mend(Fault),
    /// The link is unknown, used, worn out or over.
    Gone,
}

impl Onboarding {
    /// The link of a secret, if it still leads anywhere.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn link(&self, secret: &ReturnSecret) -> Result<Option<ReturnLink>, ServiceError> {
        let link = self.store.link(secret.hash()).await?;
        Ok(link.filter(|link| link.is_live(self.clock.now())))
    }

    /// Makes a return link, once there is a date of birth to ask for; `None`
    /// before.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn make_link(&self, id: ApplicationId) -> Result<Option<ReturnSecret>, ServiceError> {
        let secret = ReturnSecret::from_entropy(self.random());
        let changed = self.change(id, |application| {
            if application.draft.birth.typed.parse(self.today()).is_err() {
                return Err(());
            }
            let made = LinkChange::Make(secret.hash(), self.expiry());
            Ok(self.linked(application, made, Action::LinkMade))
        });
        Ok(changed.await?.is_ok().then_some(secret))
    }

    /// Lets somebody in who has the secret and knows the date of birth. The
    /// link is spent and another takes its place, all in one change.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn come_back(
        &self,
        secret: &ReturnSecret,
        typed: &BirthTyped,
    ) -> Result<ComeBack, ServiceError> {
        let born = match typed.parse(self.today()) {
            Ok(born) => born,
            Err(faults) => {
                let fault = faults.first().copied().unwrap_or(Fault::BirthDateShape);
                return Ok(ComeBack::Mend(fault));
            }
        };
        let Some(ReturnLink {
            application: id, ..
        }) = self.link(secret).await?
        else {
            return Ok(ComeBack::Gone);
        };
        let next = ReturnSecret::from_entropy(self.random());
        for _ in 0..RACES {
            let Some(application) = self.store.find(id).await? else {
                return Ok(ComeBack::Gone);
            };
            // Looked at after the application: whatever happens to a link raises
            // its application's version, so that a race is lost at the commit.
            if self.link(secret).await?.is_none() {
                return Ok(ComeBack::Gone);
            }
            let Ok(known) = application.draft.birth.typed.parse(self.today()) else {
                return Ok(ComeBack::Gone);
            };
            let right = known == born;
            let change = if right {
                let renewed = LinkChange::Renew(secret.hash(), next.hash(), self.expiry());
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
                    return Ok(ComeBack::Welcome(Box::new(application), next));
                }
                Ok(_) => return Ok(ComeBack::Mend(Fault::BirthDateDiffers)),
            }
        }
        Err(StoreError::Conflict.into())
    }

    fn expiry(&self) -> OffsetDateTime {
        self.clock.now() + LIFE
    }

    /// A change that touches the links alone.
    fn linked(&self, mut application: Application, link: LinkChange, action: Action) -> Change {
        application.updated_at = self.clock.now();
        let event = Event::still(Actor::Applicant, action, application.state.label());
        Change {
            link,
            events: vec![event],
            ..Change::of(application)
        }
    }
}
