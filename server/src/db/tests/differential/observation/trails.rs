//! Readings of jobs and webhook deliveries, and of the verified audit trails.

use super::{EngineFixture, Readings};
use kyc::{ports::Store, state::StateKind};

impl EngineFixture {
    pub(super) async fn read_jobs(&self, readings: &mut Readings) {
        let (store, now) = (&self.store, self.now());
        readings.add("time of the next job", store.next_job_due_at(now).await);
        // Without their numbers: PostgreSQL leaves gaps in a series.
        let unapplied = store.unapplied_deliveries().await;
        let numbers = unapplied
            .iter()
            .flatten()
            .map(|it| it.number)
            .collect::<Vec<_>>();
        let unapplied = unapplied.map(|all| {
            let all = all.into_iter();
            all.map(|it| (it.webhook_id, it.received_at, it.status, it.kind, it.about))
                .collect::<Vec<_>>()
        });
        readings.add("unapplied deliveries", unapplied);
        for (n, number) in numbers.into_iter().enumerate() {
            let status = store.delivery_status(number, now).await;
            readings.add(format!("status of unapplied delivery {n}"), status);
        }
        for state in StateKind::ALL {
            let found = store.retention_candidates(*state, now, 50).await;
            let found = found.map(|all| all.into_iter().map(|it| it.id).collect::<Vec<_>>());
            readings.add(format!("retention candidates in {}", state.as_str()), found);
        }
    }

    pub(super) async fn read_trails(&self, readings: &mut Readings) {
        let store = &self.store;
        readings.add("verified trail", store.verify_trail(&[]).await);
        readings.add("verified staff trail", store.verify_staff_trail().await);
        let last = store.last_checkpoint().await;
        if let Ok(Some(last)) = &last {
            let has = store.has_checkpoint(&last.anchor()).await;
            readings.add("presence of the last checkpoint", has);
        }
        readings.add("last checkpoint", last);
        readings.add(
            "lost head of the staff's trail",
            store.lost_staff_head().await,
        );
        readings.add("altered checkpoint", store.altered_checkpoint().await);
        readings.add("sealing key", store.sealing_key().await);
    }
}
