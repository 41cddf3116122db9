//! Erasing dies at each of its points, at somebody's wish and because their
//! time is over: nobody is half erased, and whoever is noted is erased.

use super::{
    applicant::CrashApplicant,
    installation::CrashInstallation,
    points::{goes_on, run},
};
use crate::{canary::files, db::Database, leak_search::contains, person::Person};
use server::failpoint::Point;
use std::{fs, sync::Arc, time::Duration};

pub(super) const POINTS: &[Point] = &[Point::InErase, Point::AfterErasureNoted, Point::AfterErase];

const DAY: Duration = Duration::from_secs(86_400);

/// How often somebody stands in the register.
fn noted(house: &CrashInstallation) -> usize {
    let register = fs::read_to_string(house.data().join("vestibule.register"));
    register.map_or(0, |register| register.lines().count())
}

/// How often the trail says that somebody was erased.
async fn told(house: &CrashInstallation) -> usize {
    let actions = house.database().await.actions().await;
    actions.iter().filter(|action| *action == "erased").count()
}

/// What is sealed in the one application.
async fn sealed(house: &CrashInstallation) -> Vec<Vec<u8>> {
    let sql = "SELECT key_sealed FROM subject_keys UNION ALL SELECT draft_sealed FROM applications \
               UNION ALL SELECT state_sealed FROM applications UNION ALL SELECT glance_sealed FROM cases \
               UNION ALL SELECT token FROM blind_indexes";
    let rows = sqlx::query_scalar::<_, Vec<u8>>(sql);
    let rows = rows
        .fetch_all(&house.database().await.0)
        .await
        .expect("rows");
    rows.into_iter().filter(|bytes| !bytes.is_empty()).collect()
}

/// What ends it: the command again, or the next server by itself.
#[derive(Clone, Copy, Debug)]
enum End {
    Again,
    Start,
}

async fn erasing(
    template: Arc<CrashInstallation>,
    mut visitor: CrashApplicant,
    point: Point,
    end: End,
) {
    let what = format!("{} ended by {end:?}", point.as_str());
    let mut house = template.like();
    let reference: String = house.database().await.application("reference").await;
    let secrets = sealed(&house).await;
    assert_eq!(
        secrets.len(),
        6,
        "a key, answers, state, a glance, name and address of mail"
    );
    house.dies_at(&["erase", &reference], point.as_str()).await;
    let is_noted = usize::from(point != Point::InErase);
    let is_done = usize::from(point == Point::AfterErase);
    assert_eq!(
        (noted(&house), told(&house).await),
        (is_noted, is_done),
        "{what}"
    );
    assert_eq!(
        sealed(&house).await.is_empty(),
        is_done == 1,
        "{what}: half"
    );

    if matches!(end, End::Start) {
        house.start().await;
        house.receives(&mut visitor);
        let label = visitor.label().await.expect("an answer");
        let readable = (is_noted == 0).then_some("approved");
        assert_eq!(label.as_deref(), readable, "{what}");
        assert_eq!(told(&house).await, is_noted, "{what}");
    }
    if matches!(end, End::Again) || is_noted == 0 {
        house.done(&["erase", &reference]).await;
    }
    house.kill();
    assert_eq!(
        (told(&house).await, sealed(&house).await.len()),
        (1, 0),
        "{what}"
    );
    // A server that was killed leaves its log: the next task or server empties it.
    house.done(&["erase", &reference]).await;
    for file in files(&house.data()) {
        let bytes = fs::read(&file).expect("a file");
        let left = secrets
            .iter()
            .filter(|secret| contains(&bytes, secret))
            .count();
        assert_eq!(left, 0, "{what}: in {}", file.display());
    }
    assert!(noted(&house) >= 1, "{what}");
    house.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_while_it_dies_is_erased_or_untouched_and_erased_in_the_end() {
    let mut house = CrashInstallation::new();
    house.start().await;
    let mut visitor = house.visitor();
    visitor.fill_in(&Person::JOHN).await;
    goes_on(&mut visitor, "approved", "at first").await;
    house.kill();
    let house = Arc::new(house);
    let ends = |point: &Point| {
        [End::Again, End::Start].map(|end| erasing(house.clone(), visitor.clone(), *point, end))
    };
    run(POINTS.iter().flat_map(ends).collect()).await;
}

/// Dies in the middle of those whose time is over.
async fn outliving(template: Arc<CrashInstallation>, point: Point) {
    let what = point.as_str();
    let mut house = template.like();
    house.set("VESTIBULE_KEEP_DRAFTS_DAYS", "30");
    house.dies_by_itself(&format!("{what}:3")).await;
    let is_done = if point == Point::AfterErase { 3 } else { 2 };
    let readable = house.database().await.unerased("draft").await;
    assert_eq!(
        (told(&house).await, readable),
        (is_done, 6 - is_done as i64),
        "{what}"
    );

    house.start().await;
    let database = house.database().await;
    for _ in 0..400 {
        if database.unerased("draft").await == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    house.kill();
    assert_eq!(
        database.unerased("draft").await,
        1,
        "{what}: who came lately"
    );
    assert_eq!(told(&house).await, 5, "{what}: each of them once");
    assert!(noted(&house) >= 5, "{what}");
    house.done(&["audit", "verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retention_that_dies_is_ended_by_the_next_server() {
    let mut house = CrashInstallation::new();
    house.set("VESTIBULE_KEEP_DRAFTS_DAYS", "0");
    house.start().await;
    for _ in 0..5 {
        house.visitor().begin().await.expect("an answer");
    }
    house.kill();
    let file = house.data().join("vestibule.db");
    let database = Database::open(&file).await;
    database.age(31 * DAY).await;
    database.0.close().await;
    house.start().await;
    house.visitor().begin().await.expect("an answer");
    house.kill();
    // Those servers looked, too: it is due again.
    let database = Database::open(&file).await;
    let due = sqlx::query("UPDATE chores SET due_at = 0").execute(&database.0);
    due.await.expect("due");
    database.0.close().await;
    let house = Arc::new(house);
    run(POINTS
        .iter()
        .map(|point| outliving(house.clone(), *point))
        .collect())
    .await;
}
