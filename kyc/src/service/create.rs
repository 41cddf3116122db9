//! The use case that opens an application.

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    form::Draft,
    id::{ApplicationId, Reference, SessionToken, UserId},
    state::{State, StateKind, UpdateLog},
};

impl Onboarding {
    /// Opens an application with new random ids and commits it before any request to the provider.
    ///
    /// A referral code from the link goes into the draft, at most 64 characters. The contact step
    /// validates it like typed input.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn create(&self, referral: Option<&str>) -> Result<Application, ServiceError> {
        let now = self.clock.now();
        let mut draft = Draft::default();
        if let Some(code) = referral {
            draft.contact.typed.referral = code.chars().take(64).collect();
        }
        let application = Application {
            id: ApplicationId::new(self.random()),
            user_id: UserId::from_entropy(self.random()),
            reference: Reference::from_entropy(self.random()),
            session_token: SessionToken::from_entropy(self.random()),
            version: 0,
            created_at: now,
            updated_at: now,
            since: now,
            submitted_at: None,
            external_id: None,
            draft,
            state: State::NEW,
            update_log: UpdateLog::default(),
            attempts: 0,
            granted: 0,
            polled_at: None,
        };
        let opened = Event::still(Actor::Applicant, Action::Opened, StateKind::Draft);
        self.store.insert(application.clone(), vec![opened]).await?;
        Ok(application)
    }
}
