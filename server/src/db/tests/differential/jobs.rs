//! What the worker, the provider and its webhooks do.

use super::{
    fixture::{EngineFixture, LEASE, Pick, picks},
    outcome::Outcome,
    provider::{Answer, Meaning, answers, meanings},
};
use crate::db::{DeliveryStatus, NewDelivery};
use kyc::{
    id::ExternalId,
    jobs::Job,
    ports::{Claim, Store},
    provider::{ProviderStatus, ProviderUpdate, Source},
};
use proptest::prelude::*;
use time::Duration;

/// Which jobs a worker claims.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    Due,
    Submissions,
    Polls,
    Of(Pick),
}

/// What a webhook is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Approved,
    Provisioning,
    Rejected,
    Updated,
    OtherFirm,
    Unreadable,
}

#[derive(Clone, Debug)]
pub(super) enum JobOperation {
    WillAnswer(Answer),
    RunDue {
        which: Which,
        most: u32,
    },
    Claim {
        which: Which,
        most: u32,
    },
    RunClaimed(Pick),
    Release {
        job: Pick,
        seconds: i64,
    },
    ReleaseUnsent {
        job: Pick,
        seconds: i64,
        sent: u32,
    },
    PollSoon(Pick),
    RescheduleNoLaterThan {
        who: Pick,
        seconds: i64,
    },
    TakePollSlot(Pick),
    Deliver {
        about: Pick,
        event: Event,
    },
    DeliverAgain(Pick),
    ProcessDeliveries(u32),
    ClaimDeliveries(u32),
    ApplyClaimed {
        delivery: Pick,
        about: Pick,
        meaning: Meaning,
    },
    DeferClaimed {
        delivery: Pick,
        status: DeliveryStatus,
        is_due: bool,
    },
    ReplayDeliveries,
}

pub(super) fn operations() -> impl Strategy<Value = JobOperation> {
    use JobOperation as Operation;
    let which = || {
        prop_oneof![
            3 => Just(Which::Due),
            1 => Just(Which::Submissions),
            1 => Just(Which::Polls),
            2 => picks().prop_map(Which::Of),
        ]
    };
    let most = || prop_oneof![2 => Just(9_u32), 1 => 1..3_u32];
    let seconds = || 0..90_i64;
    let status = prop_oneof![
        Just(DeliveryStatus::Stored),
        Just(DeliveryStatus::Waiting),
        Just(DeliveryStatus::Unknown),
        Just(DeliveryStatus::Erased),
    ];
    let event = prop_oneof![
        3 => Just(Event::Approved),
        1 => Just(Event::Provisioning),
        3 => Just(Event::Rejected),
        1 => Just(Event::Updated),
        1 => Just(Event::OtherFirm),
        1 => Just(Event::Unreadable),
    ];
    prop_oneof![
        6 => answers().prop_map(Operation::WillAnswer),
        8 => (which(), most()).prop_map(|(which, most)| Operation::RunDue { which, most }),
        3 => (which(), most()).prop_map(|(which, most)| Operation::Claim { which, most }),
        2 => picks().prop_map(Operation::RunClaimed),
        1 => (picks(), seconds()).prop_map(|(job, seconds)| Operation::Release { job, seconds }),
        1 => (picks(), seconds(), 0..3_u32)
            .prop_map(|(job, seconds, sent)| Operation::ReleaseUnsent { job, seconds, sent }),
        2 => picks().prop_map(Operation::PollSoon),
        1 => (picks(), seconds())
            .prop_map(|(who, seconds)| Operation::RescheduleNoLaterThan { who, seconds }),
        1 => picks().prop_map(Operation::TakePollSlot),
        5 => (picks(), event).prop_map(|(about, event)| Operation::Deliver { about, event }),
        1 => picks().prop_map(Operation::DeliverAgain),
        4 => most().prop_map(Operation::ProcessDeliveries),
        2 => most().prop_map(Operation::ClaimDeliveries),
        1 => (picks(), picks(), meanings()).prop_map(|(delivery, about, meaning)| {
            Operation::ApplyClaimed { delivery, about, meaning }
        }),
        1 => (picks(), status, any::<bool>()).prop_map(|(delivery, status, is_due)| {
            Operation::DeferClaimed { delivery, status, is_due }
        }),
        1 => Just(Operation::ReplayDeliveries),
    ]
}

