//! `vestibule move` copies a file of SQLite to PostgreSQL.

use crate::{
    browser::Browser,
    data_folder::DataFolder,
    person::Person,
    program::{Serving, task},
};
use server::failpoint::Point;
use std::{os::unix::process::ExitStatusExt, path::Path};

/// The failpoints that a test of this file dies at.
pub(crate) const POINTS: &[Point] = &[Point::InMove];

/// An installation on SQLite, and a new database of PostgreSQL.
struct Installation {
    /// Its variables name the file.
    folder: DataFolder,
    /// Address of the new database.
    to: String,
}

impl Installation {
    async fn new() -> Self {
        let mut folder = DataFolder::new().await;
        let to = folder.vars.remove("DATABASE_URL").expect("a cluster");
        folder.vars.remove("DATABASE_LISTEN_URL");
        Self { folder, to }
    }

    /// The words of the command. The addresses are its own.
    fn words(&self) -> [String; 5] {
        let from = self.folder.path("data/vestibule.db");
        let from = format!("sqlite:{}", from.display());
        ["move", "--from", &from, "--to", &self.to].map(str::to_owned)
    }

    fn moved(&self) -> String {
        self.folder
            .done(&self.words().each_ref().map(String::as_str))
    }

    fn refused(&self, why: &str) {
        let words = self.words();
        self.folder
            .refused(&words.each_ref().map(String::as_str), why);
    }

    /// Runs the command until it dies at a failpoint.
    fn killed_at(&self, point: &str) {
        let mut vars = self.folder.vars.clone();
        vars.insert("VESTIBULE_FAILPOINT", point.to_owned());
        let output = task(&self.words().each_ref().map(String::as_str), &vars);
        assert_eq!(output.status.signal(), Some(9), "{point}: {output:?}");
    }

    /// Starts a server on the new database.
    fn serve_moved(&self, log: &Path) -> Serving {
        let mut vars = self.folder.vars.clone();
        vars.insert("DATABASE_URL", self.to.clone());
        Serving::start(&vars, log)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn killed_move_is_run_again_and_a_session_goes_on() {
    let installation = Installation::new().await;
    let serving = installation.folder.serve();
    let mut john = Browser::new(serving.url.clone());
    john.fill_in(&Person::JOHN).await;
    serving.tell_to_stop();
    drop(serving);

    for point in ["in-move", "in-move:20", "in-move:35"] {
        installation.killed_at(point);
    }
    assert!(installation.moved().ends_with("\nwhole\n"));
    // It is not copied twice.
    installation.refused("is not new");

    let serving = installation.serve_moved(&installation.folder.path("moved.log"));
    john.moved_to(serving.url.clone());
    john.hand_in().await;
    john.until("approved").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn move_from_a_running_server_is_refused() {
    let installation = Installation::new().await;
    let serving = installation.folder.serve();
    Browser::new(serving.url.clone()).begin().await;
    installation.refused("stop it first");
    drop(serving);
    installation.moved();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn move_to_a_database_with_applications_is_refused() {
    let installation = Installation::new().await;
    let serving = installation.folder.serve();
    Browser::new(serving.url.clone()).begin().await;
    drop(serving);
    let serving = installation.serve_moved(&installation.folder.path("other.log"));
    let mut other = Browser::new(serving.url.clone());
    other.begin().await;
    installation.refused("is not new");
    // The applications there stay.
    assert_eq!(other.agree().await.path, "/name");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn move_without_a_file_or_an_address_is_refused() {
    let mut installation = Installation::new().await;
    installation.refused("there is no database");
    let words = installation.words();
    let [command, from, file, ..] = words.each_ref().map(String::as_str);
    let folder = &installation.folder;
    folder.refused(&[command, from, file], "DATABASE_URL or --to");
    installation.to = "mysql://user:secret@host/name".to_owned();
    installation.refused("--to must be an address");
    let words = installation.words();
    let (output, _) = installation
        .folder
        .run_task(&words.each_ref().map(String::as_str));
    assert!(!output.contains("secret"), "{output}");
}
