//! Staff administration: revoke sessions, change the role, reset, disable and enable an account.
//! Each change takes effect at once.

use super::signed_in_staff::{PASSWORD, SignedInStaff, code, link};
use crate::{
    app::TestApp,
    erase::{run_task, task_variables},
    page::Page,
};
use kyc::admin::Role;

const ENDED: &str = "/admin/sign-in?notice=ended";
const DONE: &str = "/admin/staff?notice=done-";

/// The form about an account.
pub(super) fn about(whom: &str) -> String {
    format!("form.changes[aria-label='Change {whom}']")
}

/// The id of an account in the admin's forms.
pub(super) fn id_of(page: &Page, whom: &str) -> String {
    let id = page.attribute(&format!("{} input[name=who]", about(whom)), "value");
    id.unwrap_or_else(|| panic!("nobody is {whom} at {}", page.path))
}

/// Role, status and session count of an account on the staff page.
fn row(page: &Page, whom: &str) -> [String; 3] {
    let cells = page.all(&format!("tr:has({}) td", about(whom)));
    [cells[0].clone(), cells[1].clone(), cells[2].clone()]
}

/// The audit events of one account's changes to another.
async fn staff_events(app: &TestApp, by: &str, about: &str) -> Vec<String> {
    let sql = "SELECT detail FROM desk_trail WHERE actor = 'reviewer:' || ? \
               AND about = (SELECT id FROM reviewers WHERE name = ?) ORDER BY pos";
    let database = app.database().await;
    database.column(sql, &[by.into(), about.into()]).await
}

impl SignedInStaff {
    /// Opens the staff page and presses a button about an account.
    pub(crate) async fn change_staff(&mut self, whom: &str, change: &str) -> &Page {
        let page = self.browser.get("/admin/staff").await;
        let button = format!("{} button[value={change}]", about(whom));
        assert!(page.has(&button), "no {button}:\n{}", page.text);
        self.press(&about(whom), &[("change", change)]).await
    }
}

#[tokio::test]
async fn ended_sessions_sign_out_everywhere_and_allow_a_new_sign_in() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut elsewhere = rita.browser.clone();
    rita.sign_in(&app).await;
    let page = ann.browser.get("/admin/staff").await;
    assert_eq!(row(page, &rita.name), ["reviewer", "Active", "2"]);
    let page = ann.change_staff(&rita.name, "end").await.clone();
    assert_eq!(page.path, format!("{DONE}staff-sessions-ended"));
    assert_eq!(row(&page, &rita.name), ["reviewer", "Active", "0"]);
    for browser in [&mut rita.browser, &mut elsewhere] {
        let page = browser.get("/admin").await;
        assert_eq!(page.path, ENDED);
        let notice = page.notice().expect("why they are here");
        assert!(notice.starts_with("Your session ended"), "{notice}");
    }
    assert_eq!(rita.sign_in(&app).await.path, "/admin");
    let by = id_of(&page, &ann.name);
    assert_eq!(
        staff_events(&app, &by, &rita.name).await,
        [r#"{"deed":"sessions_ended","count":2}"#]
    );
}

#[tokio::test]
async fn destructive_button_asks_once_and_names_the_account() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let rita = app.sign_in_staff(Role::Reviewer).await;
    let page = ann.browser.get("/admin/staff").await;
    for change in ["disable", "end", "reset"] {
        let button = format!("details.ask-once button[value={change}]");
        assert!(
            page.has(&format!("{} {button}", about(&rita.name))),
            "{change}"
        );
    }
    let questions = page.all(&format!("{} .ask-once-body p", about(&rita.name)));
    assert_eq!(questions.len(), 3);
    assert!(
        questions.iter().all(|it| it.contains(&rita.name)),
        "{questions:?}"
    );
    let page = ann.browser.get("/admin/account").await;
    let asked = page.all(".ask-once-body p");
    assert!(
        asked.contains(&"Generate new codes? Your old recovery codes stop working.".to_owned())
    );
}