/// The body of a webhook of dialect C.
fn body(event: Event, number: usize, about: &str) -> String {
    let firm = if matches!(event, Event::OtherFirm) {
        "other"
    } else {
        "acme"
    };
    let ids = r#","provisioned_participant":"firms/p","provisioned_account":"firms/a""#;
    let (kind, ids) = match event {
        Event::Approved => ("kyc.approved", ids),
        Event::Provisioning => ("kyc.approved", ""),
        Event::Rejected | Event::OtherFirm => ("kyc.rejected", ""),
        Event::Updated => ("kyc.updated", ""),
        Event::Unreadable => return "{".to_owned(),
    };
    format!(
        r#"{{"event_type":"{kind}","event_id":"event_{number}","data":{{"external_id":"{about}","firm_id":"{firm}"{ids}}}}}"#
    )
}

impl EngineFixture {
    pub(super) async fn job(&mut self, operation: &JobOperation) -> Outcome {
        use JobOperation as Operation;
        let now = self.now();
        match *operation {
            Operation::WillAnswer(answer) => {
                self.provider.will_answer(answer);
                Outcome::of(())
            }
            Operation::RunDue { which, most } => self.run_due(which, most).await,
            Operation::Claim { which, most } => {
                let claimed = self.claim(which, most).await;
                self.known.jobs.extend(claimed.iter().flatten());
                claimed.into()
            }
            Operation::RunClaimed(job) => match job.of(&self.known.jobs) {
                Some(job) => self.onboarding.run_job(job).await.into(),
                None => Outcome::skipped(),
            },
            Operation::Release { job, seconds } => match job.of(&self.known.jobs) {
                Some(job) => {
                    let due_at = now + Duration::seconds(seconds);
                    self.store.release_job(job.lease, due_at).await.into()
                }
                None => Outcome::skipped(),
            },
            Operation::ReleaseUnsent { job, seconds, sent } => match job.of(&self.known.jobs) {
                Some(job) => {
                    let due_at = now + Duration::seconds(seconds);
                    let store: &dyn Store = &self.store;
                    store.release_unsent(job.lease, due_at, sent).await.into()
                }
                None => Outcome::skipped(),
            },
            Operation::PollSoon(who) => match who.of(&self.known.applications) {
                Some(created) => {
                    let about = ExternalId::parse(created.user_id.as_str()).expect("an id");
                    self.onboarding.poll_soon(&about).await.into()
                }
                None => Outcome::skipped(),
            },
            Operation::RescheduleNoLaterThan { who, seconds } => match self.application(who) {
                Some(id) => {
                    let by = now + Duration::seconds(seconds);
                    let store: &dyn Store = &self.store;
                    store.reschedule_no_later_than(id, by).await.into()
                }
                None => Outcome::skipped(),
            },
            Operation::TakePollSlot(who) => match self.application(who) {
                Some(id) => {
                    let slot = self.store.acquire_poll_slot(id, now, Duration::seconds(5));
                    slot.await.into()
                }
                None => Outcome::skipped(),
            },
            _ => self.webhook(operation).await,
        }
    }

    /// Claims jobs, in the order of their applications: a claim returns them in any order.
    async fn claim(&self, which: Which, limit: u32) -> Result<Vec<Job>, kyc::ports::StoreError> {
        let claim = match which {
            Which::Due => Claim::Due { limit },
            Which::Submissions => Claim::Submissions { limit },
            Which::Polls => Claim::Polls { limit },
            Which::Of(who) => match self.application(who) {
                Some(id) => Claim::Of(id),
                None => return Ok(Vec::new()),
            },
        };
        let now = self.now();
        let mut claimed = self.store.claim_jobs(claim, now, now + LEASE).await?;
        claimed.sort_by_key(|job| job.lease.application);
        Ok(claimed)
    }

