//! Full journey at log level `trace`, then a search for the SSN in every output (security I5,
//! case 17).

use crate::{
    app::variables,
    browser::Browser,
    data_folder::DataFolder,
    db::addresses,
    leak_search::{contains, find, guises},
    person::{Person, SSN},
    prefill::KNOWN,
    program::Serving,
};
use sandbox::{Endpoint::Start, Fault, FaultKind, Sandbox};
use std::{collections::BTreeMap, fs, path::Path};

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The files of a server on SQLite.
const SQLITE_FILES: &[&str] = &[
    "log",
    "vestibule.db",
    "vestibule.db-wal",
    "vestibule.db-shm",
];

/// The files that a server with these variables has.
fn expected_files(vars: &BTreeMap<&'static str, String>) -> &'static [&'static str] {
    if addresses(vars).is_empty() {
        SQLITE_FILES
    } else {
        &["log"]
    }
}

/// Searches every file and every received document for the SSN. Panics if it finds one.
fn search(folder: &Path, expected_files: &[&str], browsers: &[&Browser]) {
    let guises = guises(SSN);
    let mut names = Vec::new();
    for file in files(folder) {
        let found = find(&guises, &fs::read(&file).expect("a file"));
        assert!(found.is_empty(), "{found:?} in {}", file.display());
        names.push(
            file.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
        );
    }
    for expected in expected_files {
        assert!(
            names.iter().any(|name| name == expected),
            "no {expected} in {names:?}"
        );
    }
    for browser in browsers {
        for document in &browser.received {
            let found = find(&guises, document.as_bytes());
            assert!(found.is_empty(), "{found:?} in {document}");
        }
    }
}

#[tokio::test]
async fn ssn_appears_in_no_log_file_or_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::start(sandbox::Options::default())
        .await
        .expect("a sandbox");
    let mut vars = variables(folder.path(), &sandbox);
    vars.insert("VESTIBULE_LOG", "trace".to_owned());
    let log = folder.path().join("log");
    let serving = Serving::start(&vars, &log);
    let mut browser = Browser::new(serving.url.clone());

    // The SSN is mistyped, corrected, stored, and submitted while the provider is down.
    browser.begin().await;
    browser.agree().await;
    browser.give_name(&Person::JOHN).await;
    browser.give_birth_date("1985-09-02").await;
    browser.give_contact(&Person::JOHN).await;
    browser.give_address(&Person::JOHN).await;
    for typed in [
        "123-45-6789x",
        "1123-45-6789",
        "123456789 ",
        "123 45 6789",
        "123.45.6789",
        SSN,
    ] {
        browser.give_ssn(typed).await;
    }
    browser.get("/ssn").await;
    browser.speak("es", &[("ssn", SSN)]).await;
    browser.speak("en", &[]).await;
    search(folder.path(), expected_files(&vars), &[&browser]);
    sandbox.fault(Fault::always(Start, FaultKind::Error(503)));
    browser.hand_in().await;
    search(folder.path(), expected_files(&vars), &[&browser]);

    // The process is killed. The provider then rejects the request, and the corrected one is
    // accepted.
    drop(serving);
    sandbox.until_disconnected().await.expect("a sandbox");
    sandbox.clear_faults();
    sandbox.fault(Fault::once(Start, FaultKind::Error(400)));
    let serving = Serving::start(&vars, &log);
    browser.moved_to(serving.url.clone());
    browser
        .until_page("sent back", |page| page.path.starts_with("/ssn"))
        .await;
    browser.submit(&[("ssn", SSN)]).await;
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    let id = sandbox.inquiries().remove(0).external_id;
    sandbox.capture_complete(&id).expect("an open link");
    browser.until("approved").await;
    let mut forger = Browser::new(serving.url.clone());
    forger.get("/").await;
    let stolen = [
        ("csrf".to_owned(), "forged".to_owned()),
        ("ssn".to_owned(), SSN.to_owned()),
    ];
    forger.post_and_follow("/api/ssn", &stolen).await;
    forger.get("/?ssn=refused&ref=REF123").await;
    search(folder.path(), expected_files(&vars), &[&browser, &forger]);
    assert_eq!(
        sandbox.ledger().last().expect("an entry").body["ssn"],
        SSN,
        "it did arrive"
    );

    // Other secrets must not be in the log either.
    let logged = fs::read(&log).expect("a log");
    assert!(
        logged.len() > 20_000 && contains(&logged, b"TRACE"),
        "the log is not at its most talkative"
    );
    let secrets = [
        sandbox.options().token.clone(),
        browser.session().expect("a session").to_owned(),
        "john.doe@example.com".to_owned(),
        "5551234567".to_owned(),
        "123 Main Street".to_owned(),
        "John".to_owned(),
        "/capture/".to_owned(),
        "ref=REF123".to_owned(),
    ];
    for secret in secrets {
        assert!(
            !contains(&logged, secret.as_bytes()),
            "{secret} is in the log"
        );
    }
}

