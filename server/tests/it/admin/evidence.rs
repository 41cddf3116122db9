//! The evidence bundle: its content, without personal data. Its chain can be recomputed from the
//! file alone, as docs/evidence.md says.

use super::signed_in_staff::SignedInStaff;
use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;
use serde_json::Value;
use sha2::{Digest, Sha256};

const TAKEN: &str = "SELECT detail FROM desk_trail WHERE deed = 'evidence_taken' ORDER BY pos";
const PERSONAL: [&str; 7] = [
    "John",
    "Doe",
    "john.doe",
    "example.com",
    "1990-",
    "123 Main",
    "-6789",
];

impl SignedInStaff {
    async fn file(&mut self, case: &str) -> Page {
        let path = format!("/admin/case/{case}/evidence.json");
        self.browser.get(&path).await.clone()
    }

    async fn bundle(&mut self, case: &str) -> Value {
        let file = self.file(case).await;
        assert_eq!(file.status, 200, "{}", file.text);
        serde_json::from_str(&file.text).expect("JSON")
    }
}

fn bytes(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().expect("a text");
    let pairs = (0..hex.len()).step_by(2);
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
    pairs.map(byte).collect()
}

/// Recomputes the chain of a bundle by docs/evidence.md; returns whether every hash matches.
fn chain_verifies(bundle: &Value) -> bool {
    let application = bytes(&bundle["proof"]["application"]);
    let mut before = Vec::new();
    for event in bundle["events"].as_array().expect("events") {
        let figure = |name: &str| event[name].as_i64().expect("a figure").to_be_bytes();
        let word = |name: &str| event[name].as_str().expect("a text").as_bytes();
        let mut hash = Sha256::new();
        let mut part = |part: &[u8]| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        part(&before);
        part(&application);
        part(&figure("seq"));
        part(&figure("at"));
        for name in ["actor", "action", "from", "to", "detail"] {
            part(word(name));
        }
        before = hash.finalize().to_vec();
        if before != bytes(&event["hash"]) {
            return false;
        }
    }
    before == bytes(&bundle["proof"]["head"])
}

/// A case with everything that a bundle can contain.
async fn a_case(app: &TestApp) -> (String, SignedInStaff) {
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    rita.reveal(&case, "email", "John Doe wrote from john.doe@example.com")
        .await;
    let ask = [
        ("outcome", "deny"),
        ("override_reason", "John rang and withdrew"),
    ];
    rita.case(&case).await;
    rita.press("form[action$=ask-overrule]", &ask).await;
    let answer = [
        ("answer", "confirm"),
        ("answer_reason", "so did mr doe to me"),
    ];
    ann.case(&case).await;
    ann.press("form[action$=answer-overrule]", &answer).await;
    (case, rita)
}

#[tokio::test]
async fn evidence_bundle_omits_personal_data_and_its_chain_verifies() {
    let app = TestApp::new().await;
    let (case, mut rita) = a_case(&app).await;
    let file = rita.file(&case).await;
    assert_eq!(file.header("content-type"), "application/json");
    let name = format!("attachment; filename=\"evidence-{case}.json\"");
    assert_eq!(file.header("content-disposition"), name);
    assert_eq!(file.header("cache-control"), "no-store");
    for personal in PERSONAL {
        assert!(!file.text.contains(personal), "{personal}");
    }
    let bundle: Value = serde_json::from_str(&file.text).expect("JSON");
    assert_eq!(bundle["schema"], "vestibule.evidence/2");
    assert_eq!(bundle["case"]["reference"], *case);
    assert_eq!(bundle["case"]["decision"], "approved");
    assert_eq!(bundle["answers"][0]["masked"], "J… D…");
    assert_eq!(bundle["answers"][5]["masked"], "shredded");
    assert_eq!(bundle["decisions"][0]["decision"], "approved");
    assert_eq!(
        bundle["attempts"][0]["digest"].as_str().map(str::len),
        Some(64)
    );
    let wanted = &bundle["overrule_requests"][0];
    assert_eq!(wanted["standing"], "confirmed");
    assert_eq!(wanted["reason"], "… rang and withdrew");
    assert_eq!(wanted["answer"], "so did mr … to me");
    assert_eq!(bundle["reveals"][0]["reason"], "… … wrote from …");
    assert_eq!(bundle["staff"].as_array().map(Vec::len), Some(2));
    let events = app
        .column("SELECT CAST(COUNT(*) AS TEXT) FROM events")
        .await;
    let events: usize = events[0].parse().expect("a count");
    assert_eq!(bundle["events"].as_array().map(Vec::len), Some(events));
    assert_eq!(bundle["proof"]["verified"]["whole"], true);
    assert!(chain_verifies(&bundle));
    let taken = app.column(TAKEN).await;
    assert!(
        taken[0].contains(&case) && taken[0].contains("\"file\":true"),
        "{taken:?}"
    );
}