    pub(super) async fn run_due(&self, which: Which, most: u32) -> Outcome {
        let claimed = match self.claim(which, most).await {
            Ok(claimed) => claimed,
            Err(error) => return Err::<(), _>(error).into(),
        };
        let mut outcome = Outcome::of(&claimed);
        for job in &claimed {
            outcome = outcome.then(self.onboarding.run_job(job).await.into());
        }
        outcome
    }

    async fn webhook(&mut self, operation: &JobOperation) -> Outcome {
        use JobOperation as Operation;
        let now = self.now();
        match *operation {
            Operation::Deliver { about, event } => {
                let about = about.of(&self.known.applications);
                let about = about.map_or("usr_unknown", |created| created.user_id.as_str());
                let (about, number) = (about.to_owned(), self.known.webhooks);
                self.known.webhooks += 1;
                self.deliver(number, event, &about).await
            }
            Operation::DeliverAgain(webhook) => match webhook.index(self.known.webhooks) {
                Some(number) => self.deliver(number, Event::Updated, "usr_unknown").await,
                None => Outcome::skipped(),
            },
            Operation::ProcessDeliveries(most) => {
                let mut processed = 0;
                // One after the other, so that both engines draw random bytes in one order.
                for _ in 0..most {
                    match self.webhooks.process_due(1).await {
                        Ok(0) => break,
                        Ok(count) => processed += count,
                        Err(error) => return Outcome::failed(error),
                    }
                }
                Outcome::of(processed)
            }
            Operation::ClaimDeliveries(most) => {
                let claimed = self.store.claim_deliveries(most, now, now + LEASE).await;
                let mut claimed = match claimed {
                    Ok(claimed) => claimed,
                    Err(error) => return Err::<(), _>(error).into(),
                };
                claimed.sort_by_key(|delivery| delivery.receipt.number);
                let leases = claimed.iter().map(|delivery| delivery.receipt);
                self.known.deliveries.extend(leases);
                let shown = claimed.iter().map(|it| {
                    let body = it.body.as_deref().map(|body| String::from_utf8_lossy(body));
                    format!(
                        "{} {} {} {body:?}",
                        it.receipt.fence, it.tries, it.received_at
                    )
                });
                Outcome::of(shown.collect::<Vec<_>>())
            }
            Operation::ApplyClaimed {
                delivery,
                about,
                meaning,
            } => {
                let about = about.of(&self.known.applications);
                let Some((receipt, about)) = delivery.of(&self.known.deliveries).zip(about) else {
                    return Outcome::skipped();
                };
                let update = ProviderUpdate {
                    source: Source::Webhook,
                    requested_at: now,
                    external_id: ExternalId::parse(about.user_id.as_str()).ok(),
                    status: ProviderStatus::default(),
                    outcome: meaning.outcome(now),
                    recognised: true,
                };
                self.onboarding
                    .apply_webhook(&update, *receipt)
                    .await
                    .into()
            }
            Operation::DeferClaimed {
                delivery,
                status,
                is_due,
            } => {
                let Some(receipt) = delivery.of(&self.known.deliveries) else {
                    return Outcome::skipped();
                };
                let due_at = is_due.then(|| now + Duration::MINUTE);
                self.store
                    .defer_delivery(*receipt, status, due_at)
                    .await
                    .into()
            }
            Operation::ReplayDeliveries => self.store.replay_deliveries(None, now).await.into(),
            _ => Outcome::skipped(),
        }
    }

    async fn deliver(&self, number: usize, event: Event, about: &str) -> Outcome {
        let (webhook_id, body) = (format!("msg_{number}"), body(event, number, about));
        let about = ExternalId::parse(about).expect("an id");
        let is_readable = !matches!(event, Event::Unreadable);
        let incoming = NewDelivery {
            webhook_id: &webhook_id,
            event_id: is_readable.then(|| format!("event_{number}")),
            kind: format!("{event:?}"),
            about: Some(&about).filter(|_| is_readable),
            body: body.as_bytes(),
        };
        self.store.store_delivery(incoming, self.now()).await.into()
    }
}
