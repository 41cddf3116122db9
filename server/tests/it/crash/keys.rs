//! `keys rotate` dies at each of its points. Existing and new applications stay readable, and the
//! next run completes the rotation.

use super::{
    applicant::{CrashApplicant, leads_to},
    installation::CrashInstallation,
    points::{run, wait_for_state},
};
use crate::{db::Row, person::Person};
use server::failpoint::Point;
use std::{fs, sync::Arc};
use tokio::task::JoinSet;

pub(super) const POINTS: &[Point] = &[
    Point::InKeyFile,
    Point::AfterKeyMade,
    Point::InOwnKeys,
    Point::AfterOwnKeys,
    Point::InPeoplesKeys,
    Point::AfterPeoplesKeys,
    Point::BeforeKeyDropped,
    Point::AfterKeyDropped,
];

/// More applications than one transaction re-seals.
const PEOPLE: usize = 601;
const TOGETHER: usize = 500;

/// Each failpoint, the keys in the file there, and the applications sealed with the new key.
const CASES: [(&str, usize, usize); 12] = [
    ("in-key-file", 1, 0),
    ("after-key-made", 2, 0),
    ("in-own-keys", 2, 0),
    ("after-own-keys", 2, 0),
    ("in-peoples-keys", 2, 0),
    ("in-peoples-keys:500", 2, 0),
    ("after-peoples-keys", 2, TOGETHER),
    ("in-peoples-keys:550", 2, TOGETHER),
    ("after-peoples-keys:2", 2, PEOPLE),
    ("before-key-dropped", 2, PEOPLE),
    ("in-key-file:2", 2, PEOPLE),
    ("after-key-dropped", 1, PEOPLE),
];

const ROTATE: &[&str] = &["keys", "rotate"];

fn keys(installation: &CrashInstallation) -> Vec<String> {
    let text = fs::read_to_string(installation.data().join("vestibule.key")).expect("a key file");
    text.lines().map(str::to_owned).collect()
}

/// The keys that seal applications, with a count for each.
async fn sealing(installation: &CrashInstallation) -> Vec<(Vec<u8>, usize)> {
    let sql = "SELECT key_id, COUNT(*) AS keys FROM subject_keys GROUP BY key_id ORDER BY key_id";
    let rows = installation.database().await.rows(sql, &[]).await;
    let count = |row: &Row| usize::try_from(row.get::<i64>("keys")).expect("a count");
    rows.iter()
        .map(|row| (row.get("key_id"), count(row)))
        .collect()
}

/// Many applications at the first step, and one at the check page.
async fn many() -> (CrashInstallation, CrashApplicant) {
    let mut installation = CrashInstallation::new();
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    let mut beginning = JoinSet::new();
    for n in 0..8 {
        let (http, url) = (installation.http.clone(), installation.url());
        beginning.spawn(async move {
            for _ in (n..PEOPLE - 1).step_by(8) {
                let begun = CrashApplicant::new(http.clone(), url.clone()).begin().await;
                begun.expect("an answer");
            }
        });
    }
    beginning.join_all().await;
    installation.kill();
    (installation, applicant)
}

/// The applicant's answers are readable, and a new applicant can begin.
async fn is_in_order(installation: &CrashInstallation, applicant: &mut CrashApplicant, what: &str) {
    installation.reconnect(applicant);
    let page = applicant.get("/check").await.expect("an answer");
    assert!(page.text.contains("123 Main Street"), "{what}");
    let begun = installation.applicant().begin().await.expect("an answer");
    assert_eq!(leads_to(&begun), Some("/agreement"), "{what}");
}

async fn crash_during_rotation(
    template: Arc<CrashInstallation>,
    mut applicant: CrashApplicant,
    (point, in_file, resealed): (&'static str, usize, usize),
) {
    let mut installation = template.copy_data().await;
    let (first, before) = (keys(&installation), sealing(&installation).await);
    assert_eq!((first.len(), before.len()), (1, 1));
    assert_eq!(before[0].1, PEOPLE);

    installation.run_until_killed(ROTATE, point).await;
    assert_eq!(keys(&installation).len(), in_file, "{point}");
    let by_the_old = sealing(&installation)
        .await
        .into_iter()
        .find(|by| by.0 == before[0].0);
    assert_eq!(
        by_the_old.map_or(0, |by| by.1),
        PEOPLE - resealed,
        "{point}"
    );
    installation.start().await;
    is_in_order(&installation, &mut applicant, point).await;

    // The server keeps running during the rotation.
    installation.done(ROTATE).await;
    let last = keys(&installation);
    assert_eq!(last.len(), 1, "{point}");
    assert_ne!(last, first, "{point}");
    let after = sealing(&installation).await;
    assert_eq!(after.len(), 1, "{point}");
    assert_ne!(after[0].0, before[0].0, "{point}");
    is_in_order(&installation, &mut applicant, point).await;

    installation.kill();
    installation.start().await;
    is_in_order(&installation, &mut applicant, point).await;
    wait_for_state(&mut applicant, "approved", point).await;
    assert_eq!(installation.facts().await.faults(), [], "{point}");
    installation.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_key_rotation_keeps_all_data_and_the_next_run_completes() {
    let (installation, applicant) = many().await;
    let installation = Arc::new(installation);
    let cases =
        CASES.map(|case| crash_during_rotation(installation.clone(), applicant.clone(), case));
    run(cases.into()).await;
}