#[tokio::test]
async fn role_change_ends_the_sessions_and_applies_the_new_permissions() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let by = id_of(ann.browser.get("/admin/staff").await, &ann.name);
    for (role, export, staff) in [
        ("viewer", 403, 403),
        ("administrator", 200, 200),
        ("reviewer", 200, 403),
    ] {
        let page = ann.change_staff(&rita.name, role).await;
        assert_eq!(page.path, format!("{DONE}role-changed"), "{role}");
        assert_eq!(row(page, &rita.name)[0], role);
        assert_eq!(rita.browser.get("/admin").await.path, ENDED, "{role}");
        assert_eq!(rita.sign_in(&app).await.path, "/admin", "{role}");
        for (path, expected) in [
            ("/admin/overview", 200),
            ("/admin/export/all", export),
            ("/admin/staff", staff),
        ] {
            let page = rita.browser.get(path).await;
            assert_eq!(page.status, expected, "{path} for a {role}");
        }
    }
    assert_eq!(
        staff_events(&app, &by, &rita.name).await,
        [
            r#"{"deed":"role_changed","from":"reviewer","to":"viewer"}"#,
            r#"{"deed":"role_changed","from":"viewer","to":"administrator"}"#,
            r#"{"deed":"role_changed","from":"administrator","to":"reviewer"}"#,
        ]
    );
}

