//! `backup` and `restore` die at each of their points: no half of a backup
//! passes for one, at no moment is there no database, and the next run ends it.

use super::{
    applicant::{CrashApplicant, leads_to},
    installation::CrashInstallation,
    points::{goes_on, run},
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

const BACKING_UP: [&str; 4] = [
    "in-backup",
    "in-backup:3",
    "in-backup:9",
    "before-backup-named",
];

/// Everybody in a file: their reference, their state, and whether they can be
/// read.
type People = BTreeMap<String, (String, bool)>;

async fn people(file: &Path) -> People {
    let sql = "SELECT reference, state, k.key_sealed IS NOT NULL FROM applications a \
               LEFT JOIN subject_keys k ON k.application_id = a.id";
    let database = Database::look(file).await;
    let rows = sqlx::query_as::<_, (String, String, bool)>(sql);
    let rows = rows.fetch_all(&database.0).await.expect("rows");
    database.0.close().await;
    rows.into_iter()
        .map(|(reference, state, readable)| (reference, (state, readable)))
        .collect()
}

fn database(house: &CrashInstallation) -> PathBuf {
    house.data().join("vestibule.db")
}

async fn now(house: &CrashInstallation) -> People {
    people(&database(house)).await
}

/// What lies about beside the database, by what its name has in it.
fn lies_about(house: &CrashInstallation, word: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(house.data()).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let has = |path: &PathBuf| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .contains(word)
    };
    paths.filter(has).collect()
}

/// One who is approved, one at the check page.
async fn two() -> (CrashInstallation, [CrashApplicant; 2]) {
    let mut house = CrashInstallation::new();
    house.start().await;
    let mut approved = house.visitor();
    approved.fill_in(&Person::JOHN).await;
    goes_on(&mut approved, "approved", "at first").await;
    let mut other = house.visitor();
    other.fill_in(&Person::born("1985-09-02")).await;
    (house, [approved, other])
}

async fn backing_up(
    template: Arc<CrashInstallation>,
    mut visitors: [CrashApplicant; 2],
    point: &'static str,
) {
    let mut house = template.like();
    let file = house.path("backup");
    house.start().await;
    let before = now(&house).await;
    assert_eq!(before.len(), 2);
    house.dies_at(&["backup", &file], point).await;
    assert!(!Path::new(&file).exists(), "{point}: half of one");
    for visitor in &mut visitors {
        house.receives(visitor);
    }
    let label = visitors[0].label().await.expect("an answer");
    assert_eq!(label.as_deref(), Some("approved"), "{point}");

    house.done(&["backup", &file]).await;
    assert!(!Path::new(&format!("{file}.new")).exists(), "{point}");
    assert_eq!(people(Path::new(&file)).await, before, "{point}");
    house.visitor().begin().await.expect("an answer");
    house.kill();
    house.done(&["restore", &file]).await;
    assert_eq!(now(&house).await, before, "{point}");
    house.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_dies_is_none_and_the_next_run_makes_one() {
    let (mut house, visitors) = two().await;
    house.kill();
    let house = Arc::new(house);
    let cases = BACKING_UP.map(|point| backing_up(house.clone(), visitors.clone(), point));
    run(cases.into()).await;
}

/// Where it dies, and whether the backup is in place then.
const RESTORING: [(&str, bool); 3] = [
    ("before-swap", false),
    ("in-swap", false),
    ("after-swap", true),
];

async fn restoring(
    template: Arc<CrashInstallation>,
    reference: Arc<str>,
    (point, done): (&'static str, bool),
) {
    let mut house = template.like();
    let file = house.data().join("backup");
    let file = file.to_str().expect("UTF-8");
    let (saved, before) = (people(Path::new(file)).await, now(&house).await);
    assert_eq!((saved.len(), before.len()), (2, 3));
    assert_eq!((saved[&*reference].1, before[&*reference].1), (true, false));
    let mut back = saved.clone();
    back.insert(reference.to_string(), before[&*reference].clone());

    house.dies_at(&["restore", file], point).await;
    let whole = if done { &back } else { &before };
    assert_eq!(now(&house).await, *whole, "{point}: neither this nor that");
    // Whoever looks after it may have it start again by itself.
    house.start().await;
    assert_eq!(now(&house).await, *whole, "{point}");
    let begun = house.visitor().begin().await.expect("an answer");
    assert_eq!(leads_to(&begun), Some("/agreement"), "{point}");
    house.kill();

    let said = house.done(&["restore", file]).await;
    assert!(said.contains("erased again: 1"), "{point}: {said}");
    assert_eq!(now(&house).await, back, "{point}");
    assert_eq!(
        lies_about(&house, "restoring"),
        [] as [PathBuf; 0],
        "{point}"
    );
    let mut kept = Vec::new();
    for aside in lies_about(&house, ".before-") {
        let ending = aside
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !ending.ends_with("-wal") && !ending.ends_with("-shm") {
            kept.push(people(&aside).await);
        }
    }
    let of_before = |people: &People| {
        before
            .keys()
            .all(|reference| people.contains_key(reference))
    };
    assert!(kept.iter().any(of_before), "{point}: {kept:?}");
    house.done(&["audit", "verify"]).await;
    house.start().await;
    let mut late = house.visitor();
    late.fill_in(&Person::JOHN).await;
    goes_on(&mut late, "approved", point).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restoration_that_dies_leaves_one_database_or_the_other_and_the_next_run_ends_it() {
    let (mut house, _) = two().await;
    let file = house.data().join("backup");
    house.done(&["backup", file.to_str().expect("UTF-8")]).await;
    let draft = now(&house)
        .await
        .into_iter()
        .find(|(_, (state, _))| state == "draft");
    let (reference, _) = draft.expect("somebody at the check page");
    house.done(&["erase", &reference]).await;
    house.visitor().begin().await.expect("an answer");
    house.kill();
    let (house, reference) = (Arc::new(house), Arc::<str>::from(reference));
    let cases = RESTORING.map(|case| restoring(house.clone(), reference.clone(), case));
    run(cases.into()).await;
}
