//! `vestibule audit verify` on a real trail: intact, and after each change that SQL can make.

use crate::{
    app::TestApp,
    db::{Database, copied},
    erase::task_variables,
    person::Person,
    program::{task, text},
};
use kyc::admin::Role;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, process::Output};

/// Trail of three applications with signed checkpoints. The server has stopped.
async fn recorded_trail() -> TestApp {
    let mut app = TestApp::new().await;
    app.browser().fill_in(&Person::JOHN).await;
    app.browser().begin().await;
    app.restart().await;
    app.browser().apply(&Person::JOHN).await;
    app.stop().await;
    app
}

fn verify(vars: &BTreeMap<&'static str, String>, more: &[&str]) -> Output {
    task(&[&["audit", "verify"], more].concat(), vars)
}

/// Copies the data folder and the database, runs the SQL on the copy and verifies it. Returns the exit code
/// and the output.
pub(crate) async fn after(app: &TestApp, sql: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(app.data()).expect("a folder") {
        let from = entry.expect("a file").path();
        let to = folder.path().join(from.file_name().expect("a name"));
        fs::copy(&from, to).expect("copied");
    }
    let mut vars = copied(&app.variables()).await;
    let data = folder.path().to_str().expect("UTF-8").to_owned();
    vars.insert("VESTIBULE_DATA", data);
    let database = Database::open_unguarded(&vars).await;
    for sql in sql {
        database.run(sql).await;
    }
    database.close().await;
    let output = verify(&vars, &[]);
    (output.status.code(), text(&output.stdout))
}

/// Reference and sequence number of the event at a position.
async fn reference_and_seq(database: &Database, pos: i64) -> (String, i64) {
    let sql = "SELECT reference, seq FROM events \
               JOIN applications ON applications.id = application_id WHERE events.id = ?";
    let row = database.only_row(sql, &[pos.into()]).await;
    (row.get("reference"), row.get("seq"))
}

#[tokio::test]
async fn intact_trail_verifies_and_matches_the_anchor() {
    let app = recorded_trail().await;
    let output = verify(&task_variables(&app), &[]);
    let words = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(
        words.contains("of 3 applications") && words.ends_with("whole\n"),
        "{words}"
    );
    assert!(words.contains(", 0 events since"), "{words}");
    let anchor = fs::read_to_string(app.data().join("vestibule.register.anchor"));
    let anchor = anchor.expect("an anchor");
    assert!(words.contains(anchor.trim()), "{words}");
    for (named, code) in [
        (anchor.trim(), 0),
        (&*anchor.replace(':', "0:"), 1),
        ("x", 2),
    ] {
        let output = verify(&task_variables(&app), &[named]);
        assert_eq!(output.status.code(), Some(code), "{named}");
    }
}

