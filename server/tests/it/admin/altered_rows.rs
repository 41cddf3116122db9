//! What decides about access carries a MAC: a row that was written through SQL opens nothing, and
//! the log and `audit verify` name it.

use super::{
    signed_in_staff::{PASSWORD, SignedInStaff, link},
    staff::about,
};
use crate::{app::TestApp, audit::after, data_folder::DataFolder};
use kyc::admin::{Role, session::SessionSecret};

/// The form of a request that waits for a second administrator.
const REQUESTS: &str = ".staff-requests form";
/// A field that only the enrolment page has.
const REPEATED: &str = "input[name=again]";
const ENDED: &str = "/admin/sign-in?notice=ended";

/// Runs SQL on the running server's database.
pub(super) async fn write(app: &TestApp, sql: &str) {
    app.database().await.run(sql).await;
}

/// Two accounts of the same password: what one has fits the other.
async fn rita_and_vera(app: &TestApp) -> (SignedInStaff, SignedInStaff) {
    let rita = app.sign_in_staff(Role::Reviewer).await;
    let vera = app.sign_in_staff(Role::Viewer).await;
    (rita, vera)
}

#[tokio::test]
async fn altered_account_has_no_access() {
    let app = TestApp::new().await;
    let (mut rita, mut vera) = rita_and_vera(&app).await;
    let hers = format!("WHERE name = '{}'", vera.name);
    let of = |name: &str| format!("(SELECT id FROM reviewers WHERE name = '{name}')");
    let (me, other) = (of(&vera.name), of(&rita.name));
    let stored = "CREATE TABLE aside AS SELECT * FROM reviewers; \
                  CREATE TABLE codes AS SELECT * FROM desk_recovery";
    write(&app, stored).await;
    let put_back = "UPDATE reviewers SET (name, role, version, disabled_at, made_by, confirmed_by, \
                    administrator_until, created_at, password_hash, totp_sealed, totp_step, \
                    open_secrets, mac) = \
                    (SELECT name, role, version, disabled_at, made_by, confirmed_by, \
                    administrator_until, created_at, password_hash, totp_sealed, totp_step, \
                    open_secrets, mac \
                    FROM aside WHERE aside.id = reviewers.id); DELETE FROM desk_passkeys; \
                    DELETE FROM desk_recovery; INSERT INTO desk_recovery SELECT * FROM codes";
    assert_eq!(vera.browser.get("/admin").await.path, "/admin");
    for sql in [
        format!("UPDATE reviewers SET role = 'administrator' {hers}"),
        format!("UPDATE reviewers SET name = 'mallory' {hers}"),
        format!("UPDATE reviewers SET version = version + 1 {hers}"),
        format!("UPDATE reviewers SET created_at = created_at - 1 {hers}"),
        format!("UPDATE reviewers SET disabled_at = 1 {hers}"),
        format!("UPDATE reviewers SET made_by = {other} {hers}"),
        format!("UPDATE reviewers SET confirmed_by = {other} {hers}"),
        format!("UPDATE reviewers SET administrator_until = 1 {hers}"),
        format!(
            "UPDATE reviewers SET password_hash = (SELECT password_hash FROM reviewers \
             WHERE id = {other}) {hers}"
        ),
        format!("UPDATE reviewers SET totp_sealed = NULL {hers}"),
        format!("UPDATE reviewers SET totp_step = totp_step + 1 {hers}"),
        format!("UPDATE reviewers SET open_secrets = NULL {hers}"),
        format!("UPDATE reviewers SET open_secrets = open_secrets || ' 00' {hers}"),
        format!("UPDATE reviewers SET mac = NULL {hers}"),
        format!("UPDATE reviewers SET mac = (SELECT mac FROM aside WHERE id = {other}) {hers}"),
        format!("DELETE FROM desk_recovery WHERE reviewer_id = {me}"),
        format!("INSERT INTO desk_recovery VALUES ({me}, x'0707')"),
        format!(
            "INSERT INTO desk_passkeys (credential, reviewer_id, key_sealed, created_at) \
             VALUES (x'07', {me}, x'00', 0)"
        ),
    ] {
        // Anonymous again: a session that met an altered account has ended.
        vera.sign_in(&app).await;
        assert_eq!(vera.browser.get("/admin").await.path, "/admin", "{sql}");
        write(
            &app,
            "DELETE FROM codes; INSERT INTO codes SELECT * FROM desk_recovery",
        )
        .await;
        write(
            &app,
            "DELETE FROM aside; INSERT INTO aside SELECT * FROM reviewers",
        )
        .await;
        write(&app, &sql).await;
        assert_eq!(vera.browser.get("/admin").await.path, ENDED, "{sql}");
        vera.browser = app.browser();
        vera.first(PASSWORD).await;
        let page = vera.browser.page();
        assert!(!page.has("form:has(#code)"), "{sql}:\n{}", page.text);
        write(&app, put_back).await;
        write(&app, "DELETE FROM desk_tries").await;
    }
    assert_eq!(rita.browser.get("/admin").await.path, "/admin");
}

