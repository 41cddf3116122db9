//! Several servers on one database, each a process with a data folder of its own.

use crate::{
    db::{Database, addresses, with_name},
    program::{Serving, task, text, vestibule},
    wait::eventually,
};
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    process::ExitStatus,
};
use tempfile::TempDir;
use tokio::task::{JoinHandle, spawn_blocking};

type Vars = BTreeMap<&'static str, String>;

const LISTEN: &str = "DATABASE_LISTEN_URL";

/// Servers with the same database, provider and key.
pub(super) struct Fleet {
    folder: TempDir,
    /// Variables that name the database for the test.
    database: Vars,
    /// Variables of every server.
    vars: Vars,
    /// A killed server leaves its place empty.
    servers: Vec<Option<Serving>>,
    /// Servers started so far.
    started: usize,
}

impl Fleet {
    /// Starts servers at once, on a new database. `vars` has their variables, beside a folder.
    pub(super) async fn start(count: usize, vars: impl FnOnce(&Path) -> Vars) -> Self {
        let fleet = Self::without_servers(vars);
        fleet.with_servers(count).await
    }

    /// The same, and no notice of another server reaches them.
    pub(super) async fn start_without_notices(
        count: usize,
        vars: impl FnOnce(&Path) -> Vars,
    ) -> Self {
        let mut fleet = Self::without_servers(vars);
        // A pooler in transaction mode passes no notice on. Where there is none, the servers listen at
        // another database.
        if fleet.vars.remove(LISTEN).is_none() {
            let elsewhere = with_name(&fleet.vars["DATABASE_URL"], "postgres");
            fleet.vars.insert(LISTEN, elsewhere);
        }
        fleet.with_servers(count).await
    }

    fn without_servers(vars: impl FnOnce(&Path) -> Vars) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut vars = vars(folder.path());
        let database = addresses(&vars);
        assert!(!database.is_empty(), "a cluster is needed");
        let clock = folder.path().join("clock-offset");
        for (name, value) in [
            ("VESTIBULE_RATE_PER_MINUTE", "100000"),
            (
                "VESTIBULE_CLOCK_OFFSET_FILE",
                clock.to_str().expect("UTF-8"),
            ),
        ] {
            vars.insert(name, value.to_owned());
        }
        Self {
            folder,
            database,
            vars,
            servers: Vec::new(),
            started: 0,
        }
    }

    async fn with_servers(mut self, count: usize) -> Self {
        let starting: Vec<_> = (0..count).map(|_| self.launch()).collect();
        for server in starting {
            self.servers.push(Some(server.await.expect("no panic")));
        }
        self
    }

    /// Starts a server with a new data folder and a copy of the key.
    fn launch(&mut self) -> JoinHandle<Serving> {
        let data = self.data(self.started);
        self.started += 1;
        fs::create_dir(&data).expect("a folder");
        let key = data.join("vestibule.key");
        let key = OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(key);
        writeln!(key.expect("a file"), "{}", "5a".repeat(32)).expect("written");
        let command = vestibule(&self.vars_of(self.started - 1));
        spawn_blocking(move || {
            let log = data.join("log");
            let mut serving = Serving::launch(command, &log);
            let listens = serving.listens("Vestibule is open: ");
            assert!(listens, "{}", fs::read_to_string(log).expect("a log"));
            serving
        })
    }

    fn data(&self, number: usize) -> std::path::PathBuf {
        self.folder.path().join(format!("server-{number}"))
    }

    fn vars_of(&self, number: usize) -> Vars {
        let data = self.data(number);
        let mut vars = self.vars.clone();
        vars.insert("VESTIBULE_DATA", data.to_str().expect("UTF-8").to_owned());
        vars
    }

    fn server(&self, place: usize) -> &Serving {
        self.servers[place].as_ref().expect("a server")
    }

    /// The address of the server in this place.
    pub(super) fn url(&self, place: usize) -> String {
        self.server(place).url.clone()
    }

    pub(super) fn urls(&self) -> Vec<String> {
        (0..self.servers.len())
            .map(|place| self.url(place))
            .collect()
    }

    /// Kills a server with SIGKILL.
    pub(super) fn kill(&mut self, place: usize) {
        self.servers[place] = None;
    }

    /// Sends SIGTERM to a server.
    pub(super) fn tell_to_stop(&self, place: usize) {
        self.server(place).tell_to_stop();
    }

    /// Waits until a server has ended.
    pub(super) async fn until_ended(&mut self, place: usize) -> ExitStatus {
        let mut server = self.servers[place].take().expect("a server");
        eventually!("the end of the server", async {
            server.ended().expect("a process")
        })
    }

    /// Starts a server in an empty place. Returns its address.
    pub(super) async fn fill(&mut self, place: usize) -> String {
        let server = self.launch().await.expect("no panic");
        self.servers[place] = Some(server);
        self.url(place)
    }

    /// Moves the clock of all servers away from the system's clock.
    pub(super) fn set_clock(&self, by: time::Duration) {
        let offset = &self.vars["VESTIBULE_CLOCK_OFFSET_FILE"];
        let new = format!("{offset}.new");
        fs::write(&new, by.whole_milliseconds().to_string()).expect("written");
        // A reader sees no offset or the whole one.
        fs::rename(new, offset).expect("renamed");
    }

    /// Runs a command with the first server's variables. Returns what it prints.
    pub(super) fn done(&self, words: &[&str]) -> String {
        let output = task(words, &self.vars_of(0));
        assert!(output.status.success(), "{words:?}: {output:?}");
        text(&output.stdout)
    }

    pub(super) async fn database(&self) -> Database {
        Database::look(&self.database).await
    }

    /// Whether the servers reach their database through a pooler.
    pub(super) fn is_pooled(&self) -> bool {
        self.database.contains_key(LISTEN)
    }
}
