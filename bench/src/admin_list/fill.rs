//! Fills a database fast: exclusive access, no syncs, and indexes and triggers only
//! after all rows.

use super::sample_applications::{application, state};
use kyc::{application::Application, ports::Clock};
use server::{
    bench_api::{SealedRows, Sealer},
    system::SystemClock,
};
use sqlx::{
    AssertSqlSafe, Connection, Executor, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{error::Error, path::Path};

/// The number of reviewers.
pub(super) const STAFF: u8 = 20;

/// All inserts of one application in one string: one trip to the connection's thread.
const INSERT_APPLICATION: &str = "\
    INSERT INTO subject_keys (application_id, key_id, key_sealed) VALUES (?, ?, ?); \
    INSERT INTO applications (id, user_id, reference, external_id, version, state, created_at, \
    updated_at, since, attempts, draft_sealed, state_sealed, indexed) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 1); \
    INSERT INTO previews (application_id, sealed) VALUES (?, ?); \
    INSERT INTO blind_indexes (application_id, kind, token) VALUES (?, ?, ?), (?, ?, ?)";

/// Holds each row's list preview until its case exists.
const CREATE_PREVIEWS: &str =
    "CREATE TEMP TABLE previews (application_id BLOB PRIMARY KEY, sealed BLOB) WITHOUT ROWID";

/// A detail of typical length.
const DETAIL: &str = r#"{"action":"heard","via":"status","words":{"decision":"pending","status":"in_review","sub_status":"under_review"},"external_id":"ext_0123456789abcdef","understood":true}"#;

/// The statements of the migration that fills the cases, for all rows at once.
const INSERT_CASES: [&str; 10] = [
    "INSERT INTO cases (number, application_id, reference, glance_sealed, state, opened_at, event, \
     event_at, assignee) SELECT row_number() OVER (ORDER BY a.created_at, a.id), a.id, \
     a.reference, (SELECT sealed FROM previews WHERE application_id = a.id), a.state, \
     a.created_at, 'heard', \
     (SELECT MAX(at) FROM events e WHERE e.application_id = a.id AND e.seq = ?1), \
     CASE WHEN a.state NOT IN ('draft', 'approved', 'denied') AND abs(random()) % 10 < 4 \
     THEN unhex(printf('%032x', 1 + abs(random()) % 20)) ELSE x'' END FROM applications a",
    "UPDATE blind_indexes SET number = (SELECT number FROM cases \
     WHERE cases.application_id = blind_indexes.application_id)",
    "DELETE FROM case_counts",
    "INSERT INTO case_counts SELECT x'00', state, 0, COUNT(*) FROM cases GROUP BY state",
    "INSERT INTO case_counts SELECT assignee, state, 0, COUNT(*) FROM cases GROUP BY assignee, state",
    "INSERT OR IGNORE INTO case_counts SELECT x'', state, 0, 0 FROM cases GROUP BY state",
    "INSERT INTO day_counts SELECT state, opened_at / 86400000, 0, COUNT(*) FROM cases GROUP BY 1, 2",
    "UPDATE last_numbers SET last = (SELECT MAX(number) FROM cases) WHERE series = 'cases'",
    "INSERT INTO event_positions SELECT id, id FROM events",
    "UPDATE last_numbers SET last = (SELECT MAX(pos) FROM event_positions) WHERE series = 'events'",
];

/// Inserts `rows` applications with `events` events each.
///
/// # Errors
/// On any error of the database.
pub(super) async fn fill(
    file: &Path,
    sealer: &Sealer,
    rows: u64,
    events: u64,
) -> Result<(), Box<dyn Error>> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .pragma("locking_mode", "EXCLUSIVE")
        .pragma("cache_size", "-400000")
        .pragma("temp_store", "MEMORY");
    let mut database = SqliteConnection::connect_with(&options).await?;
    let dropped = drop_indexes_and_triggers(&mut database).await?;
    database.execute("BEGIN").await?;
    insert_reviewers(&mut database).await?;
    database.execute(CREATE_PREVIEWS).await?;
    let now = SystemClock.now();
    for n in 0..rows {
        let new = application(n, rows, now);
        let sealed = sealer.seal(&new).map_err(|error| error.to_string())?;
        insert_application(&mut database, n, &new, sealed).await?;
    }
    insert_events(&mut database, events).await?;
    for sql in INSERT_CASES {
        let query = sqlx::query(sql);
        let query = if sql.contains("?1") {
            query.bind(events.cast_signed())
        } else {
            query
        };
        query.execute(&mut database).await?;
    }
    for sql in dropped {
        database.execute(AssertSqlSafe(sql)).await?;
    }
    database.execute("COMMIT").await?;
    database.close().await?;
    Ok(())
}

