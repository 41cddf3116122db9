//! What timed jobs and operators do: erasure, sweeps, checkpoints and the rotation of the key.

use super::{
    fixture::{EngineFixture, LEASE, Pick, picks},
    outcome::Outcome,
};
use crate::{
    config::Retention,
    db::named_leases::RETENTION,
    maintenance::{Rotation, erase, erase_again, retention},
    provider::{Down, ProviderState, ProviderStateStore},
};
use proptest::prelude::*;
use time::Duration;

#[derive(Clone, Debug)]
pub(super) enum MaintenanceOperation {
    Erase(Pick),
    EraseAgain(Pick),
    Retention { days: u64 },
    Sweep,
    SweepDeliveries { days: i64 },
    Checkpoint,
    RotateKey,
    IndexSome,
    ClaimLease,
    ExtendLease(Pick),
    ReleaseLease(Pick),
    ChangeProviderState { failures: u32, is_down: bool },
}

pub(super) fn operations() -> impl Strategy<Value = MaintenanceOperation> {
    use MaintenanceOperation as Operation;
    prop_oneof![
        3 => picks().prop_map(Operation::Erase),
        1 => picks().prop_map(Operation::EraseAgain),
        1 => (0..4_u64).prop_map(|days| Operation::Retention { days }),
        2 => Just(Operation::Sweep),
        1 => (0..2_i64).prop_map(|days| Operation::SweepDeliveries { days }),
        3 => Just(Operation::Checkpoint),
        1 => Just(Operation::RotateKey),
        1 => Just(Operation::IndexSome),
        2 => Just(Operation::ClaimLease),
        1 => picks().prop_map(Operation::ExtendLease),
        1 => picks().prop_map(Operation::ReleaseLease),
        1 => (0..5_u32, any::<bool>())
            .prop_map(|(failures, is_down)| Operation::ChangeProviderState { failures, is_down }),
    ]
}

impl EngineFixture {
    pub(super) async fn maintain(&mut self, operation: &MaintenanceOperation) -> Outcome {
        use MaintenanceOperation as Operation;
        let (store, now) = (&self.store, self.now());
        match *operation {
            Operation::Erase(who) => match self.application(who) {
                Some(id) => erase(store, &self.register, id, now).await.into(),
                None => Outcome::skipped(),
            },
            Operation::EraseAgain(who) => match self.application(who) {
                Some(id) => erase_again(store, id, now).await.into(),
                None => Outcome::skipped(),
            },
            Operation::Retention { days } => {
                let term = Some(std::time::Duration::from_secs(days * 86_400));
                let keep = Retention {
                    drafts: term,
                    abandoned: term,
                    denied: term,
                    ..Retention::default()
                };
                retention(store, &self.register, &keep, now).await.into()
            }
            Operation::Sweep => {
                let links = Outcome::from(store.sweep_links(now).await);
                let admin = Outcome::from(store.sweep_admin(now).await);
                let sessions = Outcome::from(self.applicant_sessions.sweep().await);
                links.then(admin).then(sessions)
            }
            Operation::SweepDeliveries { days } => store
                .sweep_deliveries(now - Duration::days(days))
                .await
                .into(),
            Operation::Checkpoint => self.checkpointer.sign().await.into(),
            Operation::RotateKey => self.rotate_key().await,
            Operation::IndexSome => store.index_some().await.into(),
            Operation::ClaimLease => {
                let claimed = store.claim_named_lease(RETENTION, now, now + LEASE).await;
                self.known.leases.extend(claimed.iter().flatten());
                claimed.into()
            }
            Operation::ExtendLease(lease) => match lease.of(&self.known.leases) {
                Some(lease) => store.extend_named_lease(*lease, now + LEASE).await.into(),
                None => Outcome::skipped(),
            },
            Operation::ReleaseLease(lease) => match lease.of(&self.known.leases) {
                Some(lease) => store.release_named_lease(*lease, now + LEASE).await.into(),
                None => Outcome::skipped(),
            },
            Operation::ChangeProviderState { failures, is_down } => {
                let down = is_down.then_some(Down {
                    until: now + Duration::MINUTE,
                    span: Duration::MINUTE,
                    trying: failures > 2,
                });
                let change = move |state: &mut ProviderState| {
                    *state = ProviderState {
                        next_slot: now,
                        failures: state.failures + failures,
                        down,
                    };
                };
                ProviderStateStore::change(store, Box::new(change))
                    .await
                    .into()
            }
        }
    }

    async fn rotate_key(&self) -> Outcome {
        let rotation = Rotation::new(self.store.clone(), &self.path("key"));
        let mut rotation = match rotation {
            Ok(rotation) => rotation,
            Err(error) => return Outcome::failed(error),
        };
        let mut steps = Vec::new();
        loop {
            match rotation.step(&*self.entropy).await {
                Ok(Some(step)) => steps.push(step),
                Ok(None) => return Outcome::of(steps),
                Err(error) => return Outcome::failed(error),
            }
        }
    }
}
