//! Erasure dies at each of its points, on request and by retention. No application stays half
//! erased, and every application in the erasure register gets erased.

use super::{
    applicant::CrashApplicant,
    installation::CrashInstallation,
    points::{run, wait_for_state},
};
use crate::{
    canary::files,
    leak_search::contains,
    person::Person,
    wait::{equal, eventually},
};
use server::failpoint::Point;
use std::{fs, sync::Arc, time::Duration};

pub(super) const POINTS: &[Point] = &[Point::InErase, Point::AfterErasureNoted, Point::AfterErase];

const DAY: Duration = Duration::from_secs(86_400);

/// Longer than the lease of a retention run.
const LEASE: Duration = Duration::from_secs(180);

/// The number of entries in the erasure register.
fn register_entries(installation: &CrashInstallation) -> usize {
    let register = fs::read_to_string(installation.data().join("vestibule.register"));
    register.map_or(0, |register| register.lines().count())
}

/// The number of erasure events in the audit trail.
async fn erasure_events(installation: &CrashInstallation) -> usize {
    let actions = installation.database().await.actions().await;
    actions.iter().filter(|action| *action == "erased").count()
}

/// The sealed values of the one application.
async fn sealed(installation: &CrashInstallation) -> Vec<Vec<u8>> {
    let sql = "SELECT key_sealed FROM subject_keys UNION ALL SELECT draft_sealed FROM applications \
               UNION ALL SELECT state_sealed FROM applications UNION ALL SELECT glance_sealed FROM cases \
               UNION ALL SELECT token FROM blind_indexes";
    let rows: Vec<Vec<u8>> = installation.database().await.column(sql, &[]).await;
    rows.into_iter().filter(|bytes| !bytes.is_empty()).collect()
}

/// The next run: the command again, or the next server's start.
#[derive(Clone, Copy, Debug)]
enum End {
    Again,
    Start,
}

async fn crash_during_erasure(
    template: Arc<CrashInstallation>,
    mut applicant: CrashApplicant,
    point: Point,
    end: End,
) {
    let what = format!("{} ended by {end:?}", point.as_str());
    let mut installation = template.copy_data().await;
    let reference: String = installation.database().await.application("reference").await;
    let secrets = sealed(&installation).await;
    assert_eq!(
        secrets.len(),
        7,
        "a key, answers, state, a list preview, name, phone and email address"
    );
    installation
        .run_until_killed(&["erase", &reference], point.as_str())
        .await;
    let is_noted = usize::from(point != Point::InErase);
    let is_done = usize::from(point == Point::AfterErase);
    assert_eq!(
        (
            register_entries(&installation),
            erasure_events(&installation).await
        ),
        (is_noted, is_done),
        "{what}"
    );
    assert_eq!(
        sealed(&installation).await.is_empty(),
        is_done == 1,
        "{what}: half"
    );

    if matches!(end, End::Start) {
        installation.start().await;
        installation.reconnect(&mut applicant);
        let label = applicant.label().await.expect("an answer");
        let readable = (is_noted == 0).then_some("approved");
        assert_eq!(label.as_deref(), readable, "{what}");
        assert_eq!(erasure_events(&installation).await, is_noted, "{what}");
    }
    if matches!(end, End::Again) || is_noted == 0 {
        installation.done(&["erase", &reference]).await;
    }
    installation.kill();
    assert_eq!(
        (
            erasure_events(&installation).await,
            sealed(&installation).await.len()
        ),
        (1, 0),
        "{what}"
    );
    // A killed server leaves its write-ahead log: the next command or server truncates it.
    installation.done(&["erase", &reference]).await;
    for file in files(&installation.data()) {
        let bytes = fs::read(&file).expect("a file");
        let left = secrets
            .iter()
            .filter(|secret| contains(&bytes, secret))
            .count();
        assert_eq!(left, 0, "{what}: in {}", file.display());
    }
    assert!(register_entries(&installation) >= 1, "{what}");
    installation.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_during_erasure_leaves_no_half_and_completes_later() {
    let mut installation = CrashInstallation::new();
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    wait_for_state(&mut applicant, "approved", "at first").await;
    installation.kill();
    let installation = Arc::new(installation);
    let ends = |point: &Point| {
        [End::Again, End::Start]
            .map(|end| crash_during_erasure(installation.clone(), applicant.clone(), *point, end))
    };
    run(POINTS.iter().flat_map(ends).collect()).await;
}

/// The server dies in the middle of a retention run.
async fn crash_during_retention(template: Arc<CrashInstallation>, point: Point) {
    let what = point.as_str();
    let mut installation = template.copy_data().await;
    installation.set("VESTIBULE_KEEP_DRAFTS_DAYS", "30");
    installation.start_until_killed(&format!("{what}:3")).await;
    let is_done = if point == Point::AfterErase { 3 } else { 2 };
    let readable = installation.database().await.unerased("draft").await;
    assert_eq!(
        (erasure_events(&installation).await, readable),
        (is_done, 6 - is_done as i64),
        "{what}"
    );

    if !installation.is_on_sqlite() {
        // Another server may still run. The lease of the killed one ends by its time.
        installation.set_clock_ahead(LEASE);
    }
    installation.start().await;
    let database = installation.database().await;
    eventually!(format!("one recent draft left, {what}"), async {
        equal(database.unerased("draft").await, 1_i64)
    });
    installation.kill();
    assert_eq!(
        database.unerased("draft").await,
        1,
        "{what}: the recent one"
    );
    assert_eq!(
        erasure_events(&installation).await,
        5,
        "{what}: each of them once"
    );
    assert!(register_entries(&installation) >= 5, "{what}");
    installation.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_retention_run_is_completed_by_the_next_server() {
    let mut installation = CrashInstallation::new();
    installation.set("VESTIBULE_KEEP_DRAFTS_DAYS", "0");
    installation.start().await;
    for _ in 0..5 {
        installation.applicant().begin().await.expect("an answer");
    }
    installation.kill();
    let database = installation.writable_database().await;
    database.age(31 * DAY).await;
    database.close().await;
    installation.start().await;
    installation.applicant().begin().await.expect("an answer");
    installation.kill();
    // The servers of this setup ran the retention job already: make it due again.
    let database = installation.writable_database().await;
    database.run("UPDATE chores SET due_at = 0").await;
    database.close().await;
    let installation = Arc::new(installation);
    run(POINTS
        .iter()
        .map(|point| crash_during_retention(installation.clone(), *point))
        .collect())
    .await;
}
