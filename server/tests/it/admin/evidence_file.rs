//! Both `vestibule evidence verify` and the independent program docs/verify_evidence.py find each
//! change of an evidence file. Both name the changed part.

use crate::{
    app::TestApp,
    architecture::root,
    person::Person,
    program::{task, text},
};
use kyc::admin::Role;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fs, path::Path, process::Command};

const NOTE: &str = "Called John Doe at 555-123-4567.\nHe \"agrees\".";

/// The evidence file of a case with texts, a reveal and an override, and the published key.
pub(super) async fn evidence_file(app: &TestApp) -> (String, String) {
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    for (form, words) in [("note", NOTE), ("message", "Please call us")] {
        rita.case(&case).await;
        rita.submit_case_form(form, &[("text", words)]).await;
    }
    rita.reveal(&case, "email", "John Doe asked for it").await;
    let ask = [
        ("outcome", "deny"),
        ("override_reason", "withdrawn by phone"),
    ];
    rita.case(&case).await;
    rita.press("form[action$=ask-overrule]", &ask).await;
    app.task(&["audit", "checkpoint"]).await;
    // One event is newer than the last checkpoint.
    rita.case(&case).await;
    rita.submit_case_form("note", &[("text", "Second note")])
        .await;
    let path = format!("/admin/case/{case}/evidence.json");
    let file = rita.browser.get(&path).await.text.clone();
    let key = app.task(&["audit", "public-key"]).await;
    let key = key.lines().last().expect("a key").to_owned();
    (file, key)
}

/// Another value of the same type.
fn flipped(value: &Value) -> Value {
    match value {
        Value::Null => Value::from("x"),
        Value::Bool(it) => Value::from(!it),
        Value::Number(it) => Value::from(it.as_i64().expect("no fraction") + 1),
        Value::String(it) => match it.chars().next() {
            None => Value::from("x"),
            Some(first) => {
                let other = if first == '0' { '1' } else { '0' };
                Value::from(format!("{other}{}", &it[first.len_utf8()..]))
            }
        },
        Value::Array(it) => it[..it.len().saturating_sub(1)].iter().cloned().collect(),
        Value::Object(_) => Value::Null,
    }
}

/// Every change of one value below this one. Each leaf is flipped, each list loses its last item,
/// each object loses one member.
fn changes(value: &Value, change: &mut dyn FnMut(Value)) {
    match value {
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                changes(item, &mut |other| {
                    let mut items = items.clone();
                    items[n] = other;
                    change(items.into());
                });
            }
            if !items.is_empty() {
                change(flipped(value));
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                changes(member, &mut |other| {
                    let mut members: Map<_, _> = members.clone();
                    members.insert(name.clone(), other);
                    change(members.into());
                });
                let mut fewer = members.clone();
                fewer.remove(name);
                change(fewer.into());
            }
        }
        leaf => change(flipped(leaf)),
    }
}

/// The changed files, each with the part in which it was changed.
fn changed_files(file: &Value, folder: &Path) -> Vec<(String, String)> {
    let parts = file.as_object().expect("an object");
    let mut written = Vec::new();
    for (part, value) in parts {
        let mut write = |other: Option<Value>| {
            let mut parts = parts.clone();
            match other {
                Some(other) => parts.insert(part.clone(), other),
                None => parts.remove(part),
            };
            let path = folder.join(format!("{}.json", written.len()));
            fs::write(&path, Value::from(parts).to_string()).expect("written");
            written.push((path.display().to_string(), part.clone()));
        };
        changes(value, &mut |other| write(Some(other)));
        write(None);
    }
    written
}

/// The first wrong field of each file, as a program prints it.
fn named(output: &str) -> BTreeMap<String, String> {
    let lines = output.lines().filter(|line| !line.starts_with("  "));
    let lines = lines.filter_map(|line| line.split_once(": "));
    lines
        .map(|(path, output)| (path.to_owned(), output.to_owned()))
        .collect()
}

fn by_the_program(key: &str, paths: &[&str]) -> (Option<i32>, BTreeMap<String, String>) {
    let words = [&["evidence", "verify", "--key", key], paths].concat();
    let output = task(&words, &BTreeMap::new());
    (output.status.code(), named(&text(&output.stdout)))
}

