//! Data folder of the program, with its server and its commands.

use crate::{
    app::variables,
    browser::Browser,
    db::Database,
    erase::run_task,
    program::{Serving, task_with_input, text},
};
use sandbox::Sandbox;
use std::{collections::BTreeMap, path::PathBuf};
use tokio::{
    sync::watch,
    task::{block_in_place, spawn},
};

/// Installation with its own sandbox.
pub(crate) struct DataFolder {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) vars: BTreeMap<&'static str, String>,
    _sandbox: Sandbox,
}

impl DataFolder {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = Sandbox::start(sandbox::Options::default())
            .await
            .expect("a sandbox");
        Self {
            vars: variables(folder.path(), &sandbox),
            folder,
            _sandbox: sandbox,
        }
    }

    pub(crate) fn serve(&self) -> Serving {
        Serving::start(&self.vars, &self.path("log"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command. Returns its output and its exit code.
    pub(crate) fn run_task(&self, words: &[&str]) -> (String, Option<i32>) {
        run_task(words, &self.vars)
    }

    pub(crate) fn done(&self, words: &[&str]) -> String {
        let (output, code) = self.run_task(words);
        assert_eq!(code, Some(0), "{words:?}: {output}");
        output
    }

    pub(crate) fn refused(&self, words: &[&str], why: &str) {
        let (output, code) = self.run_task(words);
        assert!(
            code == Some(1) && output.contains(why),
            "{words:?}: {output}"
        );
    }

    pub(crate) fn backup(&self, name: &str) -> String {
        let file = self.path(name).to_str().expect("UTF-8").to_owned();
        self.done(&["backup", &file]);
        file
    }

    pub(crate) async fn database(&self) -> Database {
        Database::open(&self.vars).await
    }

    pub(crate) fn find(&self, by: &str, value: &str) -> String {
        let output = task_with_input(&["find", by], &self.vars, value);
        text(&output.stdout)
    }
}

/// Does work that blocks, such as a backup, while applicants begin applications at a server.
pub(crate) async fn while_applications_begin<T>(url: &str, work: impl FnOnce() -> T) -> T {
    let url = url.to_owned();
    let (stop, stopped) = watch::channel(false);
    let applicants = spawn(async move {
        let mut begun = 0;
        while !*stopped.borrow() {
            Browser::new(url.clone()).begin().await;
            begun += 1;
        }
        begun
    });
    let done = block_in_place(work);
    stop.send_replace(true);
    assert!(applicants.await.expect("no panic") > 0);
    done
}
