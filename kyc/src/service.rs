//! The use cases. Each one reads an application, applies the domain's rules and commits one change
//! with its audit events.

mod create;
mod exchange;
mod prefill;
mod referral;
mod refresh;
mod release;
mod request_documents;
mod resume;
mod retry;
mod run_job;
mod save;
mod send_attempt;
mod settle;
mod submit;
mod webhook;

pub use prefill::{CodeEntryOutcome, CodeRequestOutcome};
pub use refresh::RefreshOutcome;
pub use release::{ReleaseError, Released};
pub use resume::ResumeOutcome;
pub use save::{Intent, Saved, StepInput};
pub use submit::{RenewalOutcome, SubmitOutcome};
pub use webhook::WebhookOutcome;

use self::settle::parked;
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    budget::PaidCall,
    flow::Progress,
    id::{ApplicationId, ExternalId},
    jobs::Lease,
    policy::Policy,
    ports::{
        Change, Clock, Entropy, JobChange, OptionalLookups, Store, StoreError, Verifier,
        VerifierError,
    },
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
    today::Today,
};
use std::sync::Arc;

/// The outcome of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// The job is done: waiting status pages may be notified.
    Done,
    /// The job runs again shortly.
    RetrySoon,
}

/// Why a use case could not be carried out. Bad input is not among them: it
/// is an outcome.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No application has this id.
    #[error("no such application")]
    NotFound,
    /// The store failed; it changed nothing.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The applicants' onboarding: the ports and the policy that the use cases run on.
#[derive(Clone)]
pub struct Onboarding {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The provider's API.
    pub verifier: Arc<dyn Verifier>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// The firm's rules.
    pub policy: Arc<Policy>,
    /// The provider's optional lookups: prefill and referral codes.
    pub lookups: OptionalLookups,
}

/// How many times a use case tries a commit before it returns [`StoreError::Conflict`].
///
/// Of any number of concurrent requests one succeeds in each round. A browser that repeats a form
/// many times at once must not see an error.
const MAX_CONFLICT_RETRIES: usize = 64;

/// The provider's answer if it is about the requested id. An answer without an id is about it.
fn about(
    requested: Option<&ExternalId>,
    answer: Result<ProviderUpdate, VerifierError>,
) -> Result<ProviderUpdate, VerifierError> {
    let update = answer?;
    match (requested, &update.external_id) {
        (Some(requested), Some(named)) if requested != named => {
            Err(VerifierError::OtherId(Box::new(update)))
        }
        _ => Ok(update),
    }
}

/// The event of an answer about another id. `None` if it is already recorded.
fn other_id_event(application: &mut Application, update: &ProviderUpdate) -> Option<Event> {
    let named = update.external_id.clone()?;
    let is_new = application.update_log.record_other_id(&named);
    let action = Action::OtherId {
        via: update.source,
        words: update.status.clone(),
        external_id: named,
    };
    is_new.then(|| Event::still(Actor::Provider, action, application.state.kind()))
}

impl Onboarding {
    /// Counts a call that costs money, unless its daily budget is used up.
    async fn reserve(&self, call: PaidCall<'_>) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let limits = &self.policy.daily;
        self.store.reserve_paid_call(call, limits, now).await
    }

    /// Returns an application in its current state: an expired capture link is already removed.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn find(&self, id: ApplicationId) -> Result<Application, ServiceError> {
        let found = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        Ok(self.as_of_now(found))
    }

    /// Returns an application that was just read, with its state under the current policy and time.
    #[must_use]
    pub fn as_of_now(&self, mut read: Application) -> Application {
        read.state = self.effective_state(&read);
        read
    }

    /// Returns the state of an application now, under the current policy.
    fn effective_state(&self, application: &Application) -> State {
        let (state, _) = application.state.clone().at(self.clock.now());
        application.within(&self.policy, state)
    }

    /// Today's date, by state.
    #[must_use]
    pub fn today(&self) -> Today {
        Today::at(self.clock.now())
    }

    /// The steps with valid answers under the current policy.
    #[must_use]
    pub fn progress(&self, application: &Application) -> Progress {
        application
            .draft
            .validate(&self.policy, self.today())
            .progress
    }

    /// Reads an application, decides and commits. Reads it again when another request has committed
    /// in between.
    async fn change<T>(
        &self,
        id: ApplicationId,
        decide: impl FnMut(Application) -> Result<Change, T> + Send,
    ) -> Result<Result<Application, T>, ServiceError> {
        let read = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        self.change_read(read, decide).await
    }

    /// Like [`Self::change`], for an application that the caller has just read. If it has changed
    /// since, the commit fails with a conflict and this reads it again.
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

    /// Returns the change with the application's next job. Parks the application if it needs
    /// another attempt and has none left.
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

    /// Records an answer about another provider id, without applying it. Each such id is recorded
    /// once, so that polls do not fill the audit trail.
    async fn record_other_id(
        &self,
        id: ApplicationId,
        update: &ProviderUpdate,
        lease: Option<Lease>,
    ) -> Result<bool, ServiceError> {
        let changed = self.change(id, |mut application| {
            let Some(event) = other_id_event(&mut application, update) else {
                return Err(());
            };
            application.updated_at = self.clock.now();
            Ok(self.scheduled(Change {
                events: vec![event],
                lease,
                ..Change::of(application)
            }))
        });
        Ok(changed.await?.is_ok())
    }

    /// The other applications that have this provider id. Empty if the client assigns the ids,
    /// which are unique.
    async fn other_holders(
        &self,
        application: &Application,
        external_id: Option<&ExternalId>,
    ) -> Result<Vec<ApplicationId>, ServiceError> {
        let assigned = self.verifier.client_assigned_id(&application.user_id);
        let Some(external_id) = external_id.filter(|_| assigned.is_none()) else {
            return Ok(Vec::new());
        };
        let mut holders = self.store.by_external_id(external_id).await?;
        holders.retain(|holder| *holder != application.id);
        Ok(holders)
    }

    /// Parks the applications whose provider id another application has, too. A final state, a
    /// draft and an open attempt stay: the attempt's own answer is compared in its turn.
    async fn park_shared(&self, holders: &[ApplicationId]) -> Result<(), ServiceError> {
        for holder in holders {
            let changed = self.change(*holder, |mut application| {
                if !application.state.awaits_provider() {
                    return Err(());
                }
                application.updated_at = self.clock.now();
                Ok(self.scheduled(parked(application, Reason::SharedProviderId)))
            });
            // The outcome `Err(())` is no failure: the holder awaits no answer. A holder that was
            // erased in the meantime is missing.
            match changed.await {
                Ok(_) | Err(ServiceError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Random bytes from the entropy port.
    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }
}
