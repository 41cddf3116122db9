//! What the servers of one installation share about the provider.

use super::circuit::{DOWN_AFTER, Down, FIRST, LONGEST};
use async_trait::async_trait;
use kyc::ports::StoreError;
use std::sync::{Arc, Mutex};
use time::{Duration as Span, OffsetDateTime};

/// The used budget and the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ProviderState {
    /// Time up to which the budget is used.
    pub(crate) next_slot: OffsetDateTime,
    /// Consecutive failures.
    pub(crate) failures: u32,
    /// The pause, while the circuit is open.
    pub(crate) down: Option<Down>,
}

impl ProviderState {
    /// The state of a provider that was never called.
    pub(crate) const NEW: Self = Self {
        next_slot: OffsetDateTime::UNIX_EPOCH,
        failures: 0,
        down: None,
    };

    /// Records the result of a call.
    pub(super) fn record(&mut self, failed: bool, now: OffsetDateTime) {
        if !failed {
            self.failures = 0;
            if self.down.take().is_some() {
                tracing::info!("the provider is up again");
            }
            return;
        }
        self.failures += 1;
        self.down = match self.down {
            Some(Down {
                span, trying: true, ..
            }) => Some(Down::since(now, Span::min(span * 2, LONGEST))),
            // A call from before the circuit opened carries no new information.
            Some(down) => Some(down),
            None if self.failures >= DOWN_AFTER => {
                tracing::error!(
                    failures = self.failures,
                    "the provider is marked as down: calls are paused"
                );
                Some(Down::since(now, FIRST))
            }
            None => None,
        };
    }
}

/// A change of the state.
pub(crate) type StateChange = Box<dyn FnOnce(&mut ProviderState) + Send>;

/// Where several servers keep the state. A server that is alone keeps it in memory.
#[async_trait]
pub(crate) trait ProviderStateStore: Send + Sync {
    /// Changes the state while no other server does, and returns the new one.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn change(&self, change: StateChange) -> Result<ProviderState, StoreError>;
}

/// Changes the stored state, and returns it with the result of the change.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn change_stored<T: Send + 'static>(
    store: &dyn ProviderStateStore,
    change: impl FnOnce(&mut ProviderState) -> T + Send + 'static,
) -> Result<(ProviderState, T), StoreError> {
    let result = Arc::new(Mutex::new(None));
    let changed = Arc::clone(&result);
    let change = move |state: &mut ProviderState| {
        let result = change(state);
        if let Ok(mut changed) = changed.lock() {
            *changed = Some(result);
        }
    };
    let state = store.change(Box::new(change)).await?;
    let result = result.lock().ok().and_then(|mut result| result.take());
    result
        .map(|result| (state, result))
        .ok_or(StoreError::Conflict)
}