#[tokio::test]
async fn prefill_data_and_codes_appear_in_no_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::start(sandbox::Options::default())
        .await
        .expect("a sandbox");
    let mut vars = variables(folder.path(), &sandbox);
    for (name, value) in [
        ("VESTIBULE_LOG", "trace"),
        ("KYC_PREFILL", "on"),
        ("KYC_REFERRALS", "on"),
    ] {
        vars.insert(name, value.to_owned());
    }
    let log = folder.path().join("log");
    let serving = Serving::start(&vars, &log);
    let mut browser = Browser::new(serving.url.clone());
    browser.begin().await;
    browser.agree().await;
    browser.get("/fill-in").await;
    browser.submit(&KNOWN).await;
    browser.submit(&[("code", "654321")]).await;
    let page = browser.submit(&[("code", "123456")]).await;
    assert_eq!(page.path, "/ssn?notice=filled");
    browser.get("/contact").await;
    let page = browser.submit(&[("referral", "CANARY-9")]).await;
    assert_eq!(page.problems().len(), 1, "it was looked up");
    let logged = fs::read(&log).expect("a log");
    assert!(contains(&logged, b"the provider checked a code"));
    for secret in [
        "4155551212",
        "1985-03-30",
        "\"654321\"",
        "\"123456\"",
        "code=",
        "Holloway",
        "holloway",
        "Harbor",
        "San Francisco",
        "CANARY-9",
    ] {
        let is_there = contains(&logged, secret.as_bytes());
        assert!(!is_there, "{secret} is in the log");
    }
    // The stored data is encrypted.
    for file in files(&folder.path().join("data")) {
        let bytes = fs::read(&file).expect("a file");
        for secret in ["4155551212", "Holloway", "742 Harbor", "CANARY-9"] {
            let is_there = contains(&bytes, secret.as_bytes());
            assert!(!is_there, "{secret} is in {}", file.display());
        }
    }
}

#[tokio::test]
async fn killed_server_loses_no_acknowledged_submission() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::start(sandbox::Options::default())
        .await
        .expect("a sandbox");
    let vars = variables(folder.path(), &sandbox);
    let log = folder.path().join("log");
    let mut serving = Serving::start(&vars, &log);
    let mut browser = Browser::new(serving.url.clone());
    browser.fill_in(&Person::JOHN).await;
    sandbox.fault(Fault::always(Start, FaultKind::DropBefore));
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("submitting"));
    drop(serving);
    sandbox.until_disconnected().await.expect("a sandbox");
    sandbox.clear_faults();
    serving = Serving::start(&vars, &log);
    browser.moved_to(serving.url.clone());
    browser.until("approved").await;
    assert_eq!(sandbox.inquiries().len(), 1);
}

#[test]
#[should_panic(expected = "dashed")]
fn planted_leak_in_a_file_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("vestibule.db-wal"),
        format!("page {SSN} page"),
    )
    .expect("written");
    search(folder.path(), SQLITE_FILES, &[]);
}

#[test]
#[should_panic(expected = "digits")]
fn planted_leak_in_a_page_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in SQLITE_FILES {
        fs::write(folder.path().join(name), "nothing").expect("written");
    }
    let mut browser = Browser::new(String::new());
    browser
        .received
        .push("<input value=\"123456789\">".to_owned());
    search(folder.path(), SQLITE_FILES, &[&browser]);
}

#[tokio::test]
async fn ssn_appears_in_no_sqlite_backup_and_planted_leak_is_found() {
    let folder = DataFolder::new().await;
    let serving = folder.serve();
    let mut browser = Browser::new(serving.url.clone());
    browser.fill_in(&Person::JOHN).await;
    let held = folder.backup("held");
    browser.hand_in().await;
    let sent = folder.backup("sent");
    let guises = guises(SSN);
    for file in [&held, &sent] {
        assert!(find(&guises, &fs::read(file).expect("a file")).is_empty());
    }
    // A planted SSN in a plain column must show up in the next backup.
    let database = folder.database().await;
    let sql = "UPDATE applications SET user_id = ?";
    database.execute(sql, &[SSN.into()]).await;
    let leaky = folder.backup("leaky");
    let found = find(&guises, &fs::read(&leaky).expect("a file")).join(", ");
    assert!(found.contains("dashed"), "{found}");
}
