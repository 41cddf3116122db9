//! The sandbox binary, configured by environment variables.

use std::io::{BufRead, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use reqwest::Method;
use serde_json::json;

use crate::test_sandbox::{TestSandbox, applicant_c, born, read, words};

/// The running binary. Dropping it kills the process.
struct Program {
    child: Child,
    url: String,
    /// Keeps the pipe open: a write to a closed pipe would end the program.
    _stdout: BufReader<ChildStdout>,
}

fn command(vars: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command
        .env_clear()
        .env("SANDBOX_ADDR", "127.0.0.1:0")
        .envs(vars.iter().copied())
        .stdin(Stdio::null());
    command
}

impl Program {
    fn start(vars: &[(&str, &str)]) -> Self {
        let mut child = command(vars)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let mut stdout = BufReader::new(child.stdout.take().expect("its stdout"));
        let url = stdout
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.strip_prefix("Sandbox   ")?.trim().to_owned()));
        Self {
            child,
            url: url.expect("an address"),
            _stdout: stdout,
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn environment_sets_faults_token_review_and_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("ledger");
    let program = Program::start(&[
        ("SANDBOX_TOKEN", "hush"),
        ("SANDBOX_REVIEW", "by-hand"),
        (
            "SANDBOX_FAULTS",
            r#"[{"on": "start", "kind": {"error": 503}, "times": 1}]"#,
        ),
        ("SANDBOX_LEDGER", ledger.to_str().expect("UTF-8")),
    ]);
    let test = TestSandbox::new().await;
    let start = |applicant| {
        let request = test.request_to(Method::POST, &format!("{}/v1/kyc/start", program.url));
        read(request.bearer_auth("hush").json(&applicant))
    };
    let applicant = born("user_1", "1985-09-02");
    assert_eq!(
        start(applicant.clone()).await.expect("an answer").status,
        503
    );
    let answer = start(applicant).await.expect("an answer");
    assert_eq!(answer.status, 200);

    let id = answer.external_id();
    let control = format!("{}/control/inquiries", program.url);
    let hand_in = test.request_to(Method::POST, &format!("{control}/{id}/hand-in"));
    assert_eq!(read(hand_in).await.expect("an answer").status, 204);
    let status = format!("{}/v1/kyc/status?externalId={id}", program.url);
    let request = test.request_to(Method::GET, &status).bearer_auth("hush");
    let words = read(request).await.expect("an answer").words();
    assert_eq!(words, crate::test_sandbox::documents_under_review());

    start(born("user_2", "1985-09-02"))
        .await
        .expect("an answer");
    let lines = std::fs::read_to_string(&ledger).expect("a ledger");
    let accepted: Vec<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|entry| entry["accepted"].clone())
        .collect();
    assert_eq!(accepted, [json!(false), json!(true), json!(true)]);
}

#[tokio::test]
async fn environment_sets_dialect_and_provisioning() {
    let program = Program::start(&[("SANDBOX_DIALECT", "C"), ("SANDBOX_PROVISIONING", "600")]);
    let test = TestSandbox::new().await;
    let start = test.request_to(Method::POST, &format!("{}/v1/kyc/start", program.url));
    let request = start
        .bearer_auth("sandbox-token")
        .json(&applicant_c("user_1"));
    let answer = read(request).await.expect("an answer");
    assert_eq!(answer.words(), words("ACCEPT", "ON_HOLD", "Accept"));
}

#[test]
fn invalid_environment_stops_start() {
    for (name, value) in [
        ("SANDBOX_ADDR", "here"),
        ("SANDBOX_DIALECT", "d"),
        ("SANDBOX_REVIEW", "soon"),
        ("SANDBOX_PROVISIONING", "later"),
        ("SANDBOX_FAULTS", "drop-after"),
        ("SANDBOX_FAULTS", r#"[{"on": "start", "kind": "drop"}]"#),
        (
            "SANDBOX_FAULTS",
            r#"[{"on": "start", "kind": {"error": 200}}]"#,
        ),
    ] {
        let output = command(&[(name, value)]).output().expect("the program");
        assert!(!output.status.success(), "{name}={value}");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains(name), "{stderr}");
    }
}
