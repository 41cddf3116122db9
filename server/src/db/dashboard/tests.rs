//! The counters equal a full count: after random histories, after erasures, and after the migration
//! of an older database.

mod lives;

use super::{DECIDED, EVER, LAST_WEBHOOK, OPENED, REACHED, WAITING, day};
use crate::db::{ErasureReason, SqliteStore, rows::RowError};
use kyc::{
    admin::dashboard::{Dashboard, DateRange, Histogram},
    flow::Step,
    state::StateKind,
};
use lives::{NOW, answered, lives, plainly};
use sqlx::{AssertSqlSafe, Row};

#[tokio::test]
async fn stored_figures_equal_counted_ones_before_and_after_erasure() {
    let (_installation, store, known) = lives(400).await;
    for erased in [false, true] {
        for span in DateRange::ALL {
            let figures = store.stats(span, NOW).await.expect("figures");
            assert_eq!(figures, plainly(&known, span), "{span:?}, erased: {erased}");
            assert!(figures.decisions().total() > 0 || span == DateRange::Week);
        }
        for one in known
            .iter()
            .filter(|one| one.state != StateKind::Submitting)
        {
            let note = || Ok::<_, RowError>(());
            let done = store.erase(one.id, ErasureReason::Request, NOW, note).await;
            done.expect("erased");
        }
    }
}

/// Every counter row with a nonzero count.
async fn stored_counts(store: &SqliteStore) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (table, columns) in [
        ("day_counts", "state || ' ' || day || ' ' || cases"),
        ("step_counts", "day || ' ' || place || ' ' || cases"),
        ("decision_counts", "day || ' ' || bucket || ' ' || cases"),
        ("cases", "number || ' ' || reached"),
    ] {
        let but = if table == "cases" {
            ""
        } else {
            "WHERE cases > 0"
        };
        let sql = format!("SELECT {columns} FROM {table} {but} ORDER BY 1");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&store.write)
            .await;
        let rows = rows.expect("rows");
        all.push(rows.iter().map(|row| row.get(0)).collect());
    }
    all
}

#[tokio::test]
async fn database_of_an_older_version_is_counted_by_its_migration() {
    let (_installation, store, _) = lives(200).await;
    let before = stored_counts(&store).await;
    assert!(before.iter().all(|table| !table.is_empty()));
    for part in [
        "TRIGGER cases_follow_the_trail",
        "TRIGGER steps_are_counted",
        "TRIGGER skipped_steps_are_counted",
        "TRIGGER days_are_counted",
        "TRIGGER days_are_counted_anew",
        "TRIGGER decisions_are_counted",
        "TABLE form_steps",
        "TABLE step_counts",
        "TABLE day_counts",
        "TABLE time_buckets",
        "TABLE decision_counts",
    ] {
        let dropped = sqlx::query(AssertSqlSafe(format!("DROP {part}")));
        dropped.execute(&store.write).await.expect(part);
    }
    // Restores what the migration replaces.
    let before_it = "ALTER TABLE cases DROP COLUMN reached; \
        CREATE TRIGGER cases_follow_the_trail AFTER INSERT ON events BEGIN SELECT 1; END";
    let dropped = sqlx::raw_sql(before_it).execute(&store.write).await;
    dropped.expect("dropped");
    let migration = include_str!("../../../../migrations/sqlite/0016_overview.sql");
    let migrated = sqlx::raw_sql(migration).execute(&store.write).await;
    migrated.expect("migrated");
    assert_eq!(stored_counts(&store).await, before);
}

#[tokio::test]
async fn steps_and_buckets_of_the_database_equal_those_of_the_domain() {
    let (_installation, store, _) = lives(0).await;
    let rows = sqlx::query("SELECT from_ms, bucket FROM time_buckets ORDER BY bucket");
    let rows = rows.fetch_all(&store.write).await.expect("rows");
    assert_eq!(rows.len(), Histogram::BUCKETS);
    for (n, row) in rows.iter().enumerate() {
        let (from, bucket): (i64, i64) = (row.get(0), row.get(1));
        assert_eq!((from as u64, bucket as usize), (Histogram::begin(n), n));
    }
    let rows = sqlx::query("SELECT event, step, place FROM form_steps ORDER BY place");
    let rows = rows.fetch_all(&store.write).await.expect("rows");
    assert_eq!(rows.len(), Step::ALL.len());
    for (step, row) in Step::ALL.iter().zip(rows) {
        let (event, named, place): (String, String, i64) = (row.get(0), row.get(1), row.get(2));
        let action = answered(*step);
        assert_eq!(event, action.as_str());
        assert_eq!(place as usize, step.number());
        let name = if event == "answered" {
            step.as_str()
        } else {
            ""
        };
        assert_eq!(named, name);
    }
}

#[tokio::test]
async fn rows_read_by_the_dashboard_do_not_grow_with_applications() {
    let mut read = Vec::new();
    for many in [300, 1_200] {
        let (_installation, store, _) = lives(many).await;
        let mut rows = 0;
        for sql in [OPENED, WAITING, REACHED, DECIDED] {
            let query = sqlx::query(sql).bind(day(NOW) - 89);
            let found = query.fetch_all(&store.write).await.expect("rows").len();
            let states = StateKind::ALL.len();
            let most = 90 * states.max(Histogram::BUCKETS);
            assert!(found <= most, "{sql}: {found}");
            rows += found;
        }
        read.push(rows);
        for sql in [OPENED, WAITING, REACHED, DECIDED, EVER, LAST_WEBHOOK] {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let plan = sqlx::query(explain).fetch_all(&store.write).await;
            for step in plan.expect("a plan") {
                let step: String = step.get("detail");
                assert!(!step.starts_with("SCAN"), "{sql}: {step}");
                for table in ["applications", "events", " cases "] {
                    assert!(!step.contains(table), "{sql}: {step}");
                }
            }
        }
    }
    // Four times the applications, but about the same rows: days and states fill up.
    assert!(read[1] < 2 * read[0], "{read:?}");
}
