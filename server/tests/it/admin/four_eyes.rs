//! Four eyes are two people: a change that gives access to the admin needs a second administrator.

use super::{
    signed_in_staff::{PASSWORD, SignedInStaff, code, link},
    staff::about,
};
use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;

const STAFF: &str = "/admin/staff?notice=";
const REQUESTS: &str = "SELECT change || ' ' || status FROM staff_requests ORDER BY id";
const CONFIRM: &[(&str, &str)] = &[("answer", "confirm")];
const REJECT: &[(&str, &str)] = &[("answer", "reject")];

impl SignedInStaff {
    pub(crate) async fn add_staff(&mut self, name: &str, role: &str) -> &Page {
        self.browser.get("/admin/staff").await;
        let pairs = [("name", name), ("role", role)];
        self.press("form[action$=add-staff]", &pairs).await
    }

    /// Answers the first open request.
    pub(crate) async fn answer(&mut self, answer: &[(&str, &str)]) -> &Page {
        self.browser.get("/admin/staff").await;
        self.press(".staff-requests form", answer).await
    }
}

/// The events of requests, with the name of each actor.
async fn request_events(app: &TestApp) -> Vec<String> {
    app.column("SELECT detail FROM desk_trail WHERE deed LIKE 'change_%' ORDER BY pos")
        .await
}

#[tokio::test]
async fn two_administrators_add_an_account_together() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let page = ann.add_staff("early.bird", "viewer").await;
    assert_eq!(page.path, format!("{STAFF}done-invite-created"), "alone");
    let mut bob = app.sign_in_staff(Role::Administrator).await;
    let page = ann.add_staff("new.hire", "reviewer").await.clone();
    assert_eq!(page.path, format!("{STAFF}done-change-requested"));
    assert!(!page.has("#enrol-link"));
    assert!(!page.has(&about("new.hire")), "no account yet");
    assert!(page.text.contains("Add new.hire as reviewer"));
    let buttons = page.all(".staff-requests button");
    assert_eq!(buttons, ["Withdraw"], "the requester confirms nothing");
    let page = ann.add_staff("new.hire", "viewer").await;
    assert_eq!(page.path, format!("{STAFF}already-requested"));
    // A forged form of the requester is refused, too.
    let page = ann.answer(CONFIRM).await;
    assert_eq!(page.path, format!("{STAFF}own-staff-request"));
    let page = bob.answer(CONFIRM).await;
    assert_eq!(page.path, format!("{STAFF}done-invite-created"));
    assert!(page.has(&about("new.hire")) && page.has("#enrol-link"));
    assert_eq!(app.column(REQUESTS).await, ["add confirmed"]);
    assert_eq!(
        request_events(&app).await,
        [
            r#"{"deed":"change_requested","change":"add","role":"reviewer"}"#,
            r#"{"deed":"change_confirmed","change":"add"}"#,
        ]
    );
    let output = app.task(&["audit", "verify"]).await;
    assert!(!output.contains("broken"), "{output}");
}

#[tokio::test]
async fn reset_raise_and_enable_wait_for_a_second_administrator() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut bob = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    for change in ["reset", "administrator"] {
        let page = ann.change_staff(&rita.name, change).await;
        assert_eq!(page.path, format!("{STAFF}done-change-requested"));
        assert_eq!(rita.browser.get("/admin").await.path, "/admin", "{change}");
        let page = bob.answer(REJECT).await;
        assert_eq!(page.path, format!("{STAFF}done-change-rejected"));
    }
    let page = ann.change_staff(&rita.name, "administrator").await;
    assert!(page.path.ends_with("done-change-requested"));
    let page = ann.answer(REJECT).await;
    assert_eq!(page.path, format!("{STAFF}done-change-withdrawn"));
    let page = ann.change_staff(&rita.name, "viewer").await;
    assert!(page.path.ends_with("done-role-changed"), "less access");
    let page = ann.change_staff(&rita.name, "disable").await;
    assert!(page.path.ends_with("done-account-disabled"), "less access");
    let page = ann.change_staff(&rita.name, "enable").await;
    assert!(page.path.ends_with("done-change-requested"));
    let page = bob.answer(CONFIRM).await;
    assert_eq!(page.path, format!("{STAFF}done-change-confirmed"));
    assert_eq!(rita.sign_in(&app).await.path, "/admin");
    assert_eq!(
        app.column(REQUESTS).await,
        [
            "reset rejected",
            "set_role rejected",
            "set_role withdrawn",
            "enable confirmed"
        ]
    );
}

