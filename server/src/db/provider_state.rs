//! The provider's state, which the servers of one PostgreSQL database share.

use super::{
    DatabaseStore,
    driver::{Driver, LockScope, Tx, params},
    rows::{ColumnReader, RowError},
};
use crate::provider::{Down, ProviderState, ProviderStateStore, StateChange};
use async_trait::async_trait;
use kyc::ports::StoreError;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

/// The key of the only row.
const ONLY: i64 = 1;

/// Microseconds since 1970: a budget of 1,000 calls a second uses a millisecond for each.
fn micros(at: OffsetDateTime) -> i64 {
    (at - OffsetDateTime::UNIX_EPOCH).whole_microseconds() as i64
}

const fn moment(micros: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH.saturating_add(Duration::microseconds(micros))
}

fn state(row: &dyn ColumnReader) -> Result<ProviderState, RowError> {
    let down = match (row.number("down_until")?, row.number("down_span")?) {
        (Some(until), Some(span)) => Some(Down {
            until: moment(until),
            span: Duration::microseconds(span),
            trying: row.required_int("trying")? != 0,
        }),
        _ => None,
    };
    Ok(ProviderState {
        next_slot: moment(row.required_int("next_slot")?),
        failures: u32::try_from(row.required_int("failures")?).unwrap_or(u32::MAX),
        down,
    })
}

fn change(tx: &mut Tx<'_>, change: StateChange) -> Result<ProviderState, RowError> {
    tx.lock(LockScope::ProviderState, b"")?;
    let sql = "SELECT * FROM provider_state WHERE id = ?";
    let stored = tx.row(sql, params![ONLY], state)?;
    let mut new = stored.unwrap_or(ProviderState::NEW);
    change(&mut new);
    if stored == Some(new) {
        return Ok(new);
    }
    let ProviderState {
        next_slot,
        failures,
        down,
    } = new;
    let (until, span) = (
        down.map(|down| micros(down.until)),
        down.map(|down| down.span.whole_microseconds() as i64),
    );
    let sql = "INSERT INTO provider_state (id, next_slot, failures, down_until, down_span, trying) \
               VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET \
               next_slot = excluded.next_slot, failures = excluded.failures, \
               down_until = excluded.down_until, down_span = excluded.down_span, \
               trying = excluded.trying";
    let trying = down.is_some_and(|down| down.trying);
    let row = params![ONLY, micros(next_slot), failures, until, span, trying];
    tx.execute(sql, row)?;
    Ok(new)
}

impl DatabaseStore {
    /// Where the servers of this database share the provider's state; `None` if a server is alone.
    pub(crate) fn provider_state_store(&self) -> Option<Arc<dyn ProviderStateStore>> {
        match self.driver {
            Driver::Sqlite(_) => None,
            Driver::Postgres(_) => Some(Arc::new(self.clone())),
        }
    }
}

#[async_trait]
impl ProviderStateStore for DatabaseStore {
    async fn change(&self, by: StateChange) -> Result<ProviderState, StoreError> {
        Ok(self.transact(move |tx| change(tx, by)).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::TestInstallation;
    use time::macros::datetime;

    #[tokio::test]
    async fn provider_state_changes_once_at_a_time_from_several_servers() {
        let installation = TestInstallation::new();
        let (one, other) = (installation.open().await, installation.open().await);
        let fail = |state: &mut ProviderState| state.failures += 1;
        for _ in 0..10 {
            let (a, b) = tokio::join!(
                ProviderStateStore::change(&one, Box::new(fail)),
                ProviderStateStore::change(&other, Box::new(fail))
            );
            a.and(b).expect("changed");
        }
        let open = ProviderState {
            next_slot: datetime!(2026-12-01 10:00:00.001 UTC),
            failures: 20,
            down: Some(Down {
                until: datetime!(2026-12-01 10:00:05 UTC),
                span: Duration::seconds(5),
                trying: true,
            }),
        };
        let read = ProviderStateStore::change(&one, Box::new(|_| {})).await;
        assert_eq!(read.expect("a state").failures, 20);
        let put = move |state: &mut ProviderState| *state = open;
        let put = ProviderStateStore::change(&one, Box::new(put)).await;
        assert_eq!(put.expect("changed"), open);
        let read = ProviderStateStore::change(&other, Box::new(|_| {})).await;
        assert_eq!(read.expect("a state"), open);
    }
}
