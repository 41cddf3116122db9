//! Asking upstream on behalf of pages that are open. They listen, and ask by
//! themselves only now and then; somebody has to keep asking for them, as often
//! as they would.

use super::Worker;
use crate::live::Hub;
use kyc::{id::ApplicationId, ports::Clock, state::StateKind};
use std::sync::Arc;
use time::Duration;
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

/// How often it is looked who is due.
const TICK: std::time::Duration = std::time::Duration::from_secs(1);
/// How long somebody counts as being asked about, unless the answer is there
/// before.
const POLL_TIMEOUT: Duration = Duration::seconds(30);
/// How many are asked about at once: half of those that the upstream's gate lets
/// through, so that whoever loads a page does not wait behind those who only look.
const AT_ONCE: usize = 32;

/// How long until the next question in this state. Pictures may be handed in at
/// any moment by another device, while this one waits to show it.
fn poll_interval(label: StateKind) -> Duration {
    match label {
        StateKind::DocumentsRequired => Duration::seconds(5),
        label if label.awaits_provider() => Duration::seconds(15),
        _ => Duration::MINUTE,
    }
}

/// Asks, round by round, within half of what the upstream's budget has room
/// for: the rest is for what is owed whether anybody looks or not.
pub(crate) async fn poll_open_pages(hub: Hub, worker: Worker, clock: Arc<dyn Clock>) {
    let mut asking = JoinSet::new();
    let mut rounds = interval(TICK);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let began = rounds.tick().await;
        let mut share = worker.free_slots().div_ceil(2).saturating_sub(asking.len());
        while share > 0 && worker.free_slots() > 0 && began.elapsed() < TICK {
            while asking.try_join_next().is_some() {}
            let (now, free) = (clock.now(), AT_ONCE.saturating_sub(asking.len()));
            let due = hub.due(now, share.min(free), now + POLL_TIMEOUT);
            share -= due.len();
            for id in due {
                asking.spawn(poll(hub.clone(), worker.clone(), clock.clone(), id));
            }
            if asking.len() < AT_ONCE {
                // Nobody else is due, or has a share in this round.
                break;
            }
            // Looking for whoever is next costs more than asking about one.
            while asking.len() > AT_ONCE / 2 {
                asking.join_next().await;
            }
        }
    }
}

/// Asks about one. What comes of it is told by the commit.
async fn poll(hub: Hub, worker: Worker, clock: Arc<dyn Clock>, id: ApplicationId) {
    match worker.poll(id).await {
        Ok(application) => hub.postpone(id, clock.now() + poll_interval(application.state.kind())),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "an open page's application could not be asked about");
        }
    }
}
