//! The database goes away, and comes back or moves. The server says so and then goes on by itself.

use super::{load::PersistentApplicant, own_cluster::OwnCluster};
use crate::{app::variables, browser::Browser, person::Person, program::Serving, wait::eventually};
use futures_util::future::join_all;
use sandbox::{Dialect, Sandbox};
use sqlx::{Connection, PgConnection};
use std::sync::Arc;
use tempfile::TempDir;

/// A server on a database at this address.
struct ServerWithSandbox {
    serving: Serving,
    sandbox: Sandbox,
    _folder: TempDir,
}

impl ServerWithSandbox {
    async fn start(database: String, dialect: Dialect) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = sandbox::Options {
            dialect,
            ..sandbox::Options::default()
        };
        let sandbox = Sandbox::start(options).await;
        let sandbox = sandbox.expect("a sandbox");
        let mut vars = variables(folder.path(), &sandbox);
        vars.remove("DATABASE_LISTEN_URL");
        vars.insert("DATABASE_URL", database);
        let serving = Serving::start(&vars, &folder.path().join("log"));
        Self {
            serving,
            sandbox,
            _folder: folder,
        }
    }

    fn browser(&self) -> Browser {
        Browser::new(self.serving.url.clone())
    }

    async fn until_ready(&self) {
        let mut probe = self.browser();
        eventually!("a ready server", async {
            probe.get("/health/ready").await.status == 200
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's programs: make test STAGE=postgres"]
async fn database_that_stops_makes_a_clear_page_and_then_all_goes_on() {
    let cluster = OwnCluster::start();
    let server = ServerWithSandbox::start(cluster.url(), Dialect::A).await;
    let mut browser = server.browser();
    browser.fill_in(&Person::JOHN).await;
    cluster.stop();
    let page = browser.get("/check").await;
    assert_eq!(page.status, 503);
    assert_eq!(page.heading(), "Something went wrong on our side");
    assert_eq!(browser.get("/health/ready").await.status, 503);
    assert_eq!(browser.get("/health/live").await.status, 200);
    cluster.start_again();
    server.until_ready().await;
    browser.get("/check").await;
    browser.hand_in().await;
    browser.until("approved").await;
    assert_eq!(server.sandbox.inquiries().len(), 1);
}

/// The database's answer to a question about its log.
async fn text(cluster: &OwnCluster, sql: &'static str) -> String {
    let connection = PgConnection::connect(&cluster.url()).await;
    let mut connection = connection.expect("a connection");
    let answer = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
    answer.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's programs: make test STAGE=postgres"]
async fn standby_that_takes_over_is_found_by_the_server() {
    let cluster = OwnCluster::start();
    let standby = cluster.standby();
    let server = ServerWithSandbox::start(cluster.url_with(&standby), Dialect::A).await;
    let mut browser = server.browser();
    browser.fill_in(&Person::JOHN).await;
    let written = text(&cluster, "SELECT pg_current_wal_lsn()::text").await;
    let caught_up = format!("SELECT (pg_last_wal_replay_lsn() >= '{written}')::text");
    let caught_up: &'static str = caught_up.leak();
    eventually!("a standby with every write", async {
        text(&standby, caught_up).await == "true"
    });
    cluster.stop();
    standby.promote();
    server.until_ready().await;
    browser.get("/check").await;
    browser.hand_in().await;
    browser.until("approved").await;
    // The former host comes back as it was. No server uses it.
    cluster.start_again();
    let mut late = server.browser();
    late.apply(&Person::JOHN).await;
    let applications = "SELECT count(*)::text FROM applications";
    assert_eq!(text(&standby, applications).await, "2");
    assert_eq!(text(&cluster, applications).await, "1");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's programs: make test STAGE=postgres"]
async fn database_killed_three_times_under_load_loses_no_submission() {
    let cluster = Arc::new(OwnCluster::start());
    // In this dialect the server can ask for an attempt whose answer it lost. In others a person does.
    let server = ServerWithSandbox::start(cluster.url(), Dialect::C).await;
    // Four applicants at a time, so that each kill meets some at every step.
    let lanes = (0..4).map(async |_| {
        for _ in 0..6 {
            let mut applicant = PersistentApplicant::new(server.serving.url.clone());
            applicant.apply().await;
            applicant.until_approved().await;
        }
    });
    let kills = async {
        for sent in [3, 8, 14] {
            eventually!("some applicants on their way", async {
                server.sandbox.inquiries().len() >= sent
            });
            cluster.kill();
            let killed = Arc::clone(&cluster);
            let started = tokio::task::spawn_blocking(move || killed.start_again());
            started.await.expect("no panic");
        }
    };
    tokio::join!(join_all(lanes), kills);
    let submitted = "SELECT count(*)::text FROM applications WHERE state = 'approved'";
    assert_eq!(text(&cluster, submitted).await, "24");
    assert_eq!(server.sandbox.inquiries().len(), 24, "each is sent once");
}
