//! `backup` and `restore` die at each of their points. No partial backup is ever accepted, a
//! database exists at every moment, and the next run completes the task.

use super::{
    applicant::{CrashApplicant, leads_to},
    installation::CrashInstallation,
    points::{run, wait_for_state},
};
use crate::{db::Database, person::Person};
use server::failpoint::Point;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

pub(super) const POINTS: &[Point] = &[
    Point::InBackup,
    Point::BeforeBackupNamed,
    Point::BeforeSwap,
    Point::InSwap,
    Point::AfterSwap,
];

const BACKUP_POINTS: [&str; 4] = [
    "in-backup",
    "in-backup:3",
    "in-backup:9",
    "before-backup-named",
];

/// The applications of a database file: reference, state, and whether the keys can open them.
type People = BTreeMap<String, (String, bool)>;

async fn people(file: &Path) -> People {
    let sql = "SELECT reference, state, k.key_sealed IS NOT NULL AS readable FROM applications a \
               LEFT JOIN subject_keys k ON k.application_id = a.id";
    let database = Database::look_at_file(file).await;
    let rows = database.rows(sql, &[]).await;
    database.close().await;
    rows.iter()
        .map(|row| {
            (
                row.get("reference"),
                (row.get("state"), row.get("readable")),
            )
        })
        .collect()
}

fn database(installation: &CrashInstallation) -> PathBuf {
    installation.data().join("vestibule.db")
}

async fn current_people(installation: &CrashInstallation) -> People {
    people(&database(installation)).await
}

/// The files in the data folder whose name contains this word.
fn files_named(installation: &CrashInstallation, word: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(installation.data()).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let has = |path: &PathBuf| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .contains(word)
    };
    paths.filter(has).collect()
}

/// Two applicants: one approved, one at the check page.
async fn two_applicants() -> (CrashInstallation, [CrashApplicant; 2]) {
    let mut installation = CrashInstallation::new();
    installation.start().await;
    let mut approved = installation.applicant();
    approved.fill_in(&Person::JOHN).await;
    wait_for_state(&mut approved, "approved", "at first").await;
    let mut other = installation.applicant();
    other.fill_in(&Person::born("1985-09-02")).await;
    (installation, [approved, other])
}

async fn crash_during_backup(
    template: Arc<CrashInstallation>,
    mut applicants: [CrashApplicant; 2],
    point: &'static str,
) {
    let mut installation = template.copy_data().await;
    let file = installation.path("backup");
    installation.start().await;
    let before = current_people(&installation).await;
    assert_eq!(before.len(), 2);
    installation
        .run_until_killed(&["backup", &file], point)
        .await;
    assert!(!Path::new(&file).exists(), "{point}: half of one");
    for applicant in &mut applicants {
        installation.reconnect(applicant);
    }
    let label = applicants[0].label().await.expect("an answer");
    assert_eq!(label.as_deref(), Some("approved"), "{point}");

    installation.done(&["backup", &file]).await;
    assert!(!Path::new(&format!("{file}.new")).exists(), "{point}");
    assert_eq!(people(Path::new(&file)).await, before, "{point}");
    installation.applicant().begin().await.expect("an answer");
    installation.kill();
    installation.done(&["restore", &file]).await;
    assert_eq!(current_people(&installation).await, before, "{point}");
    installation.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_sqlite_backup_leaves_no_file_and_the_next_run_succeeds() {
    let (mut installation, applicants) = two_applicants().await;
    installation.kill();
    let installation = Arc::new(installation);
    let cases = BACKUP_POINTS
        .map(|point| crash_during_backup(installation.clone(), applicants.clone(), point));
    run(cases.into()).await;
}

/// Each failpoint, and whether the backup is already in place there.
const RESTORE_POINTS: [(&str, bool); 3] = [
    ("before-swap", false),
    ("in-swap", false),
    ("after-swap", true),
];

async fn crash_during_restore(
    template: Arc<CrashInstallation>,
    reference: Arc<str>,
    (point, done): (&'static str, bool),
) {
    let mut installation = template.copy_data().await;
    let file = installation.data().join("backup");
    let file = file.to_str().expect("UTF-8");
    let (saved, before) = (
        people(Path::new(file)).await,
        current_people(&installation).await,
    );
    assert_eq!((saved.len(), before.len()), (2, 3));
    assert_eq!((saved[&*reference].1, before[&*reference].1), (true, false));
    let mut back = saved.clone();
    back.insert(reference.to_string(), before[&*reference].clone());

    installation
        .run_until_killed(&["restore", file], point)
        .await;
    let whole = if done { &back } else { &before };
    assert_eq!(
        current_people(&installation).await,
        *whole,
        "{point}: neither this nor that"
    );
    // A process supervisor may restart the server between the two runs.
    installation.start().await;
    assert_eq!(current_people(&installation).await, *whole, "{point}");
    let begun = installation.applicant().begin().await.expect("an answer");
    assert_eq!(leads_to(&begun), Some("/agreement"), "{point}");
    installation.kill();

    let output = installation.done(&["restore", file]).await;
    assert!(output.contains("erased again: 1"), "{point}: {output}");
    assert_eq!(current_people(&installation).await, back, "{point}");
    assert_eq!(
        files_named(&installation, "restoring"),
        [] as [PathBuf; 0],
        "{point}"
    );
    let mut backups = Vec::new();
    for aside in files_named(&installation, ".before-") {
        let ending = aside
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !ending.ends_with("-wal") && !ending.ends_with("-shm") {
            backups.push(people(&aside).await);
        }
    }
    let has_earlier = |people: &People| {
        before
            .keys()
            .all(|reference| people.contains_key(reference))
    };
    assert!(backups.iter().any(has_earlier), "{point}: {backups:?}");
    installation.done(&["audit", "verify"]).await;
    installation.start().await;
    let mut late = installation.applicant();
    late.fill_in(&Person::JOHN).await;
    wait_for_state(&mut late, "approved", point).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_sqlite_restore_leaves_one_whole_database_and_the_next_run_completes() {
    let (mut installation, _) = two_applicants().await;
    let file = installation.data().join("backup");
    installation
        .done(&["backup", file.to_str().expect("UTF-8")])
        .await;
    let draft = current_people(&installation)
        .await
        .into_iter()
        .find(|(_, (state, _))| state == "draft");
    let (reference, _) = draft.expect("an applicant at the check page");
    installation.done(&["erase", &reference]).await;
    installation.applicant().begin().await.expect("an answer");
    installation.kill();
    let (installation, reference) = (Arc::new(installation), Arc::<str>::from(reference));
    let cases = RESTORE_POINTS
        .map(|case| crash_during_restore(installation.clone(), reference.clone(), case));
    run(cases.into()).await;
}
