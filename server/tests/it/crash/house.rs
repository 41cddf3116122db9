//! A server that may die, the data it lives on, and the upstream it talks to.

use super::{
    oracle::Facts,
    upstream::{TOKEN, Upstream},
    visitor::Visitor,
};
use crate::{
    app::variables_before,
    browser::client,
    db::Database,
    program::{Serving, program},
};
use reqwest::Client;
use sandbox::Dialect;
use std::{
    collections::BTreeMap,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};
use tempfile::TempDir;

type Vars = BTreeMap<&'static str, String>;

pub(crate) struct House {
    pub(crate) dialect: Dialect,
    folder: TempDir,
    vars: Vars,
    pub(crate) upstream: Arc<Upstream>,
    binary: PathBuf,
    serving: Option<Serving>,
    pub(crate) http: Client,
}

impl House {
    /// With an upstream that speaks this, and no server yet.
    pub(crate) fn speaking(dialect: Dialect) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let upstream = Arc::new(Upstream::start(folder.path(), dialect));
        let mut vars = variables_before(folder.path(), upstream.url(), TOKEN);
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
            upstream,
            binary: Path::new(env!("CARGO_BIN_EXE_vestibule")).to_owned(),
            serving: None,
            http: client(),
        }
    }

    /// Another one with the same data, before an upstream of its own.
    pub(crate) fn like(&self) -> Self {
        let other = Self::speaking(self.dialect);
        std::fs::create_dir(other.data()).expect("a folder");
        for entry in std::fs::read_dir(self.data()).expect("a folder") {
            let file = entry.expect("an entry").path();
            let name = file.file_name().expect("a name");
            std::fs::copy(&file, other.data().join(name)).expect("a copy");
        }
        other
    }

    /// Starts the server.
    pub(crate) async fn start(&mut self) {
        self.start_with(None).await;
    }

    /// Starts the server with a failpoint that it is to die at.
    pub(crate) async fn start_to_die(&mut self, point: &str) {
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
        serving.unwrap_or_else(|| panic!("no server:\n{}", self.last_words()))
    }

    /// Launches a server and waits for nothing.
    pub(crate) fn launch(&self, point: Option<&str>) -> Serving {
        let mut vars = self.vars.clone();
        vars.extend(point.map(|point| ("VESTIBULE_FAILPOINT", point.to_owned())));
        Serving::launch(program(&self.binary, &vars), &self.log())
    }

    /// Has every server to come be this program, at one address.
    pub(crate) fn settles(&mut self, binary: &Path) {
        let port = lasting_port();
        self.vars
            .insert("VESTIBULE_ADDR", format!("127.0.0.1:{port}"));
        // Its own copy: whoever builds meanwhile does not change what is started.
        self.binary = self.folder.path().join("vestibule");
        std::fs::copy(binary, &self.binary).expect("a copy");
    }

    /// Where the server is, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        self.serving.as_ref().expect("a server").url.clone()
    }

    /// Waits until the server has died at its failpoint.
    pub(crate) async fn dies(&mut self, what: &str) {
        let serving = self.serving.as_mut().expect("a server");
        for _ in 0..1000 {
            if let Some(status) = serving.ended().expect("a process") {
                assert_eq!(status.signal(), Some(6), "{what}: not by its own hand");
                self.serving = None;
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{what}: it never got there\n{}", self.last_words());
    }

    /// Kills the server, as if the power went.
    pub(crate) fn kill(&mut self) {
        self.serving = None;
    }

    /// Somebody new.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(self.http.clone(), self.url())
    }

    /// Somebody who was with the server before it died.
    pub(crate) fn receives(&self, visitor: &mut Visitor) {
        visitor.moved_to(self.http.clone(), self.url());
    }

    /// What database and ledger say.
    pub(crate) async fn facts(&self) -> Facts {
        Facts::read(&self.database().await, &self.upstream).await
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// What the database says, to look at.
    pub(crate) async fn database(&self) -> Database {
        Database::look(&self.data().join("vestibule.db")).await
    }

    /// Lets every application that is parked for want of its id go on, by the
    /// program's own command and with the id that the upstream knows.
    pub(crate) async fn release_parked(&self) -> usize {
        let facts = self.facts().await;
        let parked = facts.parked();
        for (applied, external_id) in &parked {
            let mut command = program(&self.binary, &self.vars);
            let words = ["parked", "release", &applied.reference, external_id];
            command.args(words).stderr(Stdio::piped());
            let run = tokio::task::spawn_blocking(move || command.output());
            let output = run.await.expect("no panic").expect("the program");
            assert!(output.status.success(), "{words:?}: {output:?}");
        }
        parked.len()
    }

    /// The end of the log.
    pub(crate) fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

/// A free port that nobody is given by chance: below those that the system
/// hands out, so that it is still free after a kill.
fn lasting_port() -> u16 {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap_or_default();
    (first..30_000)
        .chain(20_000..first)
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}