#[tokio::test]
async fn account_whose_passkey_was_altered_has_no_access() {
    let app = TestApp::new().await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    let added = "INSERT INTO desk_passkeys (credential, reviewer_id, key_sealed, created_at, used_at) \
                 SELECT x'07', id, x'00', 0, 2 FROM reviewers WHERE role = 'viewer'";
    write(&app, added).await;
    for set in [
        "used_at = 1",
        "used_at = NULL",
        "key_sealed = x'01'",
        "credential = x'08'",
    ] {
        app.seal_staff_rows().await;
        vera.sign_in(&app).await;
        assert_eq!(vera.browser.get("/admin").await.path, "/admin", "{set}");
        write(&app, &format!("UPDATE desk_passkeys SET {set}")).await;
        assert_eq!(vera.browser.get("/admin").await.path, ENDED, "{set}");
    }
}

#[tokio::test]
async fn row_that_was_put_back_whole_has_no_access() {
    let mut app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    write(&app, "CREATE TABLE aside AS SELECT * FROM reviewers").await;
    app.task(&["reviewer", "disable", &vera.name]).await;
    assert_eq!(vera.browser.get("/admin").await.path, ENDED);
    let put_back = "UPDATE reviewers SET (version, disabled_at, totp_sealed, open_secrets, mac) = \
                    (SELECT version, disabled_at, totp_sealed, open_secrets, mac FROM aside \
                    WHERE aside.id = reviewers.id) WHERE role = 'viewer'";
    write(&app, put_back).await;
    vera.first(PASSWORD).await;
    let page = vera.browser.page();
    assert!(!page.has("form:has(#code)"), "{}", page.text);
    let page = ann.browser.get("/admin/staff").await;
    assert!(page.text.contains("Blocked: changed in the database"));
    let listed = app.task(&["reviewer", "list"]).await;
    let vera_line = listed.lines().find(|line| line.contains(&vera.name));
    assert!(vera_line.is_some_and(|line| line.ends_with("altered")));
    app.stop().await;
    let (code, output) = after(&app, &[]).await;
    assert_eq!(code, Some(1), "{output}");
    let is_named = |line: &str| line.contains(&vera.name) && line.contains("by the trail");
    let versions = output.lines().filter(|line| line.contains("version is "));
    assert!(versions.clone().any(is_named), "{output}");
}

/// An administrator gives an altered account back to its owner: enabled, it has the lowest role and
/// neither password nor factor.
#[tokio::test]
async fn altered_account_is_enabled_and_reset_by_an_administrator() {
    let mut app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let rita = app.sign_in_staff(Role::Reviewer).await;
    write(
        &app,
        "UPDATE reviewers SET role = 'administrator' WHERE role = 'reviewer'",
    )
    .await;
    // Alone, with an altered account beside them, an administrator asks for a second one.
    let page = ann.change_staff(&rita.name, "enable").await;
    assert!(
        page.path.ends_with("done-change-requested"),
        "{}",
        page.path
    );
    app.task(&["reviewer", "enable", &rita.name]).await;
    let page = ann.browser.get("/admin/staff").await;
    let row = page.all(&format!("tr:has({}) td", about(&rita.name)));
    assert_eq!(row[..2], ["viewer", "Invited"]);
    let output = app.task(&["reviewer", "reset", &rita.name]).await;
    let mut browser = app.browser();
    let page = browser.get(&link(&output)).await;
    assert!(page.has(REPEATED), "{}", page.text);
    app.stop().await;
    let (_, output) = after(&app, &[]).await;
    assert!(!output.contains("MAC"), "{output}");
}

#[tokio::test]
async fn altered_session_of_the_staff_ends() {
    let app = TestApp::new().await;
    let (mut rita, mut vera) = rita_and_vera(&app).await;
    let of = |name: &str| format!("(SELECT id FROM reviewers WHERE name = '{name}')");
    let (me, other) = (of(&vera.name), of(&rita.name));
    for set in [
        &format!("reviewer_id = {other}"),
        "stage = 'enrolling'",
        "began_at = began_at + 1",
        "ends_at = ends_at + 1",
        "seen_at = seen_at + 1",
        "seen_mac = NULL",
        "fresh_until = fresh_until + 1",
        "memory_sealed = x''",
    ] {
        vera.sign_in(&app).await;
        assert_eq!(vera.browser.get("/admin").await.path, "/admin", "{set}");
        write(
            &app,
            &format!("UPDATE desk_sessions SET {set} WHERE reviewer_id = {me}"),
        )
        .await;
        assert_eq!(vera.browser.get("/admin").await.path, ENDED, "{set}");
        write(
            &app,
            &format!(
                "DELETE FROM desk_sessions WHERE reviewer_id IN ({me}) OR stage = 'enrolling'"
            ),
        )
        .await;
    }
    assert_eq!(rita.browser.get("/admin").await.path, "/admin");
}