fn by_the_recipe(key: &str, paths: &[&str]) -> (Option<i32>, BTreeMap<String, String>) {
    let recipe = root().join("docs/verify_evidence.py");
    let mut python = Command::new("python3");
    let output = python.arg(recipe).arg(key).args(paths).output();
    let output = output.expect("python3");
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    (output.status.code(), named(&text(&output.stdout)))
}

#[tokio::test]
async fn each_change_of_an_evidence_file_is_found_by_program_and_recipe() {
    let (file, key) = evidence_file(&TestApp::new().await).await;
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole");
    fs::write(&whole, &file).expect("written");
    let whole = whole.display().to_string();
    let file: Value = serde_json::from_str(&file).expect("JSON");
    assert!(file["proof"]["inclusion"][0]["path"].is_array());
    let last = file["proof"]["inclusion"]
        .as_array()
        .and_then(|it| it.last());
    assert_eq!(last.expect("some")["checkpoint"], Value::Null);
    for (code, output) in [
        by_the_program(&key, &[&whole]),
        by_the_recipe(&key, &[&whole]),
    ] {
        assert_eq!(code, Some(0), "{output:?}");
        assert!(output[&whole].starts_with("whole"), "{output:?}");
    }
    let (code, output) = by_the_program(&"00".repeat(32), &[&whole]);
    assert_eq!(code, Some(1));
    assert!(
        output[&whole].starts_with("WRONG, signed_by.public"),
        "{output:?}"
    );
    // Without the key a file of a forger's own key would be consistent, too.
    let unchecked = task(&["evidence", "verify", &whole], &BTreeMap::new());
    let (code, output) = (unchecked.status.code(), text(&unchecked.stdout));
    assert!(
        code == Some(3) && output.contains("its key is not checked"),
        "{output}"
    );

    let changed = changed_files(&file, folder.path());
    assert!(changed.len() > 500, "{}", changed.len());
    let paths: Vec<&str> = changed.iter().map(|(path, _)| path.as_str()).collect();
    for (who, (code, output)) in [
        ("program", by_the_program(&key, &paths)),
        ("recipe", by_the_recipe(&key, &paths)),
    ] {
        assert_eq!(code, Some(1), "{who}");
        for (path, part) in &changed {
            let output = &output[path];
            assert!(output.starts_with("WRONG, "), "{who}: {part}: {output}");
            // The digest of a part and the part are named alike: one of them is another.
            let is_named = output.starts_with(&format!("WRONG, {part}")) || part == "digests";
            let is_unreadable = who == "recipe" && output.contains("not an evidence file");
            assert!(is_named || is_unreadable, "{who}: {part}: {output}");
        }
    }
}

/// Removes the last event, as a forger without the key would: every digest fits.
#[tokio::test]
async fn dropped_last_event_with_fitting_digests_is_found() {
    use sha2::{Digest, Sha256};
    let (file, key) = evidence_file(&TestApp::new().await).await;
    let mut file: Value = serde_json::from_str(&file).expect("JSON");
    let events = file["events"].as_array_mut().expect("events");
    events.pop();
    let head = events.last().expect("an event")["hash"].clone();
    file["proof"]["head"] = head;
    let inclusion = file["proof"]["inclusion"].as_array_mut();
    inclusion.expect("a list").pop();
    for part in ["events", "proof"] {
        let digest = Sha256::digest(file[part].to_string());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        file["digests"][part] = Value::from(digest);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file");
    fs::write(&path, file.to_string()).expect("written");
    let path = path.display().to_string();
    for (code, output) in [
        by_the_program(&key, &[&path]),
        by_the_recipe(&key, &[&path]),
    ] {
        assert_eq!(code, Some(1));
        assert!(output[&path].starts_with("WRONG, signature"), "{output:?}");
    }
}

#[tokio::test]
async fn evidence_file_has_notes_and_messages_in_full() {
    let (file, _) = evidence_file(&TestApp::new().await).await;
    let file: Value = serde_json::from_str(&file).expect("JSON");
    let texts = file["texts"].as_array().expect("texts");
    let texts: Vec<_> = texts
        .iter()
        .map(|it| (it["kind"].as_str(), it["text"].as_str()))
        .collect();
    assert_eq!(
        texts,
        [
            (Some("note"), Some(NOTE)),
            (Some("message"), Some("Please call us")),
            (Some("reason"), Some("… … asked for it")),
            (Some("reason"), Some("withdrawn by phone")),
            (Some("note"), Some("Second note")),
        ]
    );
}
