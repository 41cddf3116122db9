//! Asking upstream on behalf of pages that are open. They listen, and ask by
//! themselves only now and then; somebody has to keep asking for them, as often
//! as they would.

use super::Worker;
use crate::live::Hub;
use kyc::{id::ApplicationId, port::Clock, state::Label};
use std::sync::Arc;
use time::Duration;
use tokio::task::JoinSet;

/// How often it is looked who is due.
const ROUND: std::time::Duration = std::time::Duration::from_secs(1);
/// How long somebody counts as being asked about, unless the answer is there
/// before.
const ASKING: Duration = Duration::seconds(30);
/// How many are asked about at once: half of those that the upstream's gate lets
/// through, so that whoever looks at a page does not wait behind those who do not.
const AT_ONCE: usize = 32;

/// How long until the next question in this state. Pictures may be handed in at
/// any moment by another device, while this one waits to show it.
fn pace(label: Label) -> Duration {
    match label {
        Label::DocumentsRequired => Duration::seconds(5),
        label if label.awaits_upstream() => Duration::seconds(15),
        _ => Duration::MINUTE,
    }
}

/// Asks, round by round, within half of what the upstream's budget has room
/// for: the rest is for what is owed whether anybody looks or not.
pub(crate) async fn look_out(hub: Hub, worker: Worker, clock: Arc<dyn Clock>) {
    let mut asking = JoinSet::new();
    loop {
        tokio::time::sleep(ROUND).await;
        while asking.try_join_next().is_some() {}
        let now = clock.now();
        let room = worker.room().div_ceil(2).saturating_sub(asking.len());
        for id in hub.due(now, room, now + ASKING) {
            if asking.len() >= AT_ONCE {
                asking.join_next().await;
            }
            asking.spawn(ask(hub.clone(), worker.clone(), clock.clone(), id));
        }
    }
}

/// Asks about one. What comes of it is told by the commit.
async fn ask(hub: Hub, worker: Worker, clock: Arc<dyn Clock>, id: ApplicationId) {
    match worker.ask_about(id).await {
        Ok(application) => hub.put_off(id, clock.now() + pace(application.state.label())),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "an open page's application could not be asked about");
        }
    }
}