#[tokio::test]
async fn enrolment_link_written_by_hand_opens_nothing() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let secret = SessionSecret::from_entropy([7; 16]);
    let hash: String = secret
        .hash()
        .0
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    let until = (app.now().unix_timestamp() + 600) * 1_000;
    // An own link for an enrolled account, and the link of a new account with another secret.
    let output = app.task(&["reviewer", "add", "new.one", "reviewer"]).await;
    for sql in [
        format!(
            "INSERT INTO desk_links SELECT id, x'{hash}', {until}, NULL FROM reviewers WHERE name = '{}'",
            ann.name
        ),
        format!("UPDATE desk_links SET secret_hash = x'{hash}'"),
    ] {
        write(
            &app,
            "CREATE TABLE IF NOT EXISTS aside AS SELECT * FROM desk_links",
        )
        .await;
        write(&app, &sql).await;
        let mut browser = app.browser();
        let path = format!("/admin/enrol/{}", secret.expose());
        let page = browser.get(&path).await;
        assert!(!page.has(REPEATED), "{sql}:\n{}", page.text);
        write(
            &app,
            "DELETE FROM desk_links; INSERT INTO desk_links SELECT * FROM aside",
        )
        .await;
    }
    let mut browser = app.browser();
    assert!(browser.get(&link(&output)).await.has(REPEATED));
    assert_eq!(ann.browser.get("/admin").await.path, "/admin");
}

#[tokio::test]
async fn request_of_the_staff_written_by_hand_is_not_shown_and_not_confirmed() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut bob = app.sign_in_staff(Role::Administrator).await;
    let vera = app.sign_in_staff(Role::Viewer).await;
    let by_hand = format!(
        "INSERT INTO staff_requests (change, account, role, asked_by, asked_at, status) \
         SELECT 'set_role', (SELECT id FROM reviewers WHERE name = '{}'), 'administrator', id, \
         {}, 'open' FROM reviewers WHERE name = '{}'",
        vera.name,
        app.now().unix_timestamp() * 1_000,
        ann.name
    );
    write(&app, &by_hand).await;
    let page = bob.browser.get("/admin/staff").await;
    assert!(!page.has(REQUESTS), "{}", page.text);
    write(&app, "DELETE FROM staff_requests").await;
    ann.change_staff(&vera.name, "reviewer").await;
    let page = bob.browser.get("/admin/staff").await;
    assert!(page.has(REQUESTS), "{}", page.text);
    write(&app, "UPDATE staff_requests SET role = 'administrator'").await;
    bob.press(REQUESTS, &[("answer", "confirm")]).await;
    let role = app.column("SELECT role FROM reviewers WHERE name LIKE 'viewer%'");
    assert_eq!(role.await, ["viewer"]);
}

#[tokio::test]
async fn altered_row_is_named_in_the_log() {
    let folder = DataFolder::new().await;
    let add = ["reviewer", "add", "ann", "administrator"];
    drop(folder.serve());
    folder.done(&add);
    let logged = || std::fs::read_to_string(folder.path("log")).expect("a log");
    drop(folder.serve());
    assert!(!logged().contains("altered_row"), "{}", logged());
    let sql = "UPDATE reviewers SET role = 'viewer' WHERE name = 'ann'";
    folder.database().await.run(sql).await;
    drop(folder.serve());
    let logged = logged();
    assert!(logged.contains("altered_row") && logged.contains("its MAC is not of its columns"));
}

#[tokio::test]
async fn accounts_of_an_earlier_version_are_sealed_by_its_sqlite_migration() {
    let mut app = TestApp::new().await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let output = app.task(&["reviewer", "add", "new.one", "reviewer"]).await;
    app.stop().await;
    let before = "DROP INDEX desk_trail_versions; ALTER TABLE reviewers DROP COLUMN mac; \
                  ALTER TABLE desk_links DROP COLUMN mac; \
                  ALTER TABLE staff_requests DROP COLUMN mac; \
                  ALTER TABLE desk_sessions DROP COLUMN seen_mac; \
                  ALTER TABLE desk_trail DROP COLUMN account_version; \
                  ALTER TABLE reviewers DROP COLUMN open_secrets; \
                  DELETE FROM _sqlx_migrations WHERE version IN (30, 31)";
    write(&app, before).await;
    app.restart().await;
    assert_eq!(rita.sign_in(&app).await.path, "/admin");
    let mut browser = app.browser();
    assert!(browser.get(&link(&output)).await.has(REPEATED));
}
