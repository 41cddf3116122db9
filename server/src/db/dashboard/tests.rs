//! The counters equal a full count: after random histories, after erasures, and after the migration
//! of an older database.

mod lives;

use super::{DECIDED, EVER, LAST_WEBHOOK, OPENED, REACHED, WAITING, day};
use crate::db::{DatabaseStore, ErasureReason, driver::params, rows::RowError};
use kyc::{
    admin::dashboard::{Dashboard, DateRange, Histogram},
    state::StateKind,
};
use lives::{NOW, lives, plainly};

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
async fn stored_counts(store: &DatabaseStore) -> Vec<Vec<String>> {
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
        let sql = format!("SELECT {columns} AS counted FROM {table} {but} ORDER BY 1");
        let rows = store.scan(move |tx| {
            tx.rows(&sql, &[], |row| {
                Ok(row.required_text("counted")?.to_owned())
            })
        });
        all.push(rows.await.expect("rows"));
    }
    all
}

#[tokio::test]
async fn sqlite_database_of_an_older_version_is_counted_by_its_migration() {
    let (_installation, store, _) = lives(200).await;
    let before = stored_counts(&store).await;
    assert!(before.iter().all(|table| !table.is_empty()));
    for part in [
        "TABLE step_counts",
        "TABLE day_counts",
        "TABLE decision_counts",
    ] {
        let dropped = store.transact(move |tx| tx.execute(&format!("DROP {part}"), &[]));
        dropped.await.expect(part);
    }
    // Restores what the migration replaces.
    let before_it = "ALTER TABLE cases DROP COLUMN reached; \
        CREATE TRIGGER cases_follow_the_trail AFTER INSERT ON events BEGIN SELECT 1; END";
    let migration = include_str!("../../../../migrations/sqlite/0016_overview.sql");
    let later = include_str!("../../../../migrations/sqlite/0032_projections.sql");
    for script in [before_it, migration, later] {
        let done = store.transact(move |tx| tx.sqlite().execute_script(script));
        done.await.expect(script);
    }
    assert_eq!(stored_counts(&store).await, before);
}

#[tokio::test]
async fn rows_read_by_the_dashboard_do_not_grow_in_sqlite() {
    let mut read = Vec::new();
    for many in [300, 1_200] {
        let (_installation, store, _) = lives(many).await;
        let mut rows = 0;
        let since = day(NOW) - 89;
        for sql in [OPENED, WAITING, REACHED, DECIDED] {
            let found = store.scan(move |tx| tx.rows(sql, params![since], |_| Ok(())));
            let found = found.await.expect("rows").len();
            let states = StateKind::ALL.len();
            let most = 90 * states.max(Histogram::BUCKETS);
            assert!(found <= most, "{sql}: {found}");
            rows += found;
        }
        read.push(rows);
        for sql in [OPENED, WAITING, REACHED, DECIDED, EVER, LAST_WEBHOOK] {
            let plan = store.read(|tx| tx.sqlite().query_plan(sql));
            for step in plan.expect("a plan") {
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
