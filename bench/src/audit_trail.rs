//! The duration of `audit verify` on a long generated audit trail.
//!
//! This file computes the hashes independently, by the documented rule: the server's
//! code must not verify itself.

use sha2::{Digest, Sha256};
use sqlx::{
    Connection, Executor, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};
use std::{
    collections::HashMap,
    error::Error,
    io::{BufRead, BufReader, Write},
    num::NonZeroU32,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// The number of rows per application.
const ROWS_PER_APPLICATION: i64 = 20;
/// The number of rows per checkpoint.
const ROWS_PER_CHECKPOINT: i64 = 10_000;

/// Fills a database with `rows` rows, verifies it, and prints the seconds.
///
/// # Errors
/// If the program fails or reports another number of events.
pub(crate) async fn run(program: &str, rows: NonZeroU32) -> Result<(), Box<dyn Error>> {
    let rows = i64::from(rows.get());
    let folder = tempfile::tempdir()?;
    create_database(program, folder.path())?;
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("vestibule.db"))
        .synchronous(SqliteSynchronous::Off);
    let mut heads = HashMap::new();
    for first in (1..=rows).step_by(ROWS_PER_CHECKPOINT as usize) {
        let mut database = SqliteConnection::connect_with(&options).await?;
        fill(
            &mut database,
            &mut heads,
            first,
            rows.min(first + ROWS_PER_CHECKPOINT - 1),
        )
        .await?;
        database.close().await?;
        run_command(program, folder.path(), &["audit", "checkpoint"])?;
    }
    let begun = Instant::now();
    let output = run_command(program, folder.path(), &["audit", "verify"])?;
    let took = begun.elapsed();
    if !output.contains(&format!("{rows} events")) {
        return Err(output.into());
    }
    writeln!(std::io::stdout(), "{:.2}", took.as_secs_f64())?;
    Ok(())
}

fn vestibule(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("VESTIBULE_DATA", folder)
        .env("VESTIBULE_ADDR", "127.0.0.1:0")
        .env("VESTIBULE_SANDBOX_ADDR", "127.0.0.1:0");
    command
}

fn run_command(program: &str, folder: &Path, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = vestibule(program, folder).args(arguments).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(text)
    } else {
        Err(format!("{arguments:?}: {text}").into())
    }
}

/// Starts a server, which creates its database, and stops it.
fn create_database(program: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut child = vestibule(program, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("no standard output")?;
    let open = BufReader::new(stdout)
        .lines()
        .map_while(Result::ok)
        .any(|line| line.contains("Vestibule is open"));
    child.kill()?;
    child.wait()?;
    if open {
        Ok(())
    } else {
        Err("the server did not start".into())
    }
}

/// The hash of one row, by the trail's documented rule.
fn hash(previous: &[u8], id: &[u8], seq: i64, at: i64) -> Vec<u8> {
    let [seq, at] = [seq, at].map(i64::to_be_bytes);
    let parts: [&[u8]; 9] = [
        previous,
        id,
        &seq,
        &at,
        b"system",
        b"heard",
        b"draft",
        b"draft",
        DETAIL.as_bytes(),
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// A detail of typical length.
const DETAIL: &str = r#"{"action":"heard","via":"status","words":{"status":"pending","sub_status":"in_review","decision":null},"external_id":"ext_0123456789abcdef","understood":true}"#;

/// The sequence number and hash of each application's last row.
type ChainHeads = HashMap<i64, (i64, Vec<u8>)>;

/// Inserts the rows from `first` to `last`, which alternate between applications.
async fn fill(
    database: &mut SqliteConnection,
    heads: &mut ChainHeads,
    first: i64,
    last: i64,
) -> Result<(), Box<dyn Error>> {
    database.execute("BEGIN").await?;
    for pos in first..=last {
        // Five hundred applications grow at the same time.
        let application = pos / (ROWS_PER_APPLICATION * 500) * 500 + pos % 500;
        let id = [[0; 8], application.to_be_bytes()].concat();
        let (seq, previous) = heads.entry(application).or_default();
        if *seq == 0 {
            insert_application(database, application, &id).await?;
        }
        *seq += 1;
        *previous = hash(previous, &id, *seq, pos);
        sqlx::query(
            "INSERT INTO events (id, rule, application_id, seq, at, actor, action, from_state, \
             to_state, detail, hash) VALUES (?1, 1, ?2, ?3, ?1, 'system', 'heard', 'draft', \
             'draft', ?4, ?5)",
        )
        .bind(pos)
        .bind(&id)
        .bind(*seq)
        .bind(DETAIL)
        .bind(&*previous)
        .execute(&mut *database)
        .await?;
    }
    for sql in [
        "INSERT INTO event_positions SELECT id, id FROM events WHERE id BETWEEN ? AND ?",
        "UPDATE last_numbers SET last = MAX(?, ?) WHERE series = 'events'",
    ] {
        let query = sqlx::query(sql).bind(first).bind(last);
        query.execute(&mut *database).await?;
    }
    database.execute("COMMIT").await?;
    Ok(())
}

async fn insert_application(
    database: &mut SqliteConnection,
    application: i64,
    id: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO applications (id, user_id, reference, version, state, created_at, \
         updated_at, attempts, draft_sealed, state_sealed, erased_at) \
         VALUES (?, ?, ?, 1, 'draft', 1, 1, 0, x'', x'', 1)",
    )
    .bind(id)
    .bind(format!("usr_{application}"))
    .bind(format!("VB-{application}"))
    .execute(database)
    .await?;
    Ok(())
}
