//! Makes the database: a scenario against a server of this version, then a backup of its data.

use super::{
    FILES, applicants, data,
    expected::{Expected, Shown},
    setup, staff,
};
use crate::{app::TestApp, db::Database};
use sandbox::{Dialect, Options, Review};
use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    time::Duration,
};

/// Six minutes: longer than a reveal shows something in full.
const LONGER_THAN_A_REVEAL: Duration = Duration::from_secs(360);

/// Plays the scenario and writes the files of `data/`.
pub(super) async fn make() {
    let by_hand = Options {
        dialect: Dialect::C,
        review: Review::ByHand,
        ..Options::default()
    };
    let setup = setup()
        .sandbox(by_hand)
        .var("VESTIBULE_DESK_REVEALS_A_DAY", "2")
        .var("KYC_STARTS_A_DAY", "1000")
        .var("KYC_STARTS_PER_SSN_A_DAY", "1000");
    let mut app = setup.start().await;
    let applicants = applicants::apply_at_a_sound_provider(&app).await;
    applicants::end_polls(&app);
    applicants::send_webhooks(&app, &applicants).await;
    let submitting = applicants::apply_at_a_faulty_provider(&app).await;
    // The backup signs the second one.
    app.task(&["audit", "checkpoint"]).await;
    let mut staff = staff::work(&app, &applicants).await;
    app.advance(LONGER_THAN_A_REVEAL);
    let email = "paulina@example.com".to_owned();
    let found = staff.rita.find(&email).await;
    let shown = Shown::read(&mut staff.rita).await;
    assert!(
        shown.lists.values().all(|rows| !rows.is_empty()),
        "a state without an application: {:?}",
        shown.counts
    );
    // Ages are in calendar days, and the tests open the database on the same day.
    assert!(app.now().hour() < 23, "make it before 22:00 UTC");
    let [_, _, unassigned] = applicants.reviews;
    let expected = Expected {
        made_at: app.now().unix_timestamp() + 1,
        administrator: staff.administrator,
        reviewer: staff.reviewer,
        passkey: staff.passkey,
        draft: applicants.draft,
        kept: staff.kept,
        submitting,
        unassigned,
        email,
        found,
        shown,
    };
    app.stop().await;
    save(&app).await;
    expected.write();
}

/// Backs the stopped server's data up.
async fn save(app: &TestApp) {
    fs::create_dir_all(data()).expect("a folder");
    for name in FILES {
        let file = data().join(name);
        if file.exists() {
            fs::remove_file(&file).expect("removed");
        }
        if name == "vestibule.db" {
            // First of all: it signs a checkpoint, whose anchor is copied after it.
            app.task(&["backup", file.to_str().expect("UTF-8")]).await;
            assert_every_table_has_rows(&file).await;
        } else {
            fs::copy(app.data().join(name), &file).expect("copied");
        }
        // Git keeps this mode.
        fs::set_permissions(&file, Permissions::from_mode(0o644)).expect("set");
    }
}

async fn assert_every_table_has_rows(file: &Path) {
    let database = Database::look_at_file(file).await;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let tables: Vec<String> = database.column(tables, &[]).await;
    let mut empty = Vec::new();
    for table in &tables {
        let count = format!("SELECT COUNT(*) FROM {table}");
        if database.value::<i64>(&count, &[]).await == 0 {
            empty.push(table);
        }
    }
    database.close().await;
    assert!(tables.len() > 30, "{tables:?}");
    assert!(empty.is_empty(), "without a row: {empty:?}");
}
