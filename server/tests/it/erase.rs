//! Erasure of an applicant: on request, or at the end of the retention period.

use crate::{
    app::{Setup, TestApp, variables},
    browser::Browser,
    canary::files,
    db::{Database, addresses},
    leak_search::contains,
    person::{Person, SSN},
    program::{Serving, task, text},
    wait::{equal, eventually},
};
use sandbox::{Endpoint, Fault, FaultKind, Sandbox};
use std::{collections::BTreeMap, fs, time::Duration};

const DAY: Duration = Duration::from_secs(86_400);

/// Environment variables of a command beside a test's server.
pub(crate) fn task_variables(app: &TestApp) -> BTreeMap<&'static str, String> {
    let data = app.data().to_str().expect("UTF-8").to_owned();
    let mut vars = addresses(&app.variables());
    vars.insert("VESTIBULE_DATA", data);
    vars
}

/// Runs a command. Returns its output and its exit code.
pub(crate) fn run_task(words: &[&str], vars: &BTreeMap<&str, String>) -> (String, Option<i32>) {
    let output = task(words, vars);
    let printed = text(&output.stdout) + &text(&output.stderr);
    (printed, output.status.code())
}

fn erased(reference: &str, vars: &BTreeMap<&str, String>) {
    let (printed, code) = run_task(&["erase", reference], vars);
    assert_eq!(code, Some(0), "{printed}");
}

#[tokio::test]
async fn erasure_leaves_only_state_times_and_trail() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let mut other = app.browser();
    other.fill_in(&Person::JOHN).await;
    let database = app.database().await;
    let before = database.row("documents_required").await;
    let events = database.events().await;
    erased(&before.reference, &task_variables(&app));

    let after = database.row("documents_required").await;
    assert_eq!(after.times, before.times);
    assert!(after.draft.is_empty() && after.state_sealed.is_empty() && after.ssn.is_none());
    for table in ["subject_keys", "return_links", "blind_indexes", "jobs"] {
        assert_eq!(database.count_of(table, &after.id).await, 0, "{table}");
    }
    let attempts = database.attempts().await;
    assert!(attempts.iter().all(|a| a.settled && !a.holds_bytes));
    let trail = database.events().await;
    assert_eq!(trail.len(), events.len() + 1);
    let last = trail.iter().rfind(|e| e.application == after.id);
    let last = last.expect("a row");
    assert_eq!(
        (last.actor.as_str(), last.action.as_str()),
        ("operator", "erased")
    );
    assert_eq!(last.to, "documents_required");
    assert_eq!(
        run_task(&["audit", "verify"], &task_variables(&app)).1,
        Some(0)
    );

    // The erased applicant's session has no application. Other applicants keep theirs.
    for path in ["/", "/status", "/check", "/name", "/ssn", "/qr.png"] {
        let page = browser.get(path).await;
        assert!(!page.status.is_server_error(), "{path}: {}", page.status);
        assert!(
            !page.text.contains("John") && page.label().is_none(),
            "{path}"
        );
    }
    assert_eq!(
        browser.begin().await.path,
        "/agreement",
        "and may begin anew"
    );
    assert_eq!(other.get("/check").await.path, "/check");
    assert_eq!(other.hand_in().await.label().as_deref(), Some("approved"));
}

#[tokio::test]
async fn open_page_after_erasure_redirects_to_start() {
    for step in ["save", "submit", "status", "return"] {
        let app = TestApp::new().await;
        let mut browser = app.browser();
        browser.fill_in(&Person::JOHN).await;
        let open = match step {
            "save" => browser.get("/name").await.path.clone(),
            "submit" => browser.get("/check").await.path.clone(),
            "return" => {
                app.advance(Duration::from_secs(16 * 60));
                browser.get("/return").await.path.clone()
            }
            _ => browser.status_page().await.path.clone(),
        };
        let reference = app.reference().await;
        erased(&reference, &task_variables(&app));
        let page = match step {
            "return" => {
                browser
                    .submit(&[("year", "1990"), ("month", "1"), ("day", "15")])
                    .await
            }
            "status" => browser.status_page().await,
            _ => browser.submit(&[]).await,
        };
        assert!(
            page.status.is_success(),
            "{step} from {open}: {}",
            page.status
        );
        assert!(
            ["/", "/return"].contains(&page.path.split('?').next().unwrap_or_default()),
            "{step}: {}",
            page.path
        );
    }
}

#[tokio::test]
async fn erasure_is_refused_during_attempt_and_runs_once() {
    let app = TestApp::new().await;
    app.always(Endpoint::Start, FaultKind::RateLimited(60));
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    let reference = app.reference().await;
    let vars = task_variables(&app);
    let (printed, code) = run_task(&["erase", &reference], &vars);
    assert_eq!(code, Some(1), "{printed}");
    assert!(
        printed.contains("is being sent to the provider"),
        "{printed}"
    );
    assert!(
        !app.database()
            .await
            .actions()
            .await
            .contains(&"erased".to_owned())
    );
    app.sandbox.clear_faults();
    app.advance_to_next_job().await;
    browser.until("approved").await;
    erased(&reference.to_lowercase(), &vars);
    let (printed, code) = run_task(&["erase", &reference], &vars);
    assert!(code == Some(0) && printed.contains("before"), "{printed}");
    let (printed, code) = run_task(&["erase", "VB-0000-0000"], &vars);
    assert!(
        code == Some(1) && printed.contains("no application"),
        "{printed}"
    );
    let actions = app.database().await.actions().await;
    assert_eq!(
        actions.iter().filter(|action| *action == "erased").count(),
        1
    );
    let register = fs::read_to_string(app.data().join("vestibule.register"));
    assert_eq!(register.expect("a register").lines().count(), 1);
}

