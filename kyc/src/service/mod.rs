//! The use cases. Each reads an application, decides by the domain's rules and
//! commits one change with its trail.

mod create;
mod prefill;
mod referral;
mod refresh;
mod release;
mod request_documents;
mod resume;
mod run_job;
mod save;
mod send_attempt;
mod submit;
mod webhook;

pub use prefill::{CodeEntryOutcome, CodeRequestOutcome};
pub use refresh::RefreshOutcome;
pub use release::{ReleaseError, Released};
pub use resume::ResumeOutcome;
pub use save::{Intent, Saved, StepInput};
pub use submit::{Renewed, Submitted};
pub use webhook::WebhookOutcome;

use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    flow::Progress,
    id::ApplicationId,
    policy::Policy,
    ports::{
        Change, Clock, Entropy, JobChange, OptionalLookups, Store, StoreError, Verifier,
        VerifierError,
    },
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
};
use std::sync::Arc;
use time::{Date, Duration};

/// What came of doing a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// There is something to tell whoever waits.
    Done,
    /// It is tried again shortly.
    RetrySoon,
}

/// Why a use case could not be carried out. Bad input is not among them: it
/// is an outcome.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such application.
    #[error("no such application")]
    NotFound,
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The onboarding of applicants.
#[derive(Clone)]
pub struct Onboarding {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The upstream.
    pub verifier: Arc<dyn Verifier>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The firm's rules.
    pub policy: Arc<Policy>,
    /// What else the upstream is asked.
    pub lookups: OptionalLookups,
}

/// How often a change is tried anew when somebody else was faster.
const MAX_CONFLICT_RETRIES: usize = 8;

impl Onboarding {
    /// Reads an application as it stands now: a capture link that ran out
    /// meanwhile is already gone from it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn find(&self, id: ApplicationId) -> Result<Application, ServiceError> {
        let found = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        Ok(self.as_of_now(found))
    }

    /// An application that was read a moment ago, as it stands under today's rules.
    #[must_use]
    pub fn as_of_now(&self, mut read: Application) -> Application {
        read.state = self.effective_state(&read);
        read
    }

    /// The state that an application is in now, under today's rules.
    fn effective_state(&self, application: &Application) -> State {
        let (state, _) = application.state.clone().at(self.clock.now());
        application.within(&self.policy, state)
    }

    /// Today, where the day starts last among the places served (American
    /// Samoa, UTC−11): nobody is of age before they are so at home.
    #[must_use]
    pub fn today(&self) -> Date {
        (self.clock.now() - Duration::hours(11)).date()
    }

    /// The steps that are answered soundly under today's rules.
    #[must_use]
    pub fn progress(&self, application: &Application) -> Progress {
        application
            .draft
            .validate(&self.policy, self.today())
            .progress
    }

    /// Reads, decides, commits; again from the start when somebody else
    /// committed in between.
    async fn change<T>(
        &self,
        id: ApplicationId,
        decide: impl FnMut(Application) -> Result<Change, T> + Send,
    ) -> Result<Result<Application, T>, ServiceError> {
        let read = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        self.change_read(read, decide).await
    }

    /// The same to an application that was read a moment ago. Should it have
    /// changed since, its version is another, and it is read again.
    async fn change_read<T>(
        &self,
        mut read: Application,
        mut decide: impl FnMut(Application) -> Result<Change, T> + Send,
    ) -> Result<Result<Application, T>, ServiceError> {
        let id = read.id;
        for _ in 0..MAX_CONFLICT_RETRIES {
            match decide(read) {
                Err(outcome) => return Ok(Err(outcome)),
                Ok(change) => match self.store.commit(change).await {
                    Err(StoreError::Conflict) => {}
                    other => return Ok(Ok(other?)),
                },
            }
            read = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        }
        Err(StoreError::Conflict.into())
    }

    /// The change together with the job that the application has after it. One
    /// that would need an attempt more than there are is parked by it.
    fn scheduled(&self, mut change: Change) -> Change {
        let [jitter] = self.random();
        let application = &mut change.application;
        let from = application.state.kind();
        let state = application.within(&self.policy, application.state.clone());
        if state != application.state {
            let now = application.updated_at;
            application.enter(state, now);
            let reason = Reason::OutOfAttempts.as_str().to_owned();
            change.events.push(Event {
                actor: Actor::System,
                action: Action::Parked { reason },
                from,
                to: StateKind::Parked,
            });
        }
        change.job = JobChange::Set(change.application.next_job(jitter));
        change
    }

    /// An answer, if it is about this application: where the id is ours, one that
    /// names another is none.
    fn reject_other_id(
        &self,
        application: &Application,
        answer: Result<ProviderUpdate, VerifierError>,
    ) -> Result<ProviderUpdate, VerifierError> {
        let update = answer?;
        match (
            self.verifier.client_assigned_id(&application.user_id),
            &update.external_id,
        ) {
            (Some(own), Some(named)) if own != *named => Err(VerifierError::Unavailable {
                cause: "other_id",
                retry_after: None,
            }),
            _ => Ok(update),
        }
    }

    /// Fresh random bytes.
    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }
}
