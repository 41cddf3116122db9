//! Servers behind a load balancer die, or restart one after the other, while applicants apply.

use super::{balancer::Balancer, fleet::Fleet, load::PersistentApplicant};
use crate::{app::variables, db::Database, wait::eventually};
use futures_util::future::join_all;
use kyc::ports::Clock;
use sandbox::{Dialect, Endpoint, Fault, FaultKind, Options, Sandbox};
use server::system::SystemClock;
use std::{cell::Cell, collections::BTreeMap};
use time::{Duration, OffsetDateTime};

/// Applicants at a time, so that an event meets some at every step.
const LANES: usize = 6;

/// The lease of a job.
const LEASE: Duration = Duration::seconds(20);

async fn sandbox(dialect: Dialect) -> Sandbox {
    let options = Options {
        dialect,
        ..Options::default()
    };
    Sandbox::start(options).await.expect("a sandbox")
}

async fn ready(balancer: &Balancer, place: usize) {
    eventually!("a ready server", async { balancer.is_ready(place) });
}

/// Waits until this many more applications are at the provider.
async fn sent(sandbox: &Sandbox, more: usize) {
    let before = sandbox.inquiries().len();
    eventually!("some applicants on their way", async {
        sandbox.inquiries().len() >= before + more
    });
}

/// The provider has each application once, by one start request.
fn assert_sent_once(sandbox: &Sandbox, submitted: usize) {
    let mut starts = BTreeMap::<_, usize>::new();
    for entry in sandbox.ledger() {
        if entry.endpoint == Endpoint::Start && entry.accepted {
            *starts.entry(entry.external_id).or_default() += 1;
        }
    }
    assert_eq!(starts.len(), submitted);
    assert!(starts.values().all(|count| *count == 1), "{starts:?}");
}

async fn assert_approved(fleet: &Fleet, submitted: usize) {
    let approved = fleet.database().await.unerased("approved").await;
    assert_eq!(usize::try_from(approved), Ok(submitted));
    fleet.done(&["audit", "verify"]);
}

/// Whether the only jobs under way are those of a server that was killed then.
async fn only_dead_leases(database: &Database, killed_at: OffsetDateTime) -> bool {
    let millis = |at: OffsetDateTime| at.unix_timestamp() * 1_000 + i64::from(at.millisecond());
    let (now, last) = (millis(SystemClock.now()), millis(killed_at + LEASE));
    let sql = "SELECT COUNT(*) FROM jobs \
               WHERE due_at <= ?1 AND (leased_until <= ?1 OR leased_until > ?2)";
    let others: i64 = database.value(sql, &[now.into(), last.into()]).await;
    others == 0
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn server_killed_under_load_costs_an_applicant_one_request_at_most() {
    // In this dialect a server can ask for an attempt whose answer was lost. In others a person does.
    let sandbox = sandbox(Dialect::C).await;
    // Long enough that the kill meets requests on their way to the provider.
    sandbox.fault(Fault::always(Endpoint::Start, FaultKind::Latency(100)));
    let mut fleet = Fleet::start(3, |folder| variables(folder, &sandbox)).await;
    let balancer = Balancer::start(fleet.urls()).await;
    let done = Cell::new(false);
    let lanes = (0..LANES).map(async |_| {
        let mut submitted = Vec::new();
        while !done.get() {
            let mut applicant = PersistentApplicant::new(balancer.url.clone());
            applicant.apply().await;
            submitted.push(applicant);
        }
        submitted
    });
    let kill = async {
        sent(&sandbox, LANES).await;
        fleet.kill(0);
        let killed_at = SystemClock.now();
        let url = fleet.fill(0).await;
        balancer.replace(0, url);
        ready(&balancer, 0).await;
        sent(&sandbox, LANES).await;
        done.set(true);
        killed_at
    };
    let (submitted, killed_at) = tokio::join!(join_all(lanes), kill);

    // What the killed server had under way is done by another one when its leases end. The clock
    // ends them, once no job of the others can lose its own.
    let database = fleet.database().await;
    eventually!("an end of all other jobs", async {
        only_dead_leases(&database, killed_at).await
    });
    fleet.set_clock(LEASE + Duration::SECOND);
    let mut applicants: Vec<_> = submitted.into_iter().flatten().collect();
    let failed: Vec<_> = applicants.iter().map(|it| it.failed).collect();
    assert!(failed.iter().all(|failed| *failed <= 1), "{failed:?}");
    join_all(
        applicants
            .iter_mut()
            .map(PersistentApplicant::until_approved),
    )
    .await;
    assert_sent_once(&sandbox, applicants.len());
    assert_approved(&fleet, applicants.len()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn rolling_restart_under_load_fails_no_request() {
    let sandbox = sandbox(Dialect::A).await;
    let vars = |folder: &_| {
        let mut vars = variables(folder, &sandbox);
        // Many health checks, also on a busy machine.
        vars.insert("VESTIBULE_DRAIN_SECONDS", "2".to_owned());
        vars
    };
    let mut fleet = Fleet::start(3, vars).await;
    let balancer = Balancer::start(fleet.urls()).await;
    let done = Cell::new(false);
    let lanes = (0..LANES).map(async |_| {
        let mut failed = Vec::new();
        while !done.get() {
            let mut applicant = PersistentApplicant::new(balancer.url.clone());
            applicant.apply().await;
            applicant.until_approved().await;
            failed.push(applicant.failed);
        }
        failed
    });
    let restarts = async {
        for place in 0..3 {
            ready(&balancer, place).await;
            sent(&sandbox, LANES).await;
            fleet.tell_to_stop(place);
            let status = fleet.until_ended(place).await;
            assert!(status.success(), "{status}");
            let url = fleet.fill(place).await;
            balancer.replace(place, url);
            ready(&balancer, place).await;
        }
        sent(&sandbox, LANES).await;
        done.set(true);
    };
    let (failed, ()) = tokio::join!(join_all(lanes), restarts);
    let failed = failed.concat();
    assert!(failed.iter().all(|failed| *failed == 0), "{failed:?}");
    assert_eq!(balancer.left_in_order(), 3, "each said that it ends");
    assert_sent_once(&sandbox, failed.len());
    assert_approved(&fleet, failed.len()).await;
}