/// Sealed columns of every application, as stored in the file.
async fn sealed(vars: &BTreeMap<&'static str, String>) -> Vec<Vec<u8>> {
    let database = Database::open(vars).await;
    let sql = "SELECT key_sealed FROM subject_keys UNION ALL SELECT draft_sealed FROM applications \
               UNION ALL SELECT state_sealed FROM applications \
               UNION ALL SELECT glance_sealed FROM cases UNION ALL SELECT token FROM blind_indexes";
    let bytes = database.column(sql, &[]).await;
    database.close().await;
    bytes
}

#[tokio::test]
async fn sealed_data_is_in_no_sqlite_file_after_erasure() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::start(sandbox::Options::default())
        .await
        .expect("a sandbox");
    let vars = variables(folder.path(), &sandbox);
    let log = folder.path().join("log");
    let serving = Serving::start(&vars, &log);
    let mut browser = Browser::new(serving.url.clone());
    sandbox.fault(Fault::once(Endpoint::Start, FaultKind::Error(400)));
    browser.fill_in(&Person::JOHN).await;
    browser.hand_in().await;
    browser
        .until_page("sent back", |page| page.path.starts_with("/ssn"))
        .await;
    browser.give_ssn(SSN).await;
    let before = sealed(&vars).await;
    assert!(before.len() >= 6);
    // A long row continues on another page, so a whole value need not lie in one piece.
    let found = |bytes: &[u8]| {
        let pieces = [&bytes[..16], &bytes[bytes.len() - 16..]];
        let data = files(&folder.path().join("data"));
        data.iter()
            .map(|file| fs::read(file).expect("a file"))
            .any(|file| pieces.iter().any(|piece| contains(&file, piece)))
    };
    assert!(
        before.iter().all(|bytes| found(bytes)),
        "the search finds them"
    );
    let database = Database::open(&vars).await;
    let reference: String = database.application("reference").await;
    database.close().await;
    erased(&reference, &vars);
    for bytes in before {
        assert!(!found(&bytes), "{} bytes are still there", bytes.len());
    }
    drop(serving);
}

/// Interval between two searches for expired applications.
const SEARCH_INTERVAL: Duration = Duration::from_secs(10 * 60);

/// Stops the server and lets the interval pass, so that the next start searches. A server that is
/// stopped after it has claimed the search would leave it to the next interval.
async fn search_again(app: &mut TestApp) {
    app.stop().await;
    app.advance(SEARCH_INTERVAL);
}

/// Waits until a state has so many readable applications. Returns the counts of drafts,
/// denied and approved ones.
async fn wait_for_unerased(app: &TestApp, state: &str, left: i64) -> [i64; 3] {
    let database = app.database().await;
    eventually!(format!("{left} in {state}"), async {
        equal(database.unerased(state).await, left)
    });
    let mut counts = [0; 3];
    for (count, state) in counts.iter_mut().zip(["draft", "denied", "approved"]) {
        *count = database.unerased(state).await;
    }
    counts
}

#[tokio::test]
async fn expired_applications_are_erased_and_others_kept() {
    let mut app = Setup::default()
        .var("VESTIBULE_KEEP_DRAFTS_DAYS", "30")
        .var("VESTIBULE_KEEP_DENIED_DAYS", "90")
        .start()
        .await;
    app.browser().apply(&Person::JOHN).await;
    app.browser().apply(&Person::born("1985-09-04")).await;
    for _ in 0..60 {
        app.browser().begin().await;
    }
    let database = app.database().await;
    database.age(31 * DAY).await;
    app.browser().fill_in(&Person::JOHN).await;
    assert_eq!(database.unerased("draft").await, 61);
    search_again(&mut app).await;
    app.restart().await;
    assert_eq!(wait_for_unerased(&app, "draft", 1).await, [1, 1, 1]);
    database.age(60 * DAY).await;
    search_again(&mut app).await;
    app.restart().await;
    assert_eq!(wait_for_unerased(&app, "denied", 0).await, [0, 0, 1]);
    let register = fs::read_to_string(app.data().join("vestibule.register"));
    assert_eq!(register.expect("a register").lines().count(), 62);
    assert_eq!(
        run_task(&["audit", "verify"], &task_variables(&app)).1,
        Some(0)
    );
}

#[tokio::test]
async fn abandoned_undecided_and_approved_have_own_retention_periods() {
    let mut app = Setup::default()
        .var("VESTIBULE_KEEP_ABANDONED_DAYS", "40")
        .var("VESTIBULE_KEEP_UNDECIDED_DAYS", "60")
        .var("VESTIBULE_KEEP_APPROVED_DAYS", "80")
        .start()
        .await;
    app.browser().apply(&Person::JOHN).await;
    app.browser().apply(&Person::born("1985-09-05")).await;
    app.browser().apply(&Person::PAULINA).await;
    let database = app.database().await;
    for (days, over, others) in [
        (41, "documents_required", 1),
        (20, "manual_review", 1),
        (20, "approved", 0),
    ] {
        assert_eq!(database.unerased(over).await, 1);
        search_again(&mut app).await;
        database.age(days * DAY).await;
        app.restart().await;
        wait_for_unerased(&app, over, 0).await;
        assert_eq!(database.unerased("approved").await, others);
    }
}