#[tokio::test]
async fn disabling_the_other_administrator_does_not_allow_acting_alone() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let bob = app.sign_in_staff(Role::Administrator).await;
    ann.change_staff(&bob.name, "disable").await;
    let page = ann.add_staff("sock.puppet", "administrator").await;
    assert_eq!(page.path, format!("{STAFF}done-change-requested"));
    // The operator is exempt.
    app.task(&["reviewer", "add", "by.operator", "viewer"])
        .await;
    app.advance(std::time::Duration::from_secs(25 * 3600));
    ann.sign_in(&app).await;
    let page = ann.add_staff("successor", "administrator").await;
    assert_eq!(page.path, format!("{STAFF}done-invite-created"));
}

#[tokio::test]
async fn new_or_linked_administrator_confirms_nothing() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let page = ann.add_staff("sock.puppet", "administrator").await;
    let way = link(&page.one("#enrol-link"));
    let mut puppet = app.browser();
    puppet.get(&way).await;
    puppet
        .submit(&[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    let secret = puppet.page().one(".secret-text");
    puppet.submit(&[("code", &code(&app, &secret))]).await;
    puppet.submit(&[]).await;
    let mut puppet = SignedInStaff {
        browser: puppet,
        name: "sock.puppet".to_owned(),
        secret,
        codes: Vec::new(),
    };
    ann.add_staff("accomplice", "administrator").await;
    let page = puppet.answer(CONFIRM).await;
    assert_eq!(page.path, format!("{STAFF}linked"));
    app.age_account("sock.puppet", 300).await;
    let page = puppet.answer(CONFIRM).await;
    assert_eq!(page.path, format!("{STAFF}linked"), "for good");
    // An independent administrator confirms after one day.
    let mut bob = app.sign_in_staff(Role::Administrator).await;
    app.age_account(&bob.name, -2).await;
    let page = bob.answer(CONFIRM).await;
    assert_eq!(page.path, format!("{STAFF}too-new"));
    assert_eq!(app.column(REQUESTS).await, ["add open"]);
    app.age_account(&bob.name, 2).await;
    let page = bob.answer(CONFIRM).await;
    assert_eq!(page.path, format!("{STAFF}done-invite-created"));
}

#[tokio::test]
async fn override_is_not_confirmed_by_a_new_or_linked_account() {
    let app = TestApp::new().await;
    let mut john = app.browser();
    john.apply(&Person::JOHN).await;
    let case = john.status_page().await.one(".reference strong");
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let why = "he showed his passport at the branch";
    ann.case(&case).await;
    let pairs = [("outcome", "deny"), ("override_reason", why)];
    ann.press("form[action$=ask-overrule]", &pairs).await;
    let confirm = [("answer", "confirm"), ("answer_reason", why)];
    app.age_account(&rita.name, -2).await;
    rita.case(&case).await;
    let page = rita.press("form[action$=answer-overrule]", &confirm).await;
    assert!(page.path.ends_with("?notice=too-new"), "{}", page.path);
    app.age_account(&rita.name, 9).await;
    let sql = "UPDATE reviewers SET made_by = (SELECT id FROM reviewers WHERE name = ?) \
               WHERE name = ?";
    let values = [(&ann.name).into(), (&rita.name).into()];
    app.database().await.execute(sql, &values).await;
    app.seal_staff_rows().await;
    rita.case(&case).await;
    let page = rita.press("form[action$=answer-overrule]", &confirm).await;
    assert!(page.path.ends_with("?notice=linked"), "{}", page.path);
    let standing = "SELECT standing FROM overrules";
    assert_eq!(app.column(standing).await, ["open"]);
    // A rejection gives nothing: any other reviewer may reject.
    let reject = [("answer", "turn-down"), ("answer_reason", why)];
    rita.case(&case).await;
    rita.press("form[action$=answer-overrule]", &reject).await;
    assert_eq!(app.column(standing).await, ["turned_down"]);
}

#[tokio::test]
async fn every_staff_member_sees_changes_of_the_staff_until_dismissed() {
    let app = TestApp::new().await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    let page = vera.browser.get("/admin").await;
    assert!(!page.has(".staff-changes"), "nothing before their account");
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    ann.add_staff("new.hire", "reviewer").await;
    let page = vera.browser.get("/admin").await;
    let lines = page.all(".staff-changes li");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("new.hire: Account added as reviewer"));
    assert!(lines[0].contains(&ann.name), "by whom: {lines:?}");
    assert!(lines[1].contains("Server operator"), "{lines:?}");
    let page = vera.press(".staff-changes form", &[]).await;
    assert_eq!(page.path, "/admin");
    assert!(!page.has(".staff-changes"), "dismissed");
    let page = ann.browser.get("/admin").await;
    assert!(!page.has(".staff-changes"), "their own change");
    ann.change_staff("new.hire", "disable").await;
    let page = vera.browser.get("/admin").await;
    assert!(page.one(".staff-changes li").contains("Account disabled"));
}