#[tokio::test]
async fn evidence_bundle_chain_fails_after_tampering() {
    let app = TestApp::new().await;
    let (case, mut rita) = a_case(&app).await;
    let bundle = rita.bundle(&case).await;
    let count = bundle["events"].as_array().map_or(0, Vec::len);
    for at in 0..count {
        for (name, other) in [
            ("seq", Value::from(9_999)),
            ("at", Value::from(1)),
            ("actor", Value::from("operator")),
            ("action", Value::from("approved")),
            ("from", Value::from("parked")),
            ("to", Value::from("denied")),
            ("detail", Value::from("{}")),
            ("hash", Value::from("00".repeat(32))),
        ] {
            let mut tampered = bundle.clone();
            tampered["events"][at][name] = other;
            assert!(!chain_verifies(&tampered), "{name} of line {at}");
        }
        let mut shorter = bundle.clone();
        shorter["events"].as_array_mut().expect("events").remove(at);
        assert!(!chain_verifies(&shorter), "without line {at}");
    }
}

#[tokio::test]
async fn evidence_bundle_verifies_the_covering_checkpoints() {
    let app = TestApp::new().await;
    let (case, mut rita) = a_case(&app).await;
    app.browser().begin().await;
    let made = app.task(&["audit", "checkpoint"]).await;
    let (_, anchor) = made.trim().split_once(' ').expect("a checkpoint");
    let bundle = rita.bundle(&case).await;
    let proof = &bundle["proof"];
    assert_eq!(proof["verified"]["unsigned"], 0);
    assert_eq!(
        proof["check_with"],
        format!("vestibule audit verify {anchor}")
    );
    let last = &proof["last_checkpoint"];
    let named = format!("{}:{}", last["number"], last["hash"].as_str().unwrap_or(""));
    assert_eq!(named, anchor);
    // A job makes one a minute, too.
    let checkpoints = proof["checkpoints"].as_array().expect("checkpoints");
    assert_eq!(checkpoints.last(), Some(last));
    // The command that the bundle names confirms it.
    let words: Vec<_> = proof["check_with"]
        .as_str()
        .unwrap_or("")
        .split(' ')
        .collect();
    let output = app.task(&words[1..]).await;
    assert!(output.ends_with("whole\n"), "{output}");
    let key = proof["signed_by"].as_str().expect("a key");
    assert!(output.contains(key), "{output}");

    // The change hits another case's event under the same signature. The chain of this case stays
    // valid, and the checkpoint no longer matches.
    let database = app.unguarded_database().await;
    let sql = "UPDATE events SET hash = ? WHERE id = (SELECT MAX(id) FROM events)";
    database.execute(sql, &[[0; 32][..].into()]).await;
    let bundle = rita.bundle(&case).await;
    let verified = &bundle["proof"]["verified"];
    assert_eq!(verified["whole"], false);
    assert!(
        verified["faults"][0]
            .as_str()
            .is_some_and(|it| it.contains(&format!("checkpoint {}", last["number"])))
    );
    assert!(chain_verifies(&bundle));

    // The change hits an event of this case.
    let sql = "UPDATE events SET actor = 'operator' WHERE action = 'overrule_asked'";
    database.run(sql).await;
    let bundle = rita.bundle(&case).await;
    assert!(!chain_verifies(&bundle));
    let page = rita
        .browser
        .get(&format!("/admin/case/{case}/evidence"))
        .await;
    assert!(page.one(".verdict").starts_with("Not intact"));
    assert!(page.text.contains("the row was changed"));
}

#[tokio::test]
async fn evidence_page_omits_personal_data_and_is_audited() {
    let app = TestApp::new().await;
    let (case, mut rita) = a_case(&app).await;
    let page = rita.case(&case).await;
    let to = page.all(".panel a");
    assert!(to.iter().any(|text| text == "Printable version"), "{to:?}");
    let page = rita
        .browser
        .get(&format!("/admin/case/{case}/evidence"))
        .await;
    assert_eq!(page.heading(), format!("Evidence of case {case}"));
    assert!(page.one(".verdict").starts_with("Intact"));
    for personal in PERSONAL {
        assert!(!page.text.contains(personal), "{personal}");
    }
    assert!(page.text.contains("Should be denied"));
    assert!(page.all(".evidence tbody tr").len() > 5);
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    for path in ["evidence", "evidence.json"] {
        let path = format!("/admin/case/{case}/{path}");
        assert_eq!(vera.browser.get(&path).await.status, 403);
        let gone = "/admin/case/VB-0000-0000/evidence.json";
        assert_eq!(rita.browser.get(gone).await.status, 404);
    }
    let taken = app.column(TAKEN).await;
    assert_eq!(taken.len(), 1, "only what was there");
    assert!(taken[0].contains("\"file\":false"), "{taken:?}");
}

#[tokio::test]
async fn evidence_of_an_erased_case_keeps_the_trail_without_texts() {
    let app = TestApp::new().await;
    let (case, mut rita) = a_case(&app).await;
    app.task(&["erase", &case]).await;
    let bundle = rita.bundle(&case).await;
    assert!(bundle["case"]["erased_at"].is_i64());
    assert_eq!(bundle["answers"].as_array().map(Vec::len), Some(0));
    assert_eq!(bundle["overrule_requests"][0]["reason"], Value::Null);
    assert_eq!(bundle["overrule_requests"][0]["answer"], Value::Null);
    assert_eq!(bundle["reveals"][0]["reason"], Value::Null);
    assert!(chain_verifies(&bundle));
    assert_eq!(bundle["proof"]["verified"]["whole"], true);
}
