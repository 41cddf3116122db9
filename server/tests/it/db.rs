//! Direct access to the server's database.

mod connection;
mod copy;
// PostgreSQL gets the statements of a test as it gets the server's.
#[path = "../../src/db/driver/postgres/translate.rs"]
mod translate;
mod value;

pub(crate) use connection::Database;
pub(crate) use copy::{addresses, copied, with_name};
pub(crate) use value::Row;

use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use value::FromValue;

/// Row of the audit trail.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) application: Vec<u8>,
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) detail: String,
    pub(crate) hash: Vec<u8>,
}

impl Event {
    /// Hash over the previous row's hash and this row, as the audit trail defines it. The length
    /// precedes each part as eight bytes.
    pub(crate) fn hash_after(&self, before: &[u8]) -> Vec<u8> {
        let (seq, at) = (self.seq.to_be_bytes(), self.at.to_be_bytes());
        let texts = [
            &self.actor,
            &self.action,
            &self.from,
            &self.to,
            &self.detail,
        ];
        let head: [&[u8]; 4] = [before, &self.application, &seq, &at];
        let mut hash = Sha256::new();
        let parts = head.into_iter().chain(texts.map(|text| text.as_bytes()));
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    }
}

/// Row of the table `attempts`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AttemptRow {
    pub(crate) number: i64,
    pub(crate) digest: String,
    pub(crate) settled: bool,
    pub(crate) holds_bytes: bool,
}

/// Columns of an application that an erasure concerns.
pub(crate) struct Person {
    pub(crate) id: Vec<u8>,
    pub(crate) reference: String,
    /// Times of creation, last update and submission, in milliseconds.
    pub(crate) times: [Option<i64>; 3],
    pub(crate) draft: Vec<u8>,
    pub(crate) state_sealed: Vec<u8>,
    pub(crate) ssn: Option<Vec<u8>>,
}

impl Database {
    /// The only application in a state.
    pub(crate) async fn row(&self, state: &str) -> Person {
        let sql = "SELECT * FROM applications WHERE state = ?";
        let row = self.only_row(sql, &[state.into()]).await;
        Person {
            id: row.get("id"),
            reference: row.get("reference"),
            times: ["created_at", "updated_at", "submitted_at"].map(|column| row.get(column)),
            draft: row.get("draft_sealed"),
            state_sealed: row.get("state_sealed"),
            ssn: row.get("ssn_sealed"),
        }
    }

    /// Number of rows of a table that belong to an application.
    pub(crate) async fn count_of(&self, table: &str, id: &[u8]) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE application_id = ?");
        self.value(&sql, &[id.into()]).await
    }

    /// Moves the last update of every application into the past.
    pub(crate) async fn age(&self, by: std::time::Duration) {
        let by = i64::try_from(by.as_millis()).expect("less than an age");
        let sql = "UPDATE applications SET updated_at = updated_at - ?";
        self.execute(sql, &[by.into()]).await;
    }

    /// Number of readable applications in a state.
    pub(crate) async fn unerased(&self, state: &str) -> i64 {
        let sql = "SELECT COUNT(*) FROM applications JOIN subject_keys ON application_id = id \
                   WHERE state = ? AND erased_at IS NULL";
        self.value(sql, &[state.into()]).await
    }

    /// Whether no job is due or running.
    pub(crate) async fn has_no_work(&self, now: OffsetDateTime) -> bool {
        let now = now.unix_timestamp_nanos() / 1_000_000;
        let now = i64::try_from(now).expect("a time of this age");
        let sql = "SELECT COUNT(*) FROM jobs WHERE due_at <= ?1 OR leased_until > ?1";
        self.value::<i64>(sql, &[now.into()]).await == 0
    }

    /// Time of the earliest job after now, in milliseconds' precision. `None` while a job is due or
    /// running.
    pub(crate) async fn next_scheduled_job(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let now = now.unix_timestamp_nanos() / 1_000_000;
        let now = i64::try_from(now).expect("a time of this age");
        let sql =
            "SELECT MIN(due_at) FROM jobs HAVING MIN(due_at) > ?1 AND MAX(leased_until) <= ?1";
        let due_at = self.column::<i64>(sql, &[now.into()]).await;
        // Rounded up, so that the job is due at this time.
        let nanos = i128::from(due_at.first()? + 1) * 1_000_000;
        Some(OffsetDateTime::from_unix_timestamp_nanos(nanos).expect("a time"))
    }

    /// Audit events, ordered by application and sequence number.
    pub(crate) async fn events(&self) -> Vec<Event> {
        let sql = "SELECT * FROM events ORDER BY application_id, seq";
        let rows = self.rows(sql, &[]).await;
        rows.iter()
            .map(|row| Event {
                application: row.get("application_id"),
                seq: row.get("seq"),
                at: row.get("at"),
                actor: row.get("actor"),
                action: row.get("action"),
                from: row.get("from_state"),
                to: row.get("to_state"),
                detail: row.get("detail"),
                hash: row.get("hash"),
            })
            .collect()
    }

    /// Actions of the audit events, in the order of [`Self::events`].
    pub(crate) async fn actions(&self) -> Vec<String> {
        self.events()
            .await
            .into_iter()
            .map(|event| event.action)
            .collect()
    }

    pub(crate) async fn attempts(&self) -> Vec<AttemptRow> {
        let rows = self.rows("SELECT * FROM attempts ORDER BY number", &[]);
        let rows = rows.await;
        rows.iter()
            .map(|row| AttemptRow {
                number: row.get("number"),
                digest: row.get("digest"),
                settled: row.get::<Option<i64>>("settled_at").is_some(),
                holds_bytes: row.get::<Option<Vec<u8>>>("request_sealed").is_some(),
            })
            .collect()
    }

    /// The status of each webhook delivery, in order of arrival.
    pub(crate) async fn delivery_statuses(&self) -> Vec<String> {
        let sql = "SELECT standing FROM deliveries ORDER BY number";
        self.column(sql, &[]).await
    }

    /// Number of audit events with a webhook as the source.
    pub(crate) async fn webhook_events(&self) -> usize {
        let events = self.events().await.into_iter();
        events
            .filter(|event| event.detail.contains(r#""via":"webhook""#))
            .count()
    }

    /// Deletes the only session of an applicant.
    pub(crate) async fn delete_session(&self) {
        assert_eq!(self.execute("DELETE FROM sessions", &[]).await, 1);
    }

    /// Value of one column of the only application.
    pub(crate) async fn application<T: FromValue>(&self, column: &str) -> T {
        let row = self.only_row("SELECT * FROM applications", &[]).await;
        row.get(column)
    }
}
