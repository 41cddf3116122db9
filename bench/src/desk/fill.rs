//! Filling a database fast: nobody else has it open, nothing is synced, and
//! indexes and triggers come back when all rows are there.

use super::people::{application, state};
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

/// How many sit at the desk.
pub(super) const STAFF: u8 = 20;

/// One statement a row: one trip to the connection's thread.
const PERSON: &str = "\
    INSERT INTO subject_keys (application_id, key_id, key_sealed) VALUES (?, ?, ?); \
    INSERT INTO applications (id, user_id, reference, external_id, version, state, created_at, \
    updated_at, since, attempts, draft_sealed, state_sealed, indexed) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 1); \
    INSERT INTO glances (application_id, sealed) VALUES (?, ?); \
    INSERT INTO blind_indexes (application_id, kind, token) VALUES (?, ?, ?), (?, ?, ?)";

/// What the list shows of each, until there are cases to put it into.
const GLANCES: &str =
    "CREATE TEMP TABLE glances (application_id BLOB PRIMARY KEY, sealed BLOB) WITHOUT ROWID";

/// As long as the answers that are logged are.
const DETAIL: &str = r#"{"action":"heard","via":"status","words":{"decision":"pending","status":"in_review","sub_status":"under_review"},"external_id":"ext_0123456789abcdef","understood":true}"#;

/// What the migration does for the rows of before, in one go for so many.
const CASES: [&str; 7] = [
    "INSERT INTO cases (number, application_id, reference, glance_sealed, state, opened_at, event, \
     event_at, assignee) SELECT row_number() OVER (ORDER BY a.created_at, a.id), a.id, \
     a.reference, (SELECT sealed FROM glances WHERE application_id = a.id), a.state, \
     a.created_at, 'heard', \
     (SELECT MAX(at) FROM events e WHERE e.application_id = a.id AND e.seq = ?1), \
     CASE WHEN a.state NOT IN ('draft', 'approved', 'denied') AND abs(random()) % 10 < 4 \
     THEN unhex(printf('%032x', 1 + abs(random()) % 20)) ELSE x'' END FROM applications a",
    "UPDATE blind_indexes SET number = (SELECT number FROM cases \
     WHERE cases.application_id = blind_indexes.application_id)",
    "DELETE FROM case_counts",
    "INSERT INTO case_counts SELECT x'00', state, COUNT(*) FROM cases GROUP BY state",
    "INSERT INTO case_counts SELECT assignee, state, COUNT(*) FROM cases GROUP BY assignee, state",
    "INSERT OR IGNORE INTO case_counts SELECT x'', state, 0 FROM cases GROUP BY state",
    "INSERT INTO day_counts SELECT state, opened_at / 86400000, COUNT(*) FROM cases GROUP BY 1, 2",
];

/// Fills it with so many applications of so many events each.
///
/// # Errors
/// Whatever the database says.
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
    let set_aside = set_aside(&mut database).await?;
    database.execute("BEGIN").await?;
    staff(&mut database).await?;
    database.execute(GLANCES).await?;
    let now = SystemClock.now();
    for n in 0..rows {
        let new = application(n, rows, now);
        let sealed = sealer.seal(&new).map_err(|error| error.to_string())?;
        person(&mut database, n, &new, sealed).await?;
    }
    trail(&mut database, events).await?;
    for sql in CASES {
        let query = sqlx::query(sql);
        let query = if sql.contains("?1") {
            query.bind(events.cast_signed())
        } else {
            query
        };
        query.execute(&mut database).await?;
    }
    for sql in set_aside {
        database.execute(AssertSqlSafe(sql)).await?;
    }
    database.execute("COMMIT").await?;
    database.close().await?;
    Ok(())
}

/// Drops what would be kept row by row; returns how it is made again.
async fn set_aside(database: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL \
         AND (type = 'trigger' OR type = 'index' AND tbl_name IN ('cases', 'blind_indexes')) \
         ORDER BY type",
    );
    let mut again = Vec::new();
    for row in found.fetch_all(&mut *database).await? {
        let (kind, name): (String, String) = (row.get(0), row.get(1));
        database
            .execute(AssertSqlSafe(format!("DROP {kind} {name}")))
            .await?;
        again.push(row.get(2));
    }
    Ok(again)
}

async fn staff(database: &mut SqliteConnection) -> Result<(), sqlx::Error> {
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

async fn person(
    database: &mut SqliteConnection,
    n: u64,
    new: &Application,
    sealed: SealedRows,
) -> Result<(), sqlx::Error> {
    let id = new.id.as_bytes().to_vec();
    let opened_at = (new.created_at.unix_timestamp_nanos() / 1_000_000) as i64;
    let mut query = sqlx::query(PERSON)
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

/// So many events each, the steps of the form first and then what was heard.
async fn trail(database: &mut SqliteConnection, events: u64) -> Result<(), sqlx::Error> {
    database
        .execute("CREATE TEMP TABLE turn (n INTEGER PRIMARY KEY)")
        .await?;
    for n in 1..=events {
        sqlx::query("INSERT INTO turn VALUES (?)")
            .bind(n.cast_signed())
            .execute(&mut *database)
            .await?;
    }
    sqlx::query(
        "INSERT INTO events (rule, application_id, seq, at, actor, action, from_state, to_state, \
         detail, hash) SELECT 2, a.id, t.n, a.created_at + (t.n - 1) * (7000 + a.created_at % 600011), \
         CASE WHEN t.n < 8 THEN 'applicant' ELSE 'upstream' END, \
         CASE WHEN t.n = 1 THEN 'opened' WHEN t.n < 8 THEN 'answered' ELSE 'heard' END, \
         'draft', a.state, ?, randomblob(32) FROM applications a CROSS JOIN turn t",
    )
    .bind(DETAIL)
    .execute(database)
    .await?;
    Ok(())
}
