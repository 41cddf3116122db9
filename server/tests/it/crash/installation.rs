//! A server that can be killed, its data folder, and its provider.

use super::{
    applicant::CrashApplicant,
    oracle::ObservedFacts,
    provider::{CrashProvider, TOKEN},
};
use crate::{
    app::variables_before,
    browser::client,
    client_key::{self, CLIENT},
    db::{Database, addresses, copied},
    program::{Serving, program},
    wait::eventually,
};
use reqwest::Client;
use sandbox::Dialect;
use std::{
    collections::BTreeMap,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{ExitStatus, Output},
    sync::Arc,
    time::Duration,
};
use tempfile::TempDir;

/// The signal of a process that died at a failpoint: SIGKILL.
pub(super) const KILLED: i32 = 9;

/// The file that moves the clock of the servers, in a debug build.
const CLOCK_OFFSET: &str = "clock-offset";

type Vars = BTreeMap<&'static str, String>;

pub(crate) struct CrashInstallation {
    pub(crate) dialect: Dialect,
    folder: TempDir,
    vars: Vars,
    pub(crate) provider: Arc<CrashProvider>,
    binary: PathBuf,
    serving: Option<Serving>,
    pub(crate) http: Client,
}

impl CrashInstallation {
    /// With a provider, and without a running server.
    pub(crate) fn new() -> Self {
        Self::with_dialect(Dialect::A)
    }

    /// The same, with a provider of this dialect.
    pub(crate) fn with_dialect(dialect: Dialect) -> Self {
        Self::build(dialect, false)
    }

    /// The same; the server authenticates at the provider with its key.
    pub(crate) fn with_client_key() -> Self {
        Self::build(Dialect::A, true)
    }

    fn build(dialect: Dialect, by_key: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let provider = Arc::new(CrashProvider::start(folder.path(), dialect, by_key));
        let mut vars = variables_before(folder.path(), provider.url(), TOKEN);
        let offset = folder.path().join(CLOCK_OFFSET);
        let offset = offset.to_str().expect("UTF-8").to_owned();
        vars.insert("VESTIBULE_CLOCK_OFFSET_FILE", offset);
        if by_key {
            vars.remove("KYC_TOKEN");
            let url = format!("{}/oauth/token", provider.url());
            vars.extend(client_key::variables(folder.path(), CLIENT, &url));
        }
        for (name, value) in [
            ("KYC_DIALECT", dialect.name()),
            ("KYC_CALLS_PER_SECOND", "1000"),
            ("VESTIBULE_RATE_PER_MINUTE", "100000"),
            ("VESTIBULE_SESSION_IDLE_MINUTES", "1440"),
            ("VESTIBULE_SESSION_ABSOLUTE_MINUTES", "1440"),
            ("VESTIBULE_LOG", "warn"),
        ] {
            vars.insert(name, value.to_owned());
        }
        Self {
            dialect,
            folder,
            vars,
            provider,
            binary: Path::new(env!("CARGO_BIN_EXE_vestibule")).to_owned(),
            serving: None,
            http: client(),
        }
    }

