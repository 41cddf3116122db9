//! Positions in the audit trail: one order over the events of all applications, which the checkpoints
//! cover. Only the checkpointer gives positions. An append then touches no row of another
//! application.

use super::super::{
    DatabaseStore,
    driver::{LockScope, Tx, params},
    rows::RowError,
    series::Series,
};

/// Most positions that one transaction gives, because other writes of SQLite wait for it.
const BATCH: u64 = 1_000;

impl DatabaseStore {
    /// Gives the next positions to all events that have none. Several servers may do so at once.
    pub(super) async fn position_events(&self) -> Result<(), RowError> {
        while self.transact(position_batch).await? == BATCH {}
        Ok(())
    }
}

/// Gives positions to the oldest events without one. Returns their count. An application's events
/// get theirs in the order of their sequence numbers: each is committed before the next is inserted.
fn position_batch(tx: &mut Tx<'_>) -> Result<u64, RowError> {
    tx.lock(LockScope::EventPositions, b"")?;
    let last = Series::Events.last(tx)?;
    let sql = "INSERT INTO event_positions (pos, event_id) \
               SELECT ?1 + row_number() OVER (ORDER BY event_id), event_id FROM \
               (SELECT event_id FROM unpositioned_events ORDER BY event_id LIMIT +?2) oldest";
    let count = tx.execute(sql, params![last, BATCH as i64])?;
    if count > 0 {
        let sql = "DELETE FROM unpositioned_events WHERE event_id IN \
                   (SELECT event_id FROM event_positions WHERE pos > ?)";
        tx.execute(sql, params![last])?;
        Series::Events.take(tx, count as usize)?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::FaultKind,
        test_support::{TestInstallation, answer, people},
    };
    use time::macros::datetime;

    /// The reported faults, and the counts of events and of those that no checkpoint covers.
    async fn verified(store: &DatabaseStore) -> (Vec<FaultKind>, u64, i64) {
        let report = store.verify_trail(&[]).await.expect("read");
        assert_eq!(report.rows, []);
        let faults = report.faults.into_iter().map(|fault| fault.what).collect();
        (faults, report.events, report.unsigned)
    }

    /// For each position in order, the events that waited before or have it.
    async fn event_ids(store: &DatabaseStore, sql: &'static str) -> Vec<i64> {
        let ids = store.scan(move |tx| tx.rows(sql, &[], |row| row.required_int("event_id")));
        ids.await.expect("ids")
    }

    const WAITING: &str = "SELECT event_id FROM unpositioned_events ORDER BY event_id";
    const GIVEN: &str = "SELECT event_id FROM event_positions ORDER BY pos";

    #[tokio::test]
    async fn events_get_positions_in_order_once_from_several_servers() {
        let installation = TestInstallation::new();
        let (one, other) = (installation.open().await, installation.open().await);
        let ids = people(&one, 250).await;
        for id in &ids[..2] {
            answer(&one, *id, "John", "john.doe@example.com").await;
        }
        let waiting = event_ids(&one, WAITING).await;
        let events = waiting.len() as u64;
        assert_eq!(verified(&one).await, (vec![], events, events as i64));
        let (a, b) = tokio::join!(one.position_events(), other.position_events());
        a.and(b).expect("given");
        assert_eq!(event_ids(&one, GIVEN).await, waiting);
        assert!(event_ids(&one, WAITING).await.is_empty());
        assert_eq!(verified(&one).await, (vec![], events, events as i64));
        let now = datetime!(2026-12-01 10:00 UTC);
        one.make_checkpoint(now).await.expect("no error");
        assert_eq!(verified(&one).await, (vec![], events, 0));
        // More than one batch, after the first checkpoint.
        let many = people(&one, BATCH as usize + 1).await.len();
        one.position_events().await.expect("given");
        assert!(event_ids(&one, WAITING).await.is_empty());
        let all = events + many as u64;
        assert_eq!(verified(&one).await, (vec![], all, many as i64));
    }

    #[tokio::test]
    async fn event_that_lost_its_turn_is_reported() {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let id = people(&store, 1).await[0];
        answer(&store, id, "John", "john.doe@example.com").await;
        let forget = "DELETE FROM unpositioned_events \
                      WHERE event_id = (SELECT MAX(event_id) FROM unpositioned_events)";
        let forgotten = store.transact(move |tx| tx.execute(forget, &[]));
        assert_eq!(forgotten.await.expect("no error"), 1);
        let (faults, ..) = verified(&store).await;
        assert!(faults.contains(&FaultKind::Skipped), "{faults:?}");
    }
}
