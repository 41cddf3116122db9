//! A database of the last release opens with this version and shows the same. `data/` holds that
//! database with its key, and `expected.json`: what a reviewer saw when it was made. A later version
//! may show something otherwise. Then its author edits `expected.json` and leaves the database as
//! it is, because only the code of the release can make that.

mod applicants;
mod expected;
mod make;
mod moved;
mod staff;

use crate::{
    admin::{
        assignment::option_value,
        authenticator::{Authenticator, ORIGIN, question},
        signed_in_staff::SignedInStaff,
    },
    app::{Setup, TestApp},
    wait::{equal, eventually},
    webhooks::sender::{FIRM, SECRET},
};
use expected::{Account, Expected, Shown};
use sandbox::Dialect;
use std::{
    collections::BTreeMap,
    fmt::Debug,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

/// The database, and the files that a server needs beside it.
const FILES: [&str; 4] = [
    "vestibule.db",
    "vestibule.key",
    "vestibule.register",
    "vestibule.register.anchor",
];

/// No provider listens there: no answer changes what the database says.
const NO_PROVIDER: &str = "http://127.0.0.1:1";

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/last_release/data")
}

/// Settings of the server that made the database, and of each that opens it.
fn setup() -> Setup {
    Setup::speaking(Dialect::C)
        .var("VESTIBULE_PUBLIC_URL", ORIGIN)
        .var("KYC_WEBHOOK_SECRETS", SECRET)
        .var("KYC_FIRM_ID", FIRM)
}

/// A folder with a copy of the database and of the files beside it.
fn copied() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let copies = folder.path().join("data");
    fs::create_dir(&copies).expect("a folder");
    for name in FILES {
        let copy = copies.join(name);
        fs::copy(data().join(name), &copy).expect("copied");
        // Git stores no such mode, and the server refuses a key that others may read.
        fs::set_permissions(&copy, Permissions::from_mode(0o600)).expect("set");
    }
    folder
}

/// Starts a server on a copy of the database, at the time when it was made.
async fn opened(setup: Setup) -> (TestApp, Expected) {
    let expected = Expected::read();
    let app = setup.start_in(copied(), expected.time()).await;
    (app, expected)
}

/// Signs in with the password and the authenticator app that the database knows.
async fn sign_in(app: &TestApp, account: &Account) -> SignedInStaff {
    let mut staff = SignedInStaff {
        browser: app.browser(),
        name: account.name.clone(),
        secret: account.secret.clone(),
        codes: Vec::new(),
    };
    let page = staff.first(&account.password).await;
    assert_eq!(page.path, "/admin/sign-in/second");
    let code = staff.next_code(app);
    // Where the account has a passkey, its form comes first.
    let page = staff.press("form:has(#code)", &[("code", &code)]).await;
    assert_eq!(page.path, "/admin");
    staff
}

/// Compares entry by entry, so that a failure names one. A later version may have more of them.
#[track_caller]
fn assert_holds<T: Debug + PartialEq>(shown: &BTreeMap<String, T>, expected: &BTreeMap<String, T>) {
    for (name, value) in expected {
        assert_eq!(shown.get(name), Some(value), "{name}");
    }
}

#[tokio::test]
#[ignore = "writes a new database into the sources: once, when a release is made"]
async fn make_database() {
    make::make().await;
}

#[tokio::test]
async fn sqlite_database_of_the_last_release_opens_and_shows_the_same() {
    let (app, expected) = opened(setup().var("KYC_BASE_URL", NO_PROVIDER)).await;
    assert_shows_the_same(&app, &expected).await;
}

/// Compares what a reviewer sees, and verifies the audit trails.
async fn assert_shows_the_same(app: &TestApp, expected: &Expected) {
    let mut rita = sign_in(app, &expected.reviewer).await;
    let shown = Shown::read(&mut rita).await;
    assert_holds(&shown.lists, &expected.shown.lists);
    assert_holds(&shown.counts, &expected.shown.counts);
    assert_holds(&shown.dashboard, &expected.shown.dashboard);
    assert_eq!(shown.cases.len(), expected.shown.cases.len());
    for (reference, case) in &expected.shown.cases {
        assert_holds(&shown.cases[reference], case);
    }
    assert_eq!(rita.find(&expected.email).await, expected.found);
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
}

