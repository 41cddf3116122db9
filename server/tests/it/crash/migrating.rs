//! The program dies while it migrates an old database: between two migrations and inside one. The
//! result equals an uninterrupted migration.

use super::{
    installation::{CrashInstallation, KILLED},
    points::wait_for_state,
};
use crate::person::Person;
use server::failpoint::Point;
use sha2::{Digest, Sha256};
use sqlx::{Row, SqlitePool, migrate::Migrator, sqlite::SqliteConnectOptions};
use std::{os::unix::process::ExitStatusExt, path::Path};

pub(super) const POINTS: &[Point] = &[Point::InMigration, Point::AtMigrationCommit];

async fn migrations() -> Migrator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/sqlite");
    Migrator::new(folder).await.expect("a folder of migrations")
}

/// A command that opens the database and changes nothing in it.
const LOOK: &[&str] = &["parked", "list"];

async fn open(file: &Path, make: bool) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(file);
    let pool = SqlitePool::connect_with(options.create_if_missing(make)).await;
    pool.expect("a database")
}

/// Creates a database of the first version, with applications in it.
async fn create_old_database(file: &Path) {
    let pool = open(file, true).await;
    migrations()
        .await
        .run_to(1, &pool)
        .await
        .expect("the first one");
    for (n, state) in ["draft", "submitting", "manual_review", "approved"]
        .iter()
        .enumerate()
    {
        let id = vec![n as u8; 16];
        let sealed = vec![n as u8 + 1; 72];
        for sql in [
            "INSERT INTO subject_keys (application_id, key_sealed) VALUES (?1, ?2)",
            "INSERT INTO applications (id, user_id, reference, version, state, created_at, updated_at, \
             attempts, draft_sealed, state_sealed, ssn_sealed) \
             VALUES (?1, 'user_' || ?3, 'VB-' || ?3, 3, ?3, 1000, 2000, 1, ?2, ?2, ?2)",
            "INSERT INTO attempts (application_id, number, request_sealed, digest, opened_at) \
             VALUES (?1, 1, ?2, ?3, 1500)",
        ] {
            let query = sqlx::query(sql).bind(&id).bind(&sealed).bind(*state);
            query.execute(&pool).await.expect(sql);
        }
        let mut before = Vec::new();
        for seq in 1..=3_i64 {
            let to = if seq == 3 { state } else { "draft" };
            before = event(&pool, &id, seq, to, &before).await;
        }
    }
    pool.close().await;
}

/// Inserts an audit event with the first version's hash, which covers no position.
async fn event(pool: &SqlitePool, id: &[u8], seq: i64, to: &str, before: &[u8]) -> Vec<u8> {
    let (number, at) = (seq.to_be_bytes(), 1_000_i64.to_be_bytes());
    let texts = ["applicant", "saved", "draft", to, "{}"];
    let mut hash = Sha256::new();
    let parts = [before, id, &number, &at].into_iter();
    for part in parts.chain(texts.iter().map(|text| text.as_bytes())) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let hash = hash.finalize().to_vec();
    let mut query = sqlx::query("INSERT INTO events VALUES (?, ?, 1000, ?, ?, ?, ?, ?, ?)")
        .bind(id)
        .bind(seq);
    for text in texts {
        query = query.bind(text);
    }
    query.bind(&hash).execute(pool).await.expect("a row");
    hash
}

/// The schema and every row, without random keys and migration times.
async fn all(file: &Path) -> Vec<String> {
    let pool = open(file, false).await;
    let tables = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name";
    let rows = sqlx::query(tables)
        .fetch_all(&pool)
        .await
        .expect("a schema");
    let mut all = Vec::new();
    for row in rows {
        let (name, sql): (String, String) = (row.get(0), row.get(1));
        if sql.starts_with("CREATE TABLE") && name != "installation_keys" {
            all.extend(content(&pool, &name).await);
        }
        all.push(sql);
    }
    pool.close().await;
    all
}

async fn content(pool: &SqlitePool, table: &str) -> Vec<String> {
    let columns = sqlx::query("SELECT name FROM pragma_table_info(?)").bind(table);
    let columns = columns.fetch_all(pool).await.expect("columns");
    let names = columns.iter().map(|row| row.get::<String, _>(0));
    let compared =
        names.filter(|name| !["installed_on", "execution_time"].contains(&name.as_str()));
    let quoted = compared
        .map(|name| format!("quote({name})"))
        .collect::<Vec<_>>();
    let sql = format!("SELECT {} FROM {table} ORDER BY 1", quoted.join("||' '||"));
    let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_all(pool)
        .await;
    rows.expect("rows")
}

async fn applied(file: &Path) -> usize {
    let pool = open(file, false).await;
    let versions = sqlx::query_scalar::<_, i64>("SELECT version FROM _sqlx_migrations");
    let versions = versions.fetch_all(&pool).await.expect("versions").len();
    pool.close().await;
    versions
}

/// An installation with an old database, and the expected content after migration.
async fn installation() -> (CrashInstallation, Vec<String>) {
    let installation = CrashInstallation::new();
    let file = installation.data().join("vestibule.db");
    std::fs::create_dir_all(installation.data()).expect("a folder");
    let key = installation.data().join("vestibule.key");
    std::fs::write(&key, "ab".repeat(32)).expect("written");
    let owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&key, owner).expect("set");
    create_old_database(&file).await;
    let twin = installation.copy_data().await;
    twin.done(LOOK).await;
    let expected = all(&twin.data().join("vestibule.db")).await;
    (installation, expected)
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_between_sqlite_migrations_resumes_at_the_next() {
    let (installation, expected) = installation().await;
    let file = installation.data().join("vestibule.db");
    let last = migrations().await.iter().count();
    for next in 2..=last {
        installation
            .run_until_killed(LOOK, "at-migration-commit")
            .await;
        assert_eq!(applied(&file).await, next - 1, "it did not count yet");
        // The second commit is the next migration's. The last one has none.
        if next == last {
            break;
        }
        installation
            .run_until_killed(LOOK, "at-migration-commit:2")
            .await;
        assert_eq!(applied(&file).await, next, "one at a time");
    }
    installation.done(LOOK).await;
    assert_eq!(all(&file).await, expected);
    installation.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_inside_a_sqlite_migration_rolls_it_back() {
    let (template, expected) = installation().await;
    let (mut deaths, mut step) = (0, 1);
    loop {
        let installation = template.copy_data().await;
        let file = installation.data().join("vestibule.db");
        let output = installation
            .task(LOOK, Some(&format!("in-migration:{step}")))
            .await;
        if output.status.signal() != Some(KILLED) {
            assert!(output.status.success(), "{output:?}");
            break;
        }
        deaths += 1;
        installation.done(LOOK).await;
        assert_eq!(all(&file).await, expected, "at step {step}");
        step += step / 2 + 1;
    }
    assert!(deaths >= 5, "{deaths}");
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_during_creation_of_a_sqlite_database_is_completed_on_restart() {
    let mut installation = CrashInstallation::new();
    let mut deaths = 0;
    loop {
        let mut serving = installation.launch(Some("at-migration-commit:2"));
        let started = tokio::task::spawn_blocking(move || serving.listens("Vestibule is open: "));
        if started.await.expect("no panic") {
            break;
        }
        deaths += 1;
        assert!(deaths < 100, "it never goes on");
    }
    assert_eq!(
        deaths,
        migrations().await.iter().count() - 1,
        "each but the last, whose commit is the only one"
    );
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    wait_for_state(&mut applicant, "approved", "at last").await;
    assert_eq!(installation.facts().await.faults(), []);
}
