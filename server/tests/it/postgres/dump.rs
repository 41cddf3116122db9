//! The backup drill of `docs/database.md`: its commands, run as they stand there.

use super::own_cluster::{OwnCluster, programs};
use crate::{
    architecture::root,
    browser::Browser,
    data_folder::{DataFolder, while_applications_begin},
    db::Database,
    person::Person,
    program::text,
};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// The blocks of commands below a heading of the page.
fn commands(heading: &str) -> Vec<String> {
    let page = fs::read_to_string(root().join("docs/database.md")).expect("a page");
    let (_, section) = page
        .split_once(&format!("\n## {heading}\n"))
        .expect("a heading");
    let section = section.split("\n## ").next().expect("a section");
    let blocks = section.split("```").skip(1).step_by(2);
    blocks.map(|block| block.trim().to_owned()).collect()
}

/// An installation whose database an operator backs up.
struct Installation {
    cluster: OwnCluster,
    folder: DataFolder,
}

impl Installation {
    async fn new() -> Self {
        let installation = Self {
            cluster: OwnCluster::start_without_syncs(),
            folder: DataFolder::new().await,
        };
        installation.run("createdb --encoding=UTF8 --locale=C --template=template0 vestibule");
        installation.on("vestibule")
    }

    /// Uses this database from now on.
    fn on(mut self, database: &str) -> Self {
        let vars = &mut self.folder.vars;
        vars.remove("DATABASE_LISTEN_URL");
        vars.insert("DATABASE_URL", self.cluster.url_of(database));
        self
    }

    /// Runs commands in a shell, in the installation's folder. Returns what they print.
    fn run(&self, commands: &str) -> String {
        let ours = Path::new(env!("CARGO_BIN_EXE_vestibule")).parent();
        let (postgres, ours) = (programs(), ours.expect("a folder"));
        let path = format!("{}:{}", postgres.display(), ours.display());
        let mut shell = Command::new("sh");
        shell.envs(&self.folder.vars).env("PGUSER", "vestibule");
        shell.env("PGHOST", self.cluster.socket());
        shell.args(["-euc", &format!("PATH={path}:$PATH\n{commands}")]);
        shell.current_dir(self.folder.folder.path());
        let output = shell.stdin(Stdio::null()).output().expect("a shell");
        assert!(output.status.success(), "{commands}\n{output:?}");
        text(&output.stdout)
    }

    fn backs_up(&self) -> String {
        let [backup, _] = &commands("Backup on PostgreSQL")[..] else {
            panic!("two blocks");
        };
        self.run(backup)
    }

    fn restores(&self) {
        let [_, restore] = &commands("Backup on PostgreSQL")[..] else {
            panic!("two blocks");
        };
        self.run(restore);
    }

    async fn number(&self, sql: &str) -> i64 {
        let database = Database::open(&self.folder.vars).await;
        let number = database.value(sql, &[]).await;
        database.close().await;
        number
    }

    fn reference(&self, email: &str) -> String {
        let found = self.folder.find("email", email);
        found.split_whitespace().next().expect("a row").to_owned()
    }
}

const LAST_CASE: &str = "SELECT MAX(number) FROM cases";
const LAST_EVENT: &str = "SELECT MAX(id) FROM events";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL's programs: make test STAGE=postgres"]
async fn dump_is_restored_as_documented_and_erasures_stay() {
    let installation = Installation::new().await;
    let serving = installation.folder.serve();
    let mut john = Browser::new(serving.url.clone());
    john.apply(&Person::JOHN).await;
    let erased = Person {
        email: "erased@example.com",
        ..Person::JOHN
    };
    let mut gone = Browser::new(serving.url.clone());
    gone.apply(&erased).await;

    let printed = while_applications_begin(&serving.url, || installation.backs_up()).await;
    let checkpoint = printed.trim().strip_prefix("checkpoint ");
    let checkpoint = checkpoint.unwrap_or_else(|| panic!("{printed}"));

    let folder = &installation.folder;
    folder.done(&["erase", &installation.reference(erased.email)]);
    let mut late = Browser::new(serving.url.clone());
    late.begin().await;
    folder.done(&["audit", "checkpoint"]);
    serving.tell_to_stop();
    drop(serving);
    let cases = installation.number(LAST_CASE).await;
    installation.restores();

    let installation = installation.on("restored");
    let folder = &installation.folder;
    let anchor = folder.path("data/vestibule.register.anchor");
    fs::rename(&anchor, anchor.with_extension("before")).expect("set aside");
    let unlogged = "SELECT COUNT(*) FROM pg_class \
         WHERE relname = 'provider_state' AND relpersistence = 'u'";
    assert_eq!(installation.number(unlogged).await, 1);
    let states = "SELECT COUNT(*) FROM provider_state";
    assert_eq!(installation.number(states).await, 0);
    let (restored, events) = (
        installation.number(LAST_CASE).await,
        installation.number(LAST_EVENT).await,
    );
    assert!((2..cases).contains(&restored), "{restored} of {cases}");
    assert!(
        folder
            .done(&["audit", "verify", checkpoint])
            .ends_with("whole\n")
    );
    // The dump has what was erased after it, until a server starts.
    assert_ne!(folder.find("email", erased.email), "");
    let serving = folder.serve();
    assert_eq!(folder.find("email", erased.email), "");
    assert!(
        folder
            .find("email", Person::JOHN.email)
            .contains("approved")
    );
    let again = "SELECT COUNT(*) FROM events WHERE action = 'erased'";
    assert_eq!(installation.number(again).await, 1);

    // No session came back. The application did.
    john.moved_to(serving.url.clone());
    let page = john.status_page().await;
    assert_eq!(page.path.split('?').next(), Some("/return"));
    john.submit(&[("year", "1990"), ("month", "1"), ("day", "15")])
        .await;
    assert_eq!(john.page().label().as_deref(), Some("approved"));
    // New rows get numbers after those of the dump.
    let mut new = Browser::new(serving.url.clone());
    let page = new.apply(&Person::JOHN).await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    assert!(installation.number(LAST_CASE).await > restored);
    assert!(installation.number(LAST_EVENT).await > events);
    assert_eq!(installation.number(states).await, 1);
    folder.done(&["audit", "checkpoint"]);
    let verified = folder.done(&["audit", "verify", checkpoint]);
    assert!(verified.ends_with("whole\n"), "{verified}");
}
