//! Test application: a running server with its own sandbox provider, clock and database.

mod environment;

pub(crate) use environment::{variables, variables_before};

use crate::{
    browser::Browser,
    db::Database,
    program,
    wait::{equal, eventually},
};
use kyc::ports::Clock;
use sandbox::{Dialect, Endpoint, Fault, FaultKind, InquiryView, Options, Sandbox};
use server::{
    Server, Settings,
    config::{PasswordCost, Waits},
    server::start_with,
    system::{SystemClock, SystemEntropy},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use tempfile::TempDir;
use time::OffsetDateTime;

/// Latency of a held call: longer than any test.
const HELD: FaultKind = FaultKind::Latency(600_000);

/// Clock that stays fixed until a test moves it.
pub(crate) struct TestClock(Mutex<OffsetDateTime>);

impl Clock for TestClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().expect("no test panics in here")
    }
}

/// Settings of a test that differ from the defaults.
pub(crate) struct Setup {
    sandbox: Options,
    vars: Vec<(&'static str, String)>,
    waits: Waits,
    password_cost: PasswordCost,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            sandbox: Options::default(),
            vars: Vec::new(),
            password_cost: PasswordCost::LEAST,
            waits: Waits {
                // A held call lasts as long as a busy machine needs for the steps meanwhile.
                provider_call: Duration::from_secs(15),
                ..Waits::PRODUCT
            },
        }
    }
}

impl Setup {
    /// Default settings with a provider of this dialect.
    pub(crate) fn speaking(dialect: Dialect) -> Self {
        Self::default().sandbox(Options {
            dialect,
            ..Options::default()
        })
    }

    pub(crate) fn var(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.vars.push((name, value.into()));
        self
    }

    pub(crate) fn sandbox(mut self, sandbox: Options) -> Self {
        self.sandbox = sandbox;
        self
    }

    /// A submission redirects at once: its page shows `submitting`, unless the provider is faster.
    pub(crate) fn without_instant_decision(mut self) -> Self {
        self.waits.instant_decision = Duration::ZERO;
        self.with_prompt_workers()
    }

    /// After [`TestApp::advance`] the workers notice the new time within milliseconds. Then a poll
    /// may be under way when a test advances the clock again: see [`TestApp::wait_for_idle_worker`].
    pub(crate) fn with_prompt_workers(mut self) -> Self {
        self.waits.background = Duration::from_millis(50);
        self
    }

    /// Passwords cost as much as in production.
    pub(crate) fn full_password_cost(mut self) -> Self {
        self.password_cost = PasswordCost::FULL;
        self
    }

    /// Sets the timeout of start requests.
    pub(crate) fn start_timeout(mut self, timeout: Duration) -> Self {
        self.waits.start_request = timeout;
        self
    }

    /// Sets the timeout of polls and lookups.
    pub(crate) fn provider_timeout(mut self, timeout: Duration) -> Self {
        self.waits.provider_call = timeout;
        self
    }

    pub(crate) async fn start(self) -> TestApp {
        let folder = tempfile::tempdir().expect("a folder");
        self.start_in(folder, SystemClock.now()).await
    }

    /// Starts on the data in this folder, with the clock at this time.
    pub(crate) async fn start_in(self, folder: TempDir, now: OffsetDateTime) -> TestApp {
        let sandbox = Sandbox::start(self.sandbox).await.expect("a sandbox");
        let mut vars = variables(folder.path(), &sandbox);
        vars.extend(self.vars);
        let clock = Arc::new(TestClock(Mutex::new(now)));
        let running = serve(&vars, self.waits, self.password_cost, clock.clone()).await;
        TestApp {
            running: Some(running),
            sandbox,
            clock,
            vars,
            waits: self.waits,
            password_cost: self.password_cost,
            folder,
        }
    }
}

async fn serve(
    vars: &BTreeMap<&'static str, String>,
    waits: Waits,
    password_cost: PasswordCost,
    clock: Arc<TestClock>,
) -> Server {
    let settings = Settings {
        password_cost,
        ..settings(vars, waits)
    };
    start_with(settings, clock, Arc::new(SystemEntropy))
        .await
        .expect("a server")
}

fn settings(vars: &BTreeMap<&'static str, String>, waits: Waits) -> Settings {
    let settings = server::config::read(&|name| vars.get(name).cloned());
    Settings {
        live_beat: Duration::from_millis(20),
        waits,
        ..settings.expect("sound settings")
    }
}

