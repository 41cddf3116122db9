//! The sandbox as a separate process: it survives the server's death.

use crate::{
    browser::{FORM, client},
    client_key::{CLIENT, public_pem},
    program,
};
use reqwest::{Client, header::CONTENT_TYPE};
use sandbox::Dialect;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub(crate) const TOKEN: &str = "crash";

pub(crate) struct CrashProvider {
    dialect: Dialect,
    program: program::Serving,
    ledger: PathBuf,
    http: Client,
}

/// A start request, as recorded in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProviderInquiry {
    pub(crate) user_id: String,
    pub(crate) external_id: String,
    /// The hash of the request's exact bytes.
    pub(crate) body: String,
}

/// The sandbox's binary, which `cargo test --workspace` builds next to the server's.
fn binary() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_vestibule")).with_file_name("sandbox");
    assert!(
        binary.exists(),
        "{} is missing: cargo build -p sandbox",
        binary.display()
    );
    binary
}

impl CrashProvider {
    /// Starts the sandbox. The server authenticates with a token, or with its key.
    pub(crate) fn start(folder: &Path, dialect: Dialect, by_key: bool) -> Self {
        let ledger = folder.join("ledger");
        let mut vars = BTreeMap::from([
            ("SANDBOX_ADDR", "127.0.0.1:0".to_owned()),
            ("SANDBOX_TOKEN", TOKEN.to_owned()),
            ("SANDBOX_DIALECT", dialect.name().to_owned()),
            ("SANDBOX_REVIEW", "0".to_owned()),
            ("SANDBOX_LEDGER", ledger.to_str().expect("UTF-8").to_owned()),
            ("RUST_LOG", "warn".to_owned()),
        ]);
        if by_key {
            let key = folder.join("client.pub");
            std::fs::write(&key, public_pem()).expect("written");
            vars.insert("SANDBOX_CLIENT_ID", CLIENT.to_owned());
            vars.insert(
                "SANDBOX_CLIENT_KEY",
                key.to_str().expect("UTF-8").to_owned(),
            );
        }
        let command = program::program(&binary(), &vars);
        let mut program = program::Serving::launch(command, &folder.join("sandbox.log"));
        assert!(program.listens("Sandbox   "), "a sandbox");
        Self {
            dialect,
            program,
            ledger,
            http: client(),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.program.url
    }

    /// Whether the provider looks applications up by our id. Then none is ever parked without the
    /// provider's id.
    pub(crate) fn knows_our_ids(&self) -> bool {
        self.dialect != Dialect::A
    }

    /// The field of a start request that carries our id.
    fn user_id_field(&self) -> &'static str {
        match self.dialect {
            Dialect::A | Dialect::B => "userId",
            Dialect::C => "external_id",
        }
    }

    /// Every accepted start request, even if its answer was lost.
    pub(crate) fn accepted(&self) -> Vec<ProviderInquiry> {
        let text = std::fs::read_to_string(&self.ledger).expect("a ledger");
        let entries = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a line is written whole"));
        entries
            .filter(|entry| entry["endpoint"] == "start" && entry["accepted"] == true)
            .map(|entry| ProviderInquiry {
                user_id: word(&entry["body"][self.user_id_field()]),
                external_id: word(&entry["externalId"]),
                body: word(&entry["bytes"]),
            })
            .collect()
    }

    /// Injects a fault into this many calls.
    pub(crate) async fn fault(&self, on: &str, kind: Value, times: u32) {
        let order = json!({ "on": on, "kind": kind, "times": times });
        self.post_control("/control/faults", order).await;
    }

    /// Holds this many start calls until [`Self::release_calls`].
    pub(crate) async fn hold_starts(&self, times: u32) {
        self.fault("start", json!({ "latency": 600_000 }), times)
            .await;
    }

    /// Handles the held calls.
    pub(crate) async fn release_calls(&self) {
        self.post_control("/control/faults/release", Value::Null)
            .await;
    }

    /// How many calls the one fault will still hit.
    pub(crate) async fn fault_left(&self) -> u32 {
        let faults = self.http.get(format!("{}/control/faults", self.url()));
        let faults = faults.send().await.expect("an answer");
        let faults: Value = faults.json().await.expect("JSON");
        serde_json::from_value(faults[0]["times"].clone()).expect("a number")
    }

    /// Removes every fault.
    pub(crate) async fn clear_faults(&self) {
        let faults = self.http.delete(format!("{}/control/faults", self.url()));
        assert_eq!(faults.send().await.expect("an answer").status(), 204);
    }

    /// Submits documents for an inquiry; the sandbox decides at once.
    pub(crate) async fn submit_documents(&self, external_id: &str) {
        let path = format!("/control/inquiries/{external_id}/hand-in");
        self.post_control(&path, Value::Null).await;
    }

    /// Walks through the pages behind a capture link.
    pub(crate) async fn photograph(&self, path: &str) {
        let url = format!("{}{path}", self.url());
        let open = self.http.get(&url).send().await.expect("an answer");
        assert_eq!(open.status(), 200, "{path}");
        for step in ["step=front", "step=back", "step=hand-in"] {
            let press = self.http.post(&url).header(CONTENT_TYPE, FORM).body(step);
            assert_eq!(press.send().await.expect("an answer").status(), 303);
        }
    }

    /// Decides an inquiry.
    pub(crate) async fn decide(&self, external_id: &str, decision: &str) {
        let path = format!("/control/inquiries/{external_id}/decide");
        self.post_control(&path, json!({ "decision": decision }))
            .await;
    }

    async fn post_control(&self, path: &str, order: Value) {
        let request = self.http.post(format!("{}{path}", self.url()));
        let answer = request.json(&order).send().await.expect("an answer");
        assert_eq!(answer.status(), 204, "{path}");
    }
}

fn word(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