#[tokio::test]
async fn reset_account_enrols_again_by_a_link_shown_once() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let page = ann.change_staff(&rita.name, "reset").await.clone();
    assert_eq!(page.path, format!("{DONE}invite-created"));
    let heading = format!("Send this link to {}", rita.name);
    assert_eq!(page.one("#link-heading"), heading);
    assert_eq!(row(&page, &rita.name), ["reviewer", "Invited", "0"]);
    let way = link(&page.one("#enrol-link"));
    let page = ann.browser.get("/admin/staff").await;
    assert!(!page.has("#enrol-link"), "it is shown once");
    assert_eq!(
        staff_events(&app, &id_of(page, &ann.name), &rita.name).await,
        [r#"{"deed":"reset"}"#, r#"{"deed":"invited"}"#]
    );
    assert_eq!(rita.browser.get("/admin").await.path, ENDED);
    assert_eq!(
        rita.first(PASSWORD).await.path,
        "/admin/sign-in?notice=wrong",
        "the password is gone"
    );
    let mut anew = app.browser();
    anew.get(&way).await;
    anew.submit(&[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    let secret = anew.page().one(".secret-text");
    assert_ne!(secret, rita.secret);
    anew.submit(&[("code", &code(&app, &secret))]).await;
    assert_eq!(anew.page().path, "/admin/recovery-codes");
    // No earlier second factor is valid any more.
    rita.first(PASSWORD).await;
    let old = rita.next_code(&app);
    let page = rita.browser.submit(&[("code", &old)]).await;
    assert_eq!(page.path, "/admin/sign-in/second?notice=code");
    let old = rita.codes[0].clone();
    let page = rita.press(".lost form", &[("recovery", &old)]).await;
    assert_eq!(page.path, "/admin/sign-in/second?notice=recovery");
    rita.secret = secret;
    assert_eq!(rita.sign_in(&app).await.path, "/admin");
}

#[tokio::test]
async fn disabled_account_cannot_sign_in_until_enabled() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let page = ann.change_staff(&rita.name, "disable").await.clone();
    assert_eq!(page.path, format!("{DONE}account-disabled"));
    assert_eq!(row(&page, &rita.name), ["reviewer", "Disabled", "0"]);
    assert_eq!(rita.browser.get("/admin").await.path, ENDED);
    assert_eq!(
        rita.first(PASSWORD).await.path,
        "/admin/sign-in?notice=wrong"
    );
    let again = format!("{} button[value=disable]", about(&rita.name));
    assert!(!page.has(&again), "once");
    // A disabled account cannot enrol: the page offers no link, and the server makes none.
    assert!(!page.has(&format!("{} button[value=reset]", about(&rita.name))));
    let reset = [("change", "reset")];
    let page = ann.press(&about(&rita.name), &reset).await;
    assert_eq!(page.path, "/admin/staff?notice=disabled");
    assert!(!page.has("#enrol-link"));
    let (output, code) = run_task(&["reviewer", "reset", &rita.name], &task_variables(&app));
    assert_eq!(code, Some(1), "nor at the command line: {output}");
    let page = ann.change_staff(&rita.name, "enable").await;
    assert_eq!(page.path, format!("{DONE}account-enabled"));
    assert_eq!(row(page, &rita.name), ["reviewer", "Active", "0"]);
    assert_eq!(rita.sign_in(&app).await.path, "/admin");
    let by = id_of(ann.browser.page(), &ann.name);
    assert_eq!(
        staff_events(&app, &by, &rita.name).await,
        [r#"{"deed":"disabled"}"#, r#"{"deed":"enabled"}"#]
    );
}

#[tokio::test]
async fn last_active_administrator_cannot_be_demoted_or_disabled() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let other = app.sign_in_staff(Role::Administrator).await;
    // A disabled account and one without enrolment do not count as administrators.
    ann.change_staff(&other.name, "disable").await;
    let late = ["reviewer", "add", "late.riser", "administrator"];
    app.task(&late).await;
    let own = ann.name.clone();
    for change in ["disable", "viewer", "reviewer"] {
        let page = ann.change_staff(&own, change).await;
        assert_eq!(
            page.path, "/admin/staff?notice=last-administrator",
            "{change}"
        );
        let notice = page.notice().expect("why not");
        assert!(notice.contains("At least one administrator"), "{notice}");
        let standing = ["administrator", "Active", "1"];
        assert_eq!(row(page, &own), standing, "{change}");
    }
    // A reset of the last administrator would lock the admin: there is no button, and the server
    // refuses.
    let page = ann.browser.get("/admin/staff").await;
    assert!(!page.has(&format!("{} button[value=reset]", about(&own))));
    let page = ann.press(&about(&own), &[("change", "reset")]).await;
    assert_eq!(page.path, "/admin/staff?notice=last-administrator");
    let changed = "SELECT detail FROM desk_trail WHERE deed IN ('disabled', 'role_changed')";
    let others = r#"{"deed":"disabled"}"#;
    assert_eq!(app.column(changed).await, [others]);
    // With another active administrator the change succeeds.
    app.task(&["reviewer", "enable", &other.name]).await;
    let page = ann.change_staff(&own, "viewer").await;
    assert!(page.path.starts_with(ENDED), "their own sessions end, too");
    assert_eq!(app.column(changed).await.len(), 2);
}

#[tokio::test]
async fn concurrent_mutual_disabling_keeps_one_administrator() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut bob = app.sign_in_staff(Role::Administrator).await;
    let (first, second) = (ann.name.clone(), bob.name.clone());
    for one in [&mut ann, &mut bob] {
        one.browser.get("/admin/staff").await;
    }
    let (of_ann, of_bob) = (about(&first), about(&second));
    tokio::join!(
        ann.press(&of_bob, &[("change", "disable")]),
        bob.press(&of_ann, &[("change", "disable")]),
    );
    let left = "SELECT name FROM reviewers WHERE role = 'administrator' AND disabled_at IS NULL";
    assert_eq!(app.column(left).await.len(), 1);
}

#[tokio::test]
async fn invalid_staff_change_is_refused() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let by = id_of(ann.browser.get("/admin/staff").await, &ann.name);
    let unknown_id = "0".repeat(26);
    for pairs in [
        &[("change", "owner")][..],
        &[("change", "")],
        &[("change", "disable"), ("who", "nobody")],
        &[("change", "disable"), ("who", unknown_id.as_str())],
    ] {
        ann.browser.get("/admin/staff").await;
        let page = ann.press(&about(&rita.name), pairs).await;
        assert_eq!(page.path, "/admin/staff?notice=changed", "{pairs:?}");
    }
    assert!(staff_events(&app, &by, &rita.name).await.is_empty());
    assert_eq!(rita.browser.get("/admin").await.path, "/admin");
}