pub(crate) struct TestApp {
    running: Option<Server>,
    pub(crate) sandbox: Sandbox,
    clock: Arc<TestClock>,
    vars: BTreeMap<&'static str, String>,
    waits: Waits,
    password_cost: PasswordCost,
    folder: TempDir,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        Setup::default().start().await
    }

    /// Starts a server whose provider speaks this dialect.
    pub(crate) async fn speaking(dialect: Dialect) -> Self {
        Setup::speaking(dialect).start().await
    }

    pub(crate) async fn with(sandbox: Options) -> Self {
        Setup::default().sandbox(sandbox).start().await
    }

    /// URL of the server, without a trailing slash.
    pub(crate) fn url(&self) -> String {
        let running = self.running.as_ref().expect("a running server");
        format!("http://{}", running.address())
    }

    /// New browser without cookies and without JavaScript.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.url())
    }

    /// Reference of the only application.
    pub(crate) async fn reference(&self) -> String {
        self.database().await.application("reference").await
    }

    /// Second connection to the server's database.
    pub(crate) async fn database(&self) -> Database {
        Database::open(&self.vars).await
    }

    /// The same, without what guards the rows.
    pub(crate) async fn unguarded_database(&self) -> Database {
        Database::open_unguarded(&self.vars).await
    }

    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// Advances the server's clock and the sandbox's clock.
    pub(crate) fn advance(&self, by: Duration) {
        *self.clock.0.lock().expect("no test panics in here") += by;
        self.sandbox.advance(by);
    }

    /// Waits until no job is running and one is scheduled. Returns the time until then.
    pub(crate) async fn next_job_due_in(&self) -> Duration {
        let (database, now) = (self.database().await, self.now());
        let due_at = eventually!("a scheduled job and none at work", async {
            database.next_scheduled_job(now).await
        });
        Duration::try_from(due_at - now).expect("a time to come")
    }

    /// Waits until no job is due or running.
    pub(crate) async fn wait_for_idle_worker(&self) {
        let (database, now) = (self.database().await, self.now());
        eventually!("no job due or running", async {
            database.has_no_work(now).await
        });
    }

    /// Advances both clocks to the time of the next job, as soon as the current one has ended. The
    /// worker then runs it, for example the retry of a failed attempt.
    pub(crate) async fn advance_to_next_job(&self) {
        let due_in = self.next_job_due_in().await;
        self.advance(due_in);
    }

    /// Waits until the only application is in a state, without loading a page.
    pub(crate) async fn wait_for_state(&self, state: &str) {
        let database = self.database().await;
        eventually!(state, async {
            equal(database.application::<String>("state").await, state)
        });
    }

    /// Advances both clocks by the shortest interval between two polls.
    pub(crate) fn a_question_later(&self) {
        self.advance(Duration::from_secs(5));
    }

    /// Injects a fault into every call of an endpoint until the test clears it.
    pub(crate) fn always(&self, on: Endpoint, kind: FaultKind) {
        self.sandbox.fault(Fault::always(on, kind));
    }

    /// Injects a fault into the next call of an endpoint.
    pub(crate) fn once(&self, on: Endpoint, kind: FaultKind) {
        self.sandbox.fault(Fault::once(on, kind));
    }

    /// Holds the next call of an endpoint until [`Self::release_calls`].
    pub(crate) fn hold_next(&self, on: Endpoint) {
        self.once(on, HELD);
    }

    /// Waits until the call of [`Self::hold_next`] has reached the provider.
    pub(crate) async fn wait_for_held_call(&self) {
        eventually!("a held call", async { self.sandbox.faults().is_empty() });
    }

    /// Lets the provider handle every held call.
    pub(crate) fn release_calls(&self) {
        self.sandbox.release_calls();
    }

    /// The only inquiry of the sandbox. Panics if there is none or more than one.
    #[track_caller]
    pub(crate) fn inquiry(&self) -> InquiryView {
        let mut inquiries = self.sandbox.inquiries();
        assert_eq!(inquiries.len(), 1, "{inquiries:?}");
        inquiries.remove(0)
    }

    /// Bodies of the start requests in the sandbox's ledger, oldest first.
    pub(crate) fn starts(&self) -> Vec<serde_json::Value> {
        let ledger = self.sandbox.ledger().into_iter();
        ledger
            .filter(|entry| entry.endpoint == Endpoint::Start)
            .map(|entry| entry.body)
            .collect()
    }

    /// Stops the server and starts it again on the same data. Returns when the new server
    /// listens. Browsers need its new address.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        self.running = Some(
            serve(
                &self.vars,
                self.waits,
                self.password_cost,
                self.clock.clone(),
            )
            .await,
        );
    }

    /// Sets an environment variable for the next start.
    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.vars.insert(name, value.to_owned());
    }

    /// Runs a command of the program beside the server. Returns its standard output.
    pub(crate) async fn task(&self, words: &[&str]) -> String {
        let output = self.run(words).await;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{words:?}: {output:?}");
        printed
    }

    /// Runs a command that must fail: with code 1, or 2 for a malformed operand. Returns its
    /// standard error.
    pub(crate) async fn refused(&self, words: &[&str]) -> String {
        let output = self.run(words).await;
        let code = output.status.code();
        assert!(matches!(code, Some(1 | 2)), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// Runs a command that must fail with code 1 and reports on standard output.
    pub(crate) async fn refused_quietly(&self, words: &[&str]) -> String {
        let output = self.run(words).await;
        assert_eq!(output.status.code(), Some(1), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Environment variables of this server, for a program on the same data.
    pub(crate) fn variables(&self) -> BTreeMap<&'static str, String> {
        self.vars.clone()
    }

    async fn run(&self, words: &[&str]) -> std::process::Output {
        let (vars, words) = (self.vars.clone(), words.join("\n"));
        // A blocking thread runs the command, so that the sandbox keeps answering on this one.
        let done = tokio::task::spawn_blocking(move || {
            program::task(&words.split('\n').collect::<Vec<_>>(), &vars)
        });
        done.await.expect("the program")
    }

    pub(crate) async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await.expect("an end in good order");
        }
    }
}
