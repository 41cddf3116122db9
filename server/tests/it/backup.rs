//! Backup drill: back up during writes, erase one applicant, restore.

use crate::{
    browser::Browser,
    data_folder::{DataFolder, while_applications_begin},
    db::Database,
    person::Person,
};
use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path};

/// Every row of the applicants' data by table, without sessions.
async fn content(file: &Path) -> BTreeMap<&'static str, Vec<Vec<u8>>> {
    let database = Database::open_file(file).await;
    let mut content = BTreeMap::new();
    for (table, sql) in [
        (
            "applications",
            "SELECT CAST(reference || state || version || updated_at || draft_sealed || state_sealed AS BLOB) FROM applications ORDER BY id",
        ),
        (
            "subject_keys",
            "SELECT CAST(application_id || key_sealed AS BLOB) FROM subject_keys ORDER BY application_id",
        ),
        (
            "attempts",
            "SELECT CAST(application_id || number || digest AS BLOB) FROM attempts ORDER BY 1",
        ),
        (
            "return_links",
            "SELECT secret_hash FROM return_links ORDER BY 1",
        ),
        ("events", "SELECT hash FROM events ORDER BY id"),
        (
            "checkpoints",
            "SELECT CAST(hash || signature AS BLOB) FROM checkpoints ORDER BY number",
        ),
    ] {
        content.insert(table, database.column(sql, &[]).await);
    }
    database.close().await;
    content
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_restore_returns_the_backup_and_keeps_erasures() {
    let folder = DataFolder::new().await;
    let serving = folder.serve();
    let mut john = Browser::new(serving.url.clone());
    john.apply(&Person::JOHN).await;
    let mut gone = Browser::new(serving.url.clone());
    let paulina = Person {
        given: "Paulina",
        family: "Gizela",
        email: "paulina@example.com",
        ..Person::JOHN
    };
    gone.fill_in(&paulina).await;

    let file = while_applications_begin(&serving.url, || folder.backup("backup")).await;
    let mode = fs::metadata(&file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    folder.refused(&["backup", &file], "already");
    let saved = content(Path::new(&file)).await;
    assert!(!saved["checkpoints"].is_empty());

    let reference = folder.find("email", "Paulina@Example.com");
    let reference = reference.split_whitespace().next().expect("a row");
    folder.done(&["erase", reference]);
    let mut late = Browser::new(serving.url.clone());
    late.begin().await;
    folder.refused(&["restore", &file], "stop it first");
    drop(serving);

    let output = folder.done(&["restore", &file]);
    assert!(output.contains("erased again: 1"), "{output}");
    folder.done(&["audit", "verify"]);
    let back = content(&folder.path("data/vestibule.db")).await;
    for table in ["attempts", "subject_keys", "applications", "return_links"] {
        let lost = saved[table].iter().filter(|row| !back[table].contains(row));
        let erased = match table {
            "attempts" => 0,
            _ => 1,
        };
        assert_eq!(lost.count(), erased, "{table}");
    }
    for table in ["events", "checkpoints"] {
        let (before, after) = (&saved[table], &back[table]);
        assert_eq!(after[..before.len()], before[..], "{table}");
        assert_eq!(after.len(), before.len() + 1, "{table}");
    }
    assert_eq!(folder.find("email", "paulina@example.com"), "");
    assert!(folder.find("name", "john doe").contains("approved"));

    // The restore ends all sessions. A resume link still opens every application that is
    // readable.
    let serving = folder.serve();
    john.moved_to(serving.url.clone());
    assert_eq!(
        john.status_page().await.path.split('?').next(),
        Some("/return")
    );
    john.submit(&[("year", "1990"), ("month", "1"), ("day", "15")])
        .await;
    assert_eq!(john.page().label().as_deref(), Some("approved"));
    gone.moved_to(serving.url.clone());
    assert!(!gone.get("/return").await.text.contains("Paulina"));
    let aside = output
        .lines()
        .last()
        .and_then(|line| line.rsplit(' ').next());
    assert!(Path::new(aside.expect("a path")).exists());
}

#[tokio::test]
async fn damaged_sqlite_backup_is_not_restored() {
    let folder = DataFolder::new().await;
    let serving = folder.serve();
    let mut browser = Browser::new(serving.url.clone());
    browser.apply(&Person::JOHN).await;
    drop(serving);
    let file = folder.backup("backup");
    let before = content(&folder.path("data/vestibule.db")).await;
    let sound = fs::read(&file).expect("a file");
    let bent = folder.path("bent").to_str().expect("UTF-8").to_owned();

    fs::write(&bent, "no database").expect("written");
    folder.refused(&["restore", &bent], "not a database");
    let mut half = sound.clone();
    half.truncate(sound.len() / 2);
    fs::write(&bent, half).expect("written");
    let (output, code) = folder.run_task(&["restore", &bent]);
    assert_eq!(code, Some(1), "{output}");

    let break_with = async |sql: &[&str]| {
        fs::write(&bent, &sound).expect("written");
        let database = Database::open_file_unguarded(Path::new(&bent)).await;
        for sql in sql {
            database.run(sql).await;
        }
        database.close().await;
    };
    break_with(&["UPDATE events SET actor = 'system' WHERE id = 2"]).await;
    folder.refused(
        &["restore", &bent],
        "event 2 (position 2): the row was changed",
    );
    break_with(&["INSERT INTO _sqlx_migrations SELECT 9999, 'later', installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1"]).await;
    folder.refused(&["restore", &bent], "9999");
    break_with(&["UPDATE subject_keys SET key_sealed = zeroblob(72)"]).await;
    folder.refused(&["restore", &bent], "does not open everybody");

    let key = folder.path("data/vestibule.key");
    let right = fs::read(&key).expect("a key");
    fs::write(&key, format!("{}\n", "ab".repeat(32))).expect("written");
    folder.refused(&["restore", &file], "key file");
    fs::write(&key, right).expect("written");
    assert!(content(&folder.path("data/vestibule.db")).await == before);
    folder.done(&["audit", "verify"]);
    folder.done(&["restore", &file]);
}

#[tokio::test]
async fn sqlite_backup_older_than_key_rotation_needs_the_old_key() {
    let folder = DataFolder::new().await;
    let serving = folder.serve();
    Browser::new(serving.url.clone())
        .fill_in(&Person::JOHN)
        .await;
    drop(serving);
    let file = folder.backup("backup");
    let key = folder.path("data/vestibule.key");
    let old = fs::read_to_string(&key).expect("a key");
    folder.done(&["keys", "rotate"]);
    folder.refused(&["restore", &file], "key file");
    let new = fs::read_to_string(&key).expect("a key");
    fs::write(&key, format!("{new}{old}")).expect("written");
    folder.done(&["restore", &file]);
    assert!(folder.done(&["keys", "rotate"]).contains("going on"));
    assert_eq!(fs::read_to_string(&key).expect("a key"), new);
    assert!(folder.find("name", "John Doe").contains("draft"));
}