/// Drops indexes and triggers, which would cost time for each row. Returns the SQL
/// that creates them again.
async fn drop_indexes_and_triggers(
    database: &mut SqliteConnection,
) -> Result<Vec<String>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL \
         AND (type = 'trigger' OR type = 'index' AND tbl_name IN ('cases', 'blind_indexes')) \
         ORDER BY type",
    );
    let mut statements = Vec::new();
    for row in found.fetch_all(&mut *database).await? {
        let (kind, name): (String, String) = (row.get(0), row.get(1));
        database
            .execute(AssertSqlSafe(format!("DROP {kind} {name}")))
            .await?;
        statements.push(row.get(2));
    }
    Ok(statements)
}

async fn insert_reviewers(database: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    for n in 1..=STAFF {
        let mut id = [0; 16];
        id[15] = n;
        sqlx::query(
            "INSERT INTO reviewers (id, name, role, version, created_at) \
             VALUES (?, ?, 'reviewer', 0, 0)",
        )
        .bind(id.to_vec())
        .bind(format!("reviewer.{n}"))
        .execute(&mut *database)
        .await?;
    }
    Ok(())
}

async fn insert_application(
    database: &mut SqliteConnection,
    n: u64,
    new: &Application,
    sealed: SealedRows,
) -> Result<(), sqlx::Error> {
    let id = new.id.as_bytes().to_vec();
    let opened_at = (new.created_at.unix_timestamp_nanos() / 1_000_000) as i64;
    let mut query = sqlx::query(INSERT_APPLICATION)
        .bind(id.clone())
        .bind(sealed.key_id)
        .bind(sealed.key)
        .bind(id.clone())
        .bind(new.user_id.as_str().to_owned())
        .bind(new.reference.as_str().to_owned())
        .bind(format!("ext_{n:016x}"))
        .bind(new.version.cast_signed())
        .bind(state(n).as_str())
        .bind(opened_at)
        .bind(opened_at)
        .bind(opened_at)
        .bind(sealed.draft)
        .bind(sealed.state)
        .bind(id.clone())
        .bind(sealed.preview);
    for (kind, token) in sealed.tokens {
        query = query.bind(id.clone()).bind(kind).bind(token.to_vec());
    }
    query.execute(database).await?;
    Ok(())
}

/// Inserts `events` events per application: first form steps, then provider updates.
async fn insert_events(database: &mut SqliteConnection, events: u64) -> Result<(), sqlx::Error> {
    database
        .execute("CREATE TEMP TABLE event_numbers (n INTEGER PRIMARY KEY)")
        .await?;
    for n in 1..=events {
        sqlx::query("INSERT INTO event_numbers VALUES (?)")
            .bind(n.cast_signed())
            .execute(&mut *database)
            .await?;
    }
    sqlx::query(
        "INSERT INTO events (rule, application_id, seq, at, actor, action, from_state, to_state, \
         detail, hash) SELECT 1, a.id, t.n, a.created_at + (t.n - 1) * (7000 + a.created_at % 600011), \
         CASE WHEN t.n < 8 THEN 'applicant' ELSE 'upstream' END, \
         CASE WHEN t.n = 1 THEN 'opened' WHEN t.n < 8 THEN 'answered' ELSE 'heard' END, \
         'draft', a.state, ?, randomblob(32) FROM applications a CROSS JOIN event_numbers t",
    )
    .bind(DETAIL)
    .execute(database)
    .await?;
    Ok(())
}
