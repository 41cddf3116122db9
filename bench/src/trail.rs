//! A long audit trail, made up, and how long its examination takes. It is
//! hashed here anew, by the rule alone, so that the server's own code is not
//! its own witness.

use sha2::{Digest, Sha256};
use sqlx::{
    Connection, Executor, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};
use std::{
    collections::HashMap,
    error::Error,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// How many rows an application has, and how many a checkpoint covers.
const ROWS_EACH: i64 = 20;
const ROWS_SIGNED: i64 = 10_000;

/// Fills a database with so many rows, examines it, and says the seconds.
///
/// # Errors
/// When the program does not do as it should.
pub(crate) async fn run(program: &str, rows: &str) -> Result<(), Box<dyn Error>> {
    let rows: i64 = rows.parse()?;
    let folder = tempfile::tempdir()?;
    make(program, folder.path())?;
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("vestibule.db"))
        .synchronous(SqliteSynchronous::Off);
    let mut heads = HashMap::new();
    for first in (1..=rows).step_by(ROWS_SIGNED as usize) {
        let mut database = SqliteConnection::connect_with(&options).await?;
        fill(
            &mut database,
            &mut heads,
            first,
            rows.min(first + ROWS_SIGNED - 1),
        )
        .await?;
        database.close().await?;
        task(program, folder.path(), &["audit", "checkpoint"])?;
    }
    let begun = Instant::now();
    let said = task(program, folder.path(), &["audit", "verify"])?;
    let took = begun.elapsed();
    if !said.contains(&format!("{rows} events")) {
        return Err(said.into());
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

fn task(program: &str, folder: &Path, words: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = vestibule(program, folder).args(words).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(said)
    } else {
        Err(format!("{words:?}: {said}").into())
    }
}

/// Has a server make its database, and ends it.
fn make(program: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
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

/// One row's hash, by the rule of the trail.
fn hash(before: &[u8], id: &[u8], seq: i64, pos: i64) -> Vec<u8> {
    let [seq, pos] = [seq, pos].map(i64::to_be_bytes);
    let parts: [&[u8]; 10] = [
        before,
        id,
        &seq,
        &pos,
        b"system",
        b"heard",
        b"draft",
        b"draft",
        DETAIL.as_bytes(),
        &pos,
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// As long as the answers that are logged are.
const DETAIL: &str = r#"{"action":"heard","via":"status","words":{"status":"pending","sub_status":"in_review","decision":null},"external_id":"ext_0123456789abcdef","understood":true}"#;

type Heads = HashMap<i64, (i64, Vec<u8>)>;

/// Rows from one position to another, of many applications in turns.
async fn fill(
    database: &mut SqliteConnection,
    heads: &mut Heads,
    first: i64,
    last: i64,
) -> Result<(), Box<dyn Error>> {
    database.execute("BEGIN").await?;
    for pos in first..=last {
        // A few hundred live at once.
        let person = pos / (ROWS_EACH * 500) * 500 + pos % 500;
        let id = [[0; 8], person.to_be_bytes()].concat();
        let (seq, before) = heads.entry(person).or_default();
        if *seq == 0 {
            person_row(database, person, &id).await?;
        }
        *seq += 1;
        *before = hash(before, &id, *seq, pos);
        sqlx::query(
            "INSERT INTO events (pos, rule, application_id, seq, at, actor, action, from_state, \
             to_state, detail, hash) VALUES (?1, 2, ?2, ?3, ?1, 'system', 'heard', 'draft', \
             'draft', ?4, ?5)",
        )
        .bind(pos)
        .bind(&id)
        .bind(*seq)
        .bind(DETAIL)
        .bind(&*before)
        .execute(&mut *database)
        .await?;
    }
    database.execute("COMMIT").await?;
    Ok(())
}

async fn person_row(
    database: &mut SqliteConnection,
    person: i64,
    id: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO applications (id, user_id, reference, version, state, created_at, \
         updated_at, attempts, draft_sealed, state_sealed, erased_at) \
         VALUES (?, ?, ?, 1, 'draft', 1, 1, 0, x'', x'', 1)",
    )
    .bind(id)
    .bind(format!("usr_{person}"))
    .bind(format!("VB-{person}"))
    .execute(database)
    .await?;
    Ok(())
}
