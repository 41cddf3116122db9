//! SIGKILL at random moments under load (security §5). No acknowledged step is lost, no application
//! is sent twice or stays stuck.
//!
//! `make test` runs the short form. `make soak` runs the long ones against the release build and
//! prints their figures: one kills the server, the other one its PostgreSQL. `SOAK_DIALECT`,
//! `SOAK_SEED`, `SOAK_KILLS`, `SOAK_DATABASE_KILLS`, `SOAK_SUBMISSIONS`, `SOAK_AT_ONCE` and
//! `SOAK_ROUNDS` configure them. A seed fixes the applicants, the provider's faults, and the number
//! of requests between two kills.

mod journey;
mod random;
mod reaper;
mod report;
mod tally;

use super::{installation::CrashInstallation, storm};
use crate::{person::Person, postgres::own_cluster::OwnCluster, wait::Wait};
use journey::{JourneyPlan, JourneyResult};
use random::SeededRandom;
use reaper::Victim;
use report::Report;
use sandbox::Dialect;
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tally::Tally;
use tokio::{sync::watch, task::JoinSet};

/// Requests for one submitted application.
const REQUESTS: u64 = 9;

/// The size of a run.
#[derive(Clone, Copy, Debug)]
struct Plan {
    seed: u64,
    kills: usize,
    submissions: usize,
    at_once: usize,
}

/// Runs journeys until the submissions and the kills are reached.
async fn load(journey: JourneyPlan, plan: Plan) -> Vec<JourneyResult> {
    let mut tasks = JoinSet::new();
    for _ in 0..plan.at_once {
        let journey = journey.clone();
        tasks.spawn(async move {
            let mut arrived = Vec::new();
            while journey.tally.submitted.get() < plan.submissions
                || journey.tally.kills.get() < plan.kills
            {
                let number = journey.tally.begun.add();
                arrived.push(journey.clone().run_journey(number).await);
            }
            arrived
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

/// Waits until no application is in `submitting`; returns how many still are.
async fn drain(installation: &CrashInstallation) -> i64 {
    let database = installation.database().await;
    let on_the_way = "SELECT count(*) FROM applications WHERE state = 'submitting'";
    let mut wait = Wait::at_most(Duration::from_secs(300));
    loop {
        let stuck = database.value(on_the_way, &[]).await;
        if stuck == 0 || !wait.pause().await {
            return stuck;
        }
    }
}

/// Loads every applicant's status page until it shows an expected state, and records the others. A
/// page load triggers a poll, which some states need.
async fn check_final_states(mut all: Vec<JourneyResult>, tally: &Tally) {
    let mut wait = Wait::new();
    loop {
        let mut others = Vec::new();
        for mut one in all {
            let label = one.applicant.label().await.expect("an answer");
            if !one.ends.iter().any(|end| label.as_deref() == Some(*end)) {
                others.push((one, label));
            }
        }
        if others.is_empty() {
            return;
        }
        if !wait.pause().await {
            for (one, label) in others {
                tally.wrong(format!("{}: is {label:?}, not {:?}", one.number, one.ends));
            }
            return;
        }
        all = others.into_iter().map(|(one, _)| one).collect();
    }
}

/// One soak run: load, kills, drain, release of parked applications, checks.
async fn soak(mut installation: CrashInstallation, victim: Victim, plan: Plan) -> Report {
    let began = Instant::now();
    installation.start().await;
    let tally = Arc::new(Tally::default());
    let (up, is_up) = watch::channel(true);
    let journey = JourneyPlan {
        newcomer: victim.newcomer(&installation),
        provider: installation.provider.clone(),
        tally: tally.clone(),
        up: is_up,
        seed: plan.seed,
    };
    let name = victim.name();
    let mean_requests = REQUESTS * plan.submissions as u64 / plan.kills as u64;
    let reaper = tokio::spawn(reaper::reap(
        (installation, victim),
        tally.clone(),
        up,
        (plan.seed, mean_requests),
    ));
    let arrived = load(journey, plan).await;
    let installation = reaper.await.expect("no panic");
    let stuck = drain(&installation).await;
    let released = installation.release_parked().await;
    let count = arrived.len();
    check_final_states(arrived, &tally).await;
    Report {
        victim: name,
        dialect: installation.dialect,
        seed: plan.seed,
        took: began.elapsed(),
        arrived: count,
        released,
        stuck,
        facts: installation.facts().await,
        tally,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn random_kills_under_load_lose_no_application() {
    for (dialect, kills, submissions) in [
        (Dialect::A, 40, 160),
        (Dialect::B, 10, 40),
        (Dialect::C, 10, 40),
    ] {
        let plan = Plan {
            seed: SeededRandom::seed(),
            kills,
            submissions,
            at_once: 8,
        };
        let mut installation = CrashInstallation::with_dialect(dialect);
        installation.use_binary(Path::new(env!("CARGO_BIN_EXE_vestibule")));
        let report = soak(installation, Victim::Server, plan).await;
        report.assert_sound();
    }
}

/// The size of a run of `make soak`, unless its caller says otherwise.
fn plan(kills: Option<u64>, default_kills: u64, default_submissions: u64) -> Plan {
    let submissions = setting("SOAK_SUBMISSIONS").unwrap_or(default_submissions);
    Plan {
        seed: setting("SOAK_SEED").unwrap_or_else(SeededRandom::seed),
        kills: kills.unwrap_or(default_kills) as usize,
        submissions: submissions as usize,
        at_once: setting("SOAK_AT_ONCE").unwrap_or(12) as usize,
    }
}

/// The release build with a provider of the dialect that the caller of `make soak` names.
fn release_installation() -> CrashInstallation {
    let dialect = word("SOAK_DIALECT").map_or(Dialect::A, |name| {
        Dialect::parse(&name).expect("SOAK_DIALECT is a, b or c")
    });
    let mut installation = CrashInstallation::with_dialect(dialect);
    installation.use_binary(&report::release_build());
    installation
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes half an hour: make soak"]
async fn thousand_kills_under_load_lose_no_application() {
    let plan = plan(setting("SOAK_KILLS"), 1_000, 20_000);
    let report = soak(release_installation(), Victim::Server, plan).await;
    report.print();
    report.assert_sound();

    let rounds = setting("SOAK_ROUNDS").unwrap_or(200) as usize;
    let mut installation = release_installation();
    installation.start().await;
    for round in 0..rounds {
        storm::round(&installation, &Person::JOHN, round).await;
    }
    report::print_storm(rounds, &installation.facts().await);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes and needs PostgreSQL's programs: make soak"]
async fn database_killed_under_load_loses_no_application() {
    let plan = plan(setting("SOAK_DATABASE_KILLS"), 50, 5_000);
    let cluster = Arc::new(OwnCluster::start());
    let mut installation = release_installation();
    installation.use_database(cluster.url());
    // The kills end before the checks, which need the database: this test keeps it.
    let victim = Victim::Database(Arc::clone(&cluster));
    let report = soak(installation, victim, plan).await;
    report.print();
    report.assert_sound();
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the caller of make soak says"
)]
fn word(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn setting(name: &str) -> Option<u64> {
    let text = word(name)?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a whole number")),
    )
}