    /// Sets a variable for the servers started from now on.
    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.vars.insert(name, value.to_owned());
    }

    /// A copy of the data with a new provider.
    pub(crate) async fn copy_data(&self) -> Self {
        let by_key = self.vars.contains_key("KYC_CLIENT_ID");
        let mut other = Self::build(self.dialect, by_key);
        other.vars.extend(copied(&self.vars).await);
        std::fs::create_dir(other.data()).expect("a folder");
        for entry in std::fs::read_dir(self.data()).expect("a folder") {
            let file = entry.expect("an entry").path();
            let name = file.file_name().expect("a name");
            std::fs::copy(&file, other.data().join(name)).expect("a copy");
        }
        other
    }

    /// Whether the database is a file of SQLite.
    pub(crate) fn is_on_sqlite(&self) -> bool {
        addresses(&self.vars).is_empty()
    }

    /// Starts the server.
    pub(crate) async fn start(&mut self) {
        self.start_with(None).await;
    }

    /// Starts the server with an armed failpoint.
    pub(crate) async fn start_with_failpoint(&mut self, point: &str) {
        self.start_with(Some(point)).await;
    }

    async fn start_with(&mut self, point: Option<&str>) {
        self.serving = Some(self.serve(point).await);
    }

    /// Another server on the same data.
    pub(crate) async fn second(&self) -> Serving {
        self.serve(None).await
    }

    async fn serve(&self, point: Option<&str>) -> Serving {
        let mut serving = self.launch(point);
        let started = tokio::task::spawn_blocking(move || {
            serving.listens("Vestibule is open: ").then_some(serving)
        });
        let serving = started.await.expect("no panic");
        serving.unwrap_or_else(|| panic!("no server:\n{}", self.log_tail()))
    }

    /// Launches a server without waiting for its start.
    pub(crate) fn launch(&self, point: Option<&str>) -> Serving {
        Serving::launch(program(&self.binary, &self.armed(point)), &self.log())
    }

    fn armed(&self, point: Option<&str>) -> Vars {
        let mut vars = self.vars.clone();
        vars.extend(point.map(|point| ("VESTIBULE_FAILPOINT", point.to_owned())));
        vars
    }

    /// Uses this binary and one fixed address for the servers started from now on.
    pub(crate) fn use_binary(&mut self, binary: &Path) {
        let port = fixed_port();
        self.vars
            .insert("VESTIBULE_ADDR", format!("127.0.0.1:{port}"));
        // A copy, so that a concurrent build does not replace the running binary.
        self.binary = self.folder.path().join("vestibule");
        std::fs::copy(binary, &self.binary).expect("a copy");
    }

    /// Uses the database of PostgreSQL at this address.
    pub(crate) fn use_database(&mut self, url: String) {
        self.vars.remove("DATABASE_LISTEN_URL");
        self.vars.insert("DATABASE_URL", url);
    }

    /// The server's base URL, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        self.serving.as_ref().expect("a server").url.clone()
    }

    /// Runs a command that must die at a failpoint.
    pub(crate) async fn run_until_killed(&self, words: &[&str], point: &str) {
        let output = self.task(words, Some(point)).await;
        let signal = output.status.signal();
        assert_eq!(signal, Some(KILLED), "{words:?} at {point}: {output:?}");
    }

    /// Runs a command that must succeed; returns its output.
    pub(crate) async fn done(&self, words: &[&str]) -> String {
        let output = self.task(words, None).await;
        assert!(output.status.success(), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs a command to its end, or to the armed failpoint.
    pub(crate) async fn task(&self, words: &[&str], point: Option<&str>) -> Output {
        let mut command = program(&self.binary, &self.armed(point));
        command.args(words);
        let run = tokio::task::spawn_blocking(move || command.output());
        run.await.expect("no panic").expect("the program")
    }

    /// Starts a server that dies at a failpoint without any request.
    pub(crate) async fn start_until_killed(&mut self, point: &str) {
        self.serving = Some(self.launch(Some(point)));
        self.wait_until_killed(point).await;
    }

    /// Waits until the server has died at its failpoint.
    pub(crate) async fn wait_until_killed(&mut self, what: &str) {
        let status = self.exit(what).await;
        assert_eq!(status.signal(), Some(KILLED), "{what}: not by its own hand");
    }

    /// Sends SIGTERM to the server and waits until it exits.
    pub(crate) async fn stop(&mut self) -> ExitStatus {
        self.tell_to_stop();
        self.exit("SIGTERM").await
    }

    /// Sends SIGTERM to the server.
    pub(crate) fn tell_to_stop(&self) {
        self.serving.as_ref().expect("a server").tell_to_stop();
    }

    /// Waits until the server process has ended.
    async fn exit(&mut self, what: &str) -> ExitStatus {
        let mut serving = self.serving.take().expect("a server");
        eventually!(format!("the end of the server: {what}"), async {
            let status = serving.ended().expect("a process");
            status.ok_or_else(|| self.log_tail())
        })
    }

    /// Moves the clock of this installation's servers ahead of the system's clock.
    pub(crate) fn set_clock_ahead(&self, by: Duration) {
        let offset = self.path(CLOCK_OFFSET);
        let new = format!("{offset}.new");
        std::fs::write(&new, by.as_millis().to_string()).expect("written");
        // A reader sees no offset or the whole one.
        std::fs::rename(new, offset).expect("renamed");
    }

    /// Kills the server with SIGKILL, like a power loss.
    pub(crate) fn kill(&mut self) {
        self.serving = None;
    }

    /// A new applicant.
    pub(crate) fn applicant(&self) -> CrashApplicant {
        CrashApplicant::new(self.http.clone(), self.url())
    }

    /// Connects an applicant of the earlier server process to the current one.
    pub(crate) fn reconnect(&self, applicant: &mut CrashApplicant) {
        applicant.moved_to(self.http.clone(), self.url());
    }

    /// The facts in database and ledger.
    pub(crate) async fn facts(&self) -> ObservedFacts {
        ObservedFacts::read(&self.database().await, &self.provider).await
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A path next to the data folder.
    pub(crate) fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.to_str().expect("UTF-8").to_owned()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// A read-only view of the database.
    pub(crate) async fn database(&self) -> Database {
        Database::look(&self.vars).await
    }

    /// The database beside a stopped server.
    pub(crate) async fn writable_database(&self) -> Database {
        Database::open(&self.vars).await
    }

    /// Releases every application that is parked without the provider's id. Runs `parked release`
    /// with the id from the ledger; returns how many.
    pub(crate) async fn release_parked(&self) -> usize {
        let facts = self.facts().await;
        let parked = facts.parked();
        for (applied, external_id) in &parked {
            let words = ["parked", "release", &applied.reference, external_id];
            self.done(&words).await;
        }
        parked.len()
    }

    /// The last 20 lines of the log.
    pub(crate) fn log_tail(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

/// A free port below the system's ephemeral range, so that it stays free after a kill.
fn fixed_port() -> u16 {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap_or_default();
    (first..30_000)
        .chain(20_000..first)
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}
