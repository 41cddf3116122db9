//! Key rotation beside a running server. The rotating process is killed several times.

use crate::{
    app::variables,
    browser::Browser,
    person::{Person, SSN},
    program::{Serving, task, vestibule},
};
use sandbox::Sandbox;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
};

fn keys(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("data/vestibule.key")).expect("a key file");
    text.lines().map(str::to_owned).collect()
}

/// Starts a rotation and kills it after so many lines of output.
fn rotate_and_kill_after(lines: usize, vars: &BTreeMap<&str, String>) {
    let mut child = vestibule(vars)
        .args(["keys", "rotate"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut output = BufReader::new(child.stdout.take().expect("its words")).lines();
    for _ in 0..lines {
        output.next();
    }
    // SIGKILL to this child only, which may have ended already.
    let _ = child.kill();
    child.wait().expect("its end");
}

#[tokio::test]
async fn killed_key_rotation_resumes_while_server_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::start(sandbox::Options::default())
        .await
        .expect("a sandbox");
    let vars = variables(folder.path(), &sandbox);
    let log = folder.path().join("log");
    let serving = Serving::start(&vars, &log);
    let mut before = Browser::new(serving.url.clone());
    before.fill_in(&Person::JOHN).await;
    let first = keys(folder.path());
    assert_eq!(first.len(), 1);

    for lines in 0..=4 {
        rotate_and_kill_after(lines, &vars);
        let during = keys(folder.path());
        assert!((1..=2).contains(&during.len()), "{lines}");
        let page = before.get("/check").await;
        assert_eq!(page.path, "/check", "after {lines} lines");
        let mut arrival = Browser::new(serving.url.clone());
        arrival.begin().await;
        assert_eq!(arrival.agree().await.path, "/name");
    }
    let done = task(&["keys", "rotate"], &vars);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let last = keys(folder.path());
    assert_eq!(last.len(), 1);
    assert!(!first.contains(&last[0]));
    assert_eq!(before.get("/ssn").await.path, "/ssn");
    before.give_ssn(SSN).await;
    let page = before.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("approved"));

    // The old key is gone, and the session is still valid.
    drop(serving);
    let serving = Serving::start(&vars, &log);
    before.moved_to(serving.url.clone());
    assert_eq!(
        before.status_page().await.label().as_deref(),
        Some("approved")
    );
}