#[tokio::test]
async fn tampered_trail_fails_verification_and_names_the_row() {
    let app = recorded_trail().await;
    let database = app.database().await;
    let (edited, seq) = reference_and_seq(&database, 3).await;
    let named = format!("{edited}, event {seq} (position 3): ");
    let changed = format!("{named}the row was changed");
    let gone = format!("{named}the row is missing");
    let cases: &[(&[&str], &str)] = &[
        (
            &["UPDATE events SET actor = 'system' WHERE id = 3"],
            &changed,
        ),
        (&["UPDATE events SET at = at + 1 WHERE id = 3"], &changed),
        (&["UPDATE events SET rule = 2 WHERE id = 3"], &changed),
        (&["UPDATE events SET hash = x'00' WHERE id = 3"], &changed),
        (&["DELETE FROM events WHERE id = 3"], &gone),
        (
            &[
                "UPDATE event_positions SET event_id = -event_id WHERE pos IN (3, 4)",
                "UPDATE event_positions SET event_id = 7 - pos WHERE pos IN (3, 4)",
            ],
            "(position 3)",
        ),
        (&["DELETE FROM event_positions WHERE pos = 3"], &gone),
        (&["DELETE FROM events WHERE id > 12"], "position 13: "),
        (
            &["DELETE FROM event_positions WHERE pos > 12"],
            "the event has no position and does not wait for one",
        ),
        (
            &[
                "DELETE FROM events WHERE application_id = (SELECT application_id FROM events WHERE id = 9)",
            ],
            "position 9",
        ),
        (
            &["DELETE FROM checkpoints WHERE number = 1"],
            "checkpoint 1 is missing",
        ),
        (
            &["DELETE FROM checkpoints WHERE number = (SELECT MAX(number) FROM checkpoints)"],
            "was signed, but is now missing or different",
        ),
        (
            &["DELETE FROM checkpoints"],
            "was signed, but is now missing or different",
        ),
        (
            &["UPDATE checkpoints SET at = at + 1 WHERE number = 1"],
            "not those of checkpoint 1",
        ),
        (
            &[
                "UPDATE checkpoints SET signature = (SELECT signature FROM checkpoints WHERE number = 2) WHERE number = 1",
            ],
            "the signature of checkpoint 1",
        ),
        (
            &["UPDATE applications SET state = 'denied' WHERE state = 'approved'"],
            "the trail ends in approved, the application is in denied",
        ),
        (
            &["DELETE FROM applications WHERE state = 'approved'"],
            "the application is missing",
        ),
        // The rest is consistent, but shorter than the anchor outside the database.
        (
            &[
                "DELETE FROM checkpoints WHERE number > \
                 (SELECT MIN(number) FROM checkpoints WHERE count > 0)",
                "DELETE FROM event_positions WHERE pos > (SELECT MAX(upto) FROM checkpoints)",
                "DELETE FROM events WHERE id NOT IN (SELECT event_id FROM event_positions)",
                "UPDATE last_numbers SET last = (SELECT MAX(pos) FROM event_positions) \
                 WHERE series = 'events'",
            ],
            "was signed, but is now missing or different",
        ),
    ];
    for (sql, expected) in cases {
        let (code, words) = after(&app, sql).await;
        assert_eq!(code, Some(1), "{sql:?}: {words}");
        assert!(
            words.contains(expected),
            "{sql:?}: no \"{expected}\" in {words}"
        );
        if expected.starts_with(&edited) {
            let first = words.split("first here:\n  ").nth(1).expect("a fault");
            assert!(first.starts_with(expected), "{sql:?}: {words}");
        }
    }
}

#[tokio::test]
async fn checkpoints_are_immutable_and_never_sign_a_truncated_trail() {
    let mut app = recorded_trail().await;
    let database = app.database().await;
    for sql in ["UPDATE checkpoints SET at = 0", "DELETE FROM checkpoints"] {
        let refused = database.try_run(sql).await.expect_err(sql);
        assert!(refused.contains("checkpoints are never"), "{refused}");
    }
    let count = "SELECT COUNT(*) FROM checkpoints";
    let before: i64 = database.value(count, &[]).await;
    let unguarded = app.unguarded_database().await;
    let sql = "DELETE FROM checkpoints WHERE number > 1";
    unguarded.run(sql).await;
    unguarded.close().await;
    app.restart().await;
    app.browser().begin().await;
    app.stop().await;
    assert!(before > 1);
    let left: i64 = database.value(count, &[]).await;
    assert_eq!(left, 1, "the cut is not signed over");
    assert_eq!(verify(&task_variables(&app), &[]).status.code(), Some(1));
}