#[tokio::test]
async fn resume_link_of_the_last_release_opens_its_draft_on_sqlite() {
    let (app, expected) = opened(setup().var("KYC_BASE_URL", NO_PROVIDER)).await;
    let mut phone = app.browser();
    assert_eq!(phone.get(&expected.draft.link).await.path, "/return");
    assert_eq!(phone.confirm(&expected.draft.born).await.path, "/check");
    let page = phone.get("/name").await;
    assert_eq!(page.value("given").as_deref(), Some(&*expected.draft.given));
}

#[tokio::test]
async fn passkey_and_kept_input_of_the_last_release_still_work_on_sqlite() {
    let (app, expected) = opened(setup().var("KYC_BASE_URL", NO_PROVIDER)).await;
    let mut rita = sign_in(&app, &expected.reviewer).await;
    let page = rita.case(&expected.kept.reference).await;
    assert_eq!(page.one("textarea#note"), expected.kept.text);
    let form = "form[action='/admin/api/sign-in-passkey']";
    let mut key = Authenticator::from_json(&expected.passkey);
    rita.browser = app.browser();
    let page = rita.browser.get("/admin/sign-in").await;
    let answer = key.assert(&question(page, form));
    let page = rita.press(form, &[("answer", &answer)]).await;
    assert_eq!(page.path, "/admin");
}

#[tokio::test]
async fn case_of_the_last_release_is_assigned_and_counted_on_sqlite() {
    let (app, expected) = opened(setup().var("KYC_BASE_URL", NO_PROVIDER)).await;
    let mut rita = sign_in(&app, &expected.reviewer).await;
    let mine = async |rita: &mut SignedInStaff| rita.list("?whose=me").await.all(".cases tbody th");
    let before = mine(&mut rita).await;
    assert!(!before.contains(&expected.unassigned));
    let page = rita.case(&expected.unassigned).await;
    let own = option_value(page, &expected.reviewer.name).expect("their own name");
    rita.submit_case_form("assign", &[("assignee", &own)]).await;
    let after = mine(&mut rita).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.contains(&expected.unassigned));
    let view = format!("Mine {}", after.len());
    assert!(rita.browser.page().all(".views a").contains(&view));
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
}

#[tokio::test]
async fn administrator_confirms_a_staff_request_of_the_last_release_on_sqlite() {
    let (app, expected) = opened(setup().var("KYC_BASE_URL", NO_PROVIDER)).await;
    let mut bob = sign_in(&app, &expected.administrator).await;
    let page = bob.browser.get("/admin").await;
    assert!(page.one(".alerts li").starts_with(&expected.reviewer.name));
    let page = bob.answer(&[("answer", "confirm")]).await;
    assert_eq!(page.path, "/admin/staff?notice=done-invite-created");
}

/// The worker opens the sealed request of the last release and sends it.
#[tokio::test]
async fn submission_of_the_last_release_is_sent_by_this_version_on_sqlite() {
    let (app, expected) = opened(setup().with_prompt_workers()).await;
    let database = app.database().await;
    let sql = "SELECT state FROM applications WHERE reference = ?";
    // The `Retry-After` of the last release's provider, then the poll for the account's ids.
    for (later, state) in [(601, "provisioning"), (60, "approved")] {
        app.advance(Duration::from_secs(later));
        eventually!(state, async {
            let reference = (&expected.submitting).into();
            equal(database.value::<String>(sql, &[reference]).await, state)
        });
    }
    let sql = "SELECT user_id FROM applications WHERE reference = ?";
    let reference = (&expected.submitting).into();
    let user: String = database.value(sql, &[reference]).await;
    let starts = app.starts().into_iter();
    let starts = starts.filter(|body| body.to_string().contains(&user));
    assert_eq!(starts.count(), 1, "it is sent once");
}
