//! A PostgreSQL cluster that a test stops, kills and starts again.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// The settings of each cluster.
const SETTINGS: [&str; 5] = [
    "listen_addresses=''",
    "max_connections=100",
    "wal_level=replica",
    "max_wal_senders=4",
    "hot_standby=on",
];

/// A cluster with its files and its socket in a folder of its own.
pub(crate) struct OwnCluster {
    folder: TempDir,
    programs: PathBuf,
}

impl OwnCluster {
    /// A new cluster, which runs.
    pub(crate) fn start() -> Self {
        Self::start_with("fsync=on")
    }

    /// The same, faster: for a test that kills no process of the database.
    pub(super) fn start_without_syncs() -> Self {
        Self::start_with("fsync=off")
    }

    fn start_with(setting: &str) -> Self {
        let cluster = Self::without_files();
        let data = cluster.data();
        let words = ["--auth", "trust", "--username", "vestibule", "--no-sync"];
        let init = ["--locale", "C", "--encoding", "UTF8", "--pgdata"];
        cluster.run(
            "initdb",
            words
                .iter()
                .chain(&init)
                .map(OsStr::new)
                .chain([data.as_os_str()]),
        );
        cluster.configure(setting);
        cluster.start_again();
        cluster
    }

    /// A standby of this cluster, which runs.
    pub(super) fn standby(&self) -> Self {
        let standby = Self::without_files();
        let data = standby.data();
        let words = ["--write-recovery-conf", "--username", "vestibule", "--host"];
        let socket = self.folder.path().as_os_str();
        let words = words
            .iter()
            .map(OsStr::new)
            .chain([socket, OsStr::new("--pgdata")]);
        standby.run("pg_basebackup", words.chain([data.as_os_str()]));
        standby.configure("fsync=on");
        standby.start_again();
        standby
    }

    fn without_files() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        if is_root() {
            let mut owner = Command::new("chown");
            let owner = owner.arg("postgres").arg(folder.path()).status();
            assert!(owner.expect("chown").success());
        }
        Self {
            folder,
            programs: programs(),
        }
    }

    /// With `fsync=on` a commit that was reported survives the end of the processes.
    fn configure(&self, setting: &str) {
        let socket = format!("unix_socket_directories='{}'", self.folder.path().display());
        let lines: Vec<_> = SETTINGS.into_iter().chain([&*socket, setting]).collect();
        let file = self.data().join("postgresql.auto.conf");
        let text = fs::read_to_string(&file).expect("settings");
        fs::write(&file, format!("{text}\n{}\n", lines.join("\n"))).expect("written");
    }

    /// Starts the stopped cluster, and waits until it takes connections. After a kill it first waits
    /// for the processes that still end.
    pub(crate) fn start_again(&self) {
        let log = self.folder.path().join("log");
        let words = ["--log", log.to_str().expect("UTF-8")];
        let started = (0..100).any(|_| self.control("start", &words));
        assert!(started, "{}", fs::read_to_string(log).unwrap_or_default());
    }

    /// Stops the cluster at once; connections break.
    pub(super) fn stop(&self) {
        assert!(self.control("stop", &["--mode", "immediate"]));
    }

    /// Makes a standby take writes, and waits until it does.
    pub(super) fn promote(&self) {
        assert!(self.control("promote", &[]));
    }

    /// Kills the cluster's first process. The others end by themselves.
    pub(crate) fn kill(&self) {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).expect("a pid");
        let pid = file.lines().next().expect("a pid");
        let killed = Command::new("kill").args(["-KILL", pid]).status();
        assert!(killed.expect("kill").success());
    }

    /// The host of an address, as PostgreSQL writes a socket's folder.
    fn host(&self) -> String {
        let path = self.folder.path().to_str().expect("UTF-8");
        path.replace('/', "%2F")
    }

    /// The folder of its socket.
    pub(super) fn socket(&self) -> &Path {
        self.folder.path()
    }

    /// The address of its first database.
    pub(crate) fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of a database.
    pub(super) fn url_of(&self, name: &str) -> String {
        format!("postgres://vestibule@{}/{name}", self.host())
    }

    /// The address with a second host.
    pub(super) fn url_with(&self, other: &Self) -> String {
        format!(
            "postgres://vestibule@{},{}/postgres",
            self.host(),
            other.host()
        )
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn control(&self, action: &str, more: &[&str]) -> bool {
        let data = self.data();
        let words = [action, "--wait", "--silent", "--pgdata"];
        let words = words.iter().map(OsStr::new).chain([data.as_os_str()]);
        self.succeeds("pg_ctl", words.chain(more.iter().map(OsStr::new)))
    }

    fn run<'a>(&self, program: &str, words: impl Iterator<Item = &'a OsStr>) {
        assert!(self.succeeds(program, words), "{program}");
    }

    /// Runs a program of PostgreSQL, which refuses root.
    fn succeeds<'a>(&self, program: &str, words: impl Iterator<Item = &'a OsStr>) -> bool {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
            command.arg(&program);
            command
        } else {
            Command::new(&program)
        };
        command.args(words).current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let done = command.stderr(Stdio::null()).status();
        done.expect("a program of PostgreSQL").success()
    }
}

impl Drop for OwnCluster {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            self.control("stop", &["--mode", "immediate"]);
        }
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The folder of PostgreSQL's programs, which are not on the path where several versions may be.
pub(super) fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let folders = versions.map(|entry| entry.expect("an entry").path().join("bin"));
    let newest = folders.filter(|bin| bin.join("initdb").exists()).max();
    newest.unwrap_or_else(|| Path::new("").to_owned())
}
