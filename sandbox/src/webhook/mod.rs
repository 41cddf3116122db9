//! Webhooks: what changed is told to whoever registered (contract §6).
//!
//! The registry notes news; a dialect makes letters of them; the outbox keeps
//! them until they are delivered, fail for good, or meet a fault on demand. One
//! task of the sandbox's own does all this, woken by changes and by the clock;
//! [`deliver_all`] does the same at once, and returns when nothing is due any more.

mod delivery;
mod fault;
mod letter;
mod outbox;
mod post;
mod signature;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;
use tokio::task::JoinSet;

pub use delivery::{Delivery, Outcome};
pub use fault::{WebhookFault, WebhookFaultKind};
pub(crate) use letter::{Letter, Stamp};
pub use outbox::RETRIES;
use outbox::{Outbox, Parcel};
use post::Post;
pub(crate) use signature::key;

use crate::dialect::Tells;
use crate::registry::news::Webhook;
use crate::upstream::Upstream;

/// How many deliveries are under way at once. Messages of one inquiry keep their
/// order.
const LANES: usize = 16;

/// What is to be told, and the way out.
pub(crate) struct Courier {
    outbox: Mutex<Outbox>,
    post: Post,
    /// One round at a time: who waited for it finds everything delivered.
    round: tokio::sync::Mutex<()>,
}

impl Courier {
    pub(crate) fn new() -> reqwest::Result<Self> {
        Ok(Self {
            outbox: Mutex::default(),
            post: Post::new()?,
            round: tokio::sync::Mutex::default(),
        })
    }

    pub(crate) fn hold(&self, held: bool) {
        self.outbox().held = held;
    }

    pub(crate) fn is_held(&self) -> bool {
        self.outbox().held
    }

    pub(crate) fn pending(&self) -> usize {
        self.outbox().pending()
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.outbox().deliveries.clone()
    }

    pub(crate) fn add_fault(&self, fault: WebhookFault) {
        self.outbox().faults.push(fault);
    }

    pub(crate) fn faults(&self) -> Vec<WebhookFault> {
        self.outbox().faults.clone()
    }

    pub(crate) fn clear_faults(&self) {
        self.outbox().faults.clear();
    }

    /// Puts the delivery with this number into the outbox again; false if there
    /// is none.
    pub(crate) fn post_again(&self, number: usize, now: OffsetDateTime) -> bool {
        let mut outbox = self.outbox();
        let Some(delivery) = outbox.deliveries.get(number).cloned() else {
            return false;
        };
        outbox.post_again(&delivery, now);
        true
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Delivers whatever falls due, for as long as it is let.
pub(crate) async fn run(upstream: Arc<Upstream>) {
    if upstream.dialect().tells().is_none() {
        return;
    }
    loop {
        deliver(&upstream).await;
        let due = [
            upstream.registry.next_due(),
            upstream.courier.outbox().next_due(),
        ];
        let wait = due.into_iter().flatten().min().map(|due| {
            let wait = due - upstream.registry.clock.now();
            wait.try_into().unwrap_or_default()
        });
        let fallen_due = async {
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = upstream.registry.stirred.notified() => {}
            () = fallen_due => {}
        }
    }
}

/// Delivers whatever is due by now, and returns when nothing is any more.
///
/// In a task of its own: a caller who gives up waiting takes no message along.
pub(crate) async fn deliver_all(upstream: &Arc<Upstream>) {
    let upstream = Arc::clone(upstream);
    let round = tokio::spawn(async move { deliver(&upstream).await });
    if let Err(error) = round.await {
        tracing::error!(%error, "a round of webhooks ended badly");
    }
}

async fn deliver(upstream: &Arc<Upstream>) {
    let Some(tells) = upstream.dialect().tells() else {
        return;
    };
    let _round = upstream.courier.round.lock().await;
    loop {
        write(upstream, tells);
        let Some(webhook) = upstream.registry.webhook().map(Arc::new) else {
            return;
        };
        let now = upstream.registry.clock.now();
        let due = upstream.courier.outbox().take_due(now);
        if due.is_empty() {
            return;
        }
        let mut sending = JoinSet::new();
        for lane in lanes(due) {
            let (upstream, webhook) = (Arc::clone(upstream), Arc::clone(&webhook));
            sending.spawn(async move {
                for parcel in lane {
                    attempt(&upstream, parcel, &webhook, tells.signed).await;
                }
            });
        }
        sending.join_all().await;
    }
}

/// Sends the test request of a registration, and says what came of it.
pub(crate) async fn test(upstream: &Upstream, webhook: &Webhook) -> Option<Delivery> {
    let tells = upstream.dialect().tells()?;
    let letter = (tells.test)(&stamp(upstream));
    let now = upstream.registry.clock.now();
    let parcel = Parcel::test(message_id(upstream), letter);
    let delivery = upstream
        .courier
        .post
        .send(&parcel, webhook, tells.signed, now)
        .await;
    upstream.courier.outbox().deliveries.push(delivery.clone());
    Some(delivery)
}

/// Makes letters of the news there are.
fn write(upstream: &Upstream, tells: &Tells) {
    for news in upstream.registry.take_news() {
        if let Some(letter) = (tells.news)(&news, &stamp(upstream)) {
            let now = upstream.registry.clock.now();
            let id = message_id(upstream);
            upstream.courier.outbox().post(id, letter, now);
        }
    }
}

async fn attempt(upstream: &Upstream, parcel: Parcel, webhook: &Webhook, signed: bool) {
    let courier = &upstream.courier;
    let now = upstream.registry.clock.now();
    let delivery = courier.post.send(&parcel, webhook, signed, now).await;
    let now = upstream.registry.clock.now();
    courier.outbox().back(parcel, delivery, now);
}

/// Deals parcels out to those who carry them. Where the order is the point,
/// one carries all.
fn lanes(parcels: Vec<Parcel>) -> Vec<Vec<Parcel>> {
    let in_order = parcels
        .iter()
        .any(|parcel| parcel.fault == Some(WebhookFaultKind::Overtaken));
    let mut lanes: Vec<Vec<Parcel>> = Vec::new();
    lanes.resize_with(if in_order { 1 } else { LANES }, Vec::new);
    let count = lanes.len();
    for parcel in parcels {
        let mut hasher = DefaultHasher::new();
        parcel.external_id.hash(&mut hasher);
        let lane = usize::try_from(hasher.finish() % count as u64).unwrap_or(0);
        lanes[lane].push(parcel);
    }
    lanes.retain(|lane| !lane.is_empty());
    lanes
}

fn stamp(upstream: &Upstream) -> Stamp {
    Stamp {
        // As wide and as sortable as it needs to look.
        event_id: format!("01{}", upstream.registry.tokens.draw(12).to_uppercase()),
        now: upstream.registry.clock.now(),
    }
}

fn message_id(upstream: &Upstream) -> String {
    format!("msg_{}", upstream.registry.tokens.draw(12))
}
