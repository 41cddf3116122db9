//! Polls the provider for open pages. These pages listen for events and rarely poll themselves.
//! This task polls for them at the rate that they would. Without an open page,
//! `job_poll_interval` in `kyc/src/jobs/poll_interval.rs` decides the interval.

use super::Worker;
use crate::live::Hub;
use kyc::{id::ApplicationId, ports::Clock, state::StateKind};
use std::sync::Arc;
use time::Duration;
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

/// Time until the next poll of an application if the current poll returns no result.
const POLL_TIMEOUT: Duration = Duration::seconds(30);
/// Limit of concurrent polls: half of what the provider's throttle permits. Page loads then do not
/// wait behind these polls.
const AT_ONCE: usize = 32;

/// Time until the next poll, by state. Documents may arrive at any moment from another device while
/// this page waits.
fn open_page_poll_interval(label: StateKind) -> Duration {
    match label {
        StateKind::DocumentsRequired => Duration::seconds(5),
        label if label.awaits_provider() => Duration::seconds(15),
        _ => Duration::MINUTE,
    }
}

/// Polls in rounds, within half of the free provider budget. The other half stays free for jobs,
/// which must run without an open page.
pub(crate) async fn poll_open_pages(hub: Hub, worker: Worker, clock: Arc<dyn Clock>) {
    let mut asking = JoinSet::new();
    let round = worker.waits().background;
    let mut rounds = interval(round);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let began = rounds.tick().await;
        let mut share = worker.free_slots().div_ceil(2).saturating_sub(asking.len());
        while share > 0 && worker.free_slots() > 0 && began.elapsed() < round {
            while asking.try_join_next().is_some() {}
            let (now, free) = (clock.now(), AT_ONCE.saturating_sub(asking.len()));
            let due = hub.due(now, share.min(free), now + POLL_TIMEOUT);
            share -= due.len();
            for id in due {
                asking.spawn(poll(hub.clone(), worker.clone(), clock.clone(), id));
            }
            if asking.len() < AT_ONCE {
                // No other application is due, or this round's share is used up.
                break;
            }
            // A search for due applications costs more than a poll: collect several results before
            // the next one.
            while asking.len() > AT_ONCE / 2 {
                asking.join_next().await;
            }
        }
    }
}

/// Polls the provider for one application. The commit notifies the page. A change of another server
/// does so here, where its notice was lost.
async fn poll(hub: Hub, worker: Worker, clock: Arc<dyn Clock>, id: ApplicationId) {
    match worker.poll(id).await {
        Ok(application) => {
            hub.note_version(id, application.version);
            let interval = open_page_poll_interval(application.state.kind());
            hub.postpone(id, clock.now() + interval);
        }
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "an open page's application could not be polled");
        }
    }
}