/// Statements that change a row of the staff's trail and hash it and all later rows anew.
async fn rechained_staff_trail(app: &TestApp, changed: i64) -> Vec<String> {
    let database = app.database().await;
    let sql = "SELECT * FROM desk_trail ORDER BY pos";
    let rows = database.rows(sql, &[]).await;
    let (mut before, mut statements) = (Vec::new(), Vec::new());
    for row in &rows {
        let (pos, at): (i64, i64) = (row.get("pos"), row.get("at"));
        let about: Option<Vec<u8>> = row.get("about");
        let word = |column: &str| row.get::<String>(column).into_bytes();
        let actor = if pos == changed {
            b"applicant".to_vec()
        } else {
            word("actor")
        };
        let version: Option<i64> = row.get("account_version");
        let form = if version.is_some() { 2 } else { 1 };
        let mut hash = Sha256::new();
        for part in [
            format!("vestibule staff/{form}").into_bytes(),
            before,
            pos.to_be_bytes().to_vec(),
            at.to_be_bytes().to_vec(),
            actor.clone(),
            about.unwrap_or_default(),
            word("deed"),
            word("detail"),
        ]
        .into_iter()
        .chain(version.map(|version| version.to_be_bytes().to_vec()))
        {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        before = hash.finalize().to_vec();
        let hex: String = before.iter().map(|byte| format!("{byte:02x}")).collect();
        let actor = String::from_utf8(actor).expect("UTF-8");
        statements.push(format!(
            "UPDATE desk_trail SET actor = '{actor}', hash = x'{hex}' WHERE pos = {pos}"
        ));
    }
    statements
}

#[tokio::test]
async fn staff_trail_that_was_cut_deleted_or_rechained_fails_verification() {
    let mut app = TestApp::new().await;
    let _rita = app.sign_in_staff(Role::Reviewer).await;
    for number in 0..20 {
        let name = format!("colleague.{number}");
        app.task(&["reviewer", "add", &name, "viewer"]).await;
    }
    app.stop().await;
    let (code, words) = after(&app, &[]).await;
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("of the staff's trail, 0 since"), "{words}");
    let cut = "UPDATE last_numbers SET last = (SELECT COALESCE(MAX(pos), 0) FROM desk_trail) \
               WHERE series = 'desk_trail'";
    let last_thirty = "DELETE FROM desk_trail WHERE pos > (SELECT MAX(pos) - 30 FROM desk_trail)";
    let rechained = rechained_staff_trail(&app, 3).await;
    let rechained: Vec<&str> = rechained.iter().map(String::as_str).collect();
    for (sql, expected) in [
        (&[last_thirty, cut][..], "covers missing rows"),
        (&["DELETE FROM desk_trail", cut], "position 1: checkpoint"),
        (
            &["DELETE FROM desk_trail WHERE pos = 3"],
            "position 3: the row is missing",
        ),
        (&rechained, "are not those of checkpoint"),
        (
            &["UPDATE desk_trail SET detail = '{}' WHERE pos = 3"],
            "position 3: the row was changed",
        ),
        // Without its heads a checkpoint is not the one that was signed.
        (
            &[
                last_thirty,
                cut,
                "UPDATE checkpoints SET staff_upto = NULL, staff_head = NULL",
            ],
            "are not those of checkpoint",
        ),
    ] {
        let (code, words) = after(&app, sql).await;
        assert_eq!(code, Some(1), "{sql:?}: {words}");
        let first = words.split("first here:\n").nth(1).expect("a fault");
        let first = first.lines().next().expect("a line");
        assert!(first.contains(expected), "{sql:?}: {words}");
    }
    // The next checkpoint is not signed over the loss.
    app.unguarded_database().await.run(last_thirty).await;
    let refused = app.refused(&["audit", "checkpoint"]).await;
    assert!(
        refused.contains("of the staff's trail was signed"),
        "{refused}"
    );
}

#[tokio::test]
async fn staff_head_that_was_emptied_fails_verification_and_ends_the_signing() {
    let mut app = TestApp::new().await;
    let _rita = app.sign_in_staff(Role::Reviewer).await;
    for number in 0..3 {
        let name = format!("colleague.{number}");
        app.task(&["reviewer", "add", &name, "viewer"]).await;
        app.task(&["audit", "checkpoint"]).await;
    }
    app.stop().await;
    let last = "UPDATE checkpoints SET staff_head = NULL \
                WHERE number = (SELECT MAX(number) FROM checkpoints)";
    let both = "UPDATE checkpoints SET staff_upto = NULL, staff_head = NULL WHERE number > 1";
    let all = "UPDATE checkpoints SET staff_upto = NULL, staff_head = NULL";
    let none = "UPDATE checkpoints SET staff_upto = 0, staff_head = x''";
    for (sql, named) in [(last, true), (both, true), (all, false), (none, false)] {
        let (code, words) = after(&app, &[sql]).await;
        assert_eq!(code, Some(1), "{sql}: {words}");
        assert!(
            words.contains("are not those of checkpoint"),
            "{sql}: {words}"
        );
        let found = words.contains("has lost the row of the staff's trail under it");
        assert_eq!(found, named, "{sql}: {words}");
    }
    let database = app.unguarded_database().await;
    for (sql, expected) in [
        (last, "of the staff's trail was signed"),
        (all, "is not as it was signed"),
        (none, "is not as it was signed"),
    ] {
        database.run(sql).await;
        let refused = app.refused(&["audit", "checkpoint"]).await;
        assert!(refused.contains(expected), "{refused}");
    }
}
