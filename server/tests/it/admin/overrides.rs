//! An override needs two reviewers, and does not change the provider's decision.

use super::signed_in_staff::SignedInStaff;
use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;
use sandbox::Decision;

const WHY: &str = "John Doe showed his passport at the branch";
const REQUESTS: &str = "SELECT standing FROM overrules ORDER BY number";
const STATE: &str = "SELECT state FROM applications";
const CHAIN: &str = "SELECT action FROM events WHERE action LIKE 'overrule%' ORDER BY id";

impl SignedInStaff {
    pub(crate) async fn request_override(
        &mut self,
        case: &str,
        outcome: &str,
        reason: &str,
    ) -> &Page {
        self.case(case).await;
        let pairs = [("outcome", outcome), ("override_reason", reason)];
        self.press("form[action$=ask-overrule]", &pairs).await
    }

    pub(crate) async fn reply_to_override(
        &mut self,
        case: &str,
        answer: &str,
        reason: &str,
    ) -> &Page {
        self.case(case).await;
        let pairs = [("answer", answer), ("answer_reason", reason)];
        self.press("form[action$=answer-overrule]", &pairs).await
    }
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn override_confirmed_by_a_second_reviewer_keeps_the_provider_decision() {
    let app = TestApp::new().await;
    let mut john = app.browser();
    john.apply(&Person::JOHN).await;
    let case = john.status_page().await.one(".reference strong");
    let heading = john.page().heading();
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    // The application is approved: a request can only ask for a denial.
    let page = rita.case(&case).await;
    assert_eq!(
        page.all("form[action$=ask-overrule] button"),
        ["Should be denied"]
    );
    let page = rita.request_override(&case, "deny", "no").await;
    assert_eq!(page.problems()[0].0, "#override_reason");
    let page = rita.request_override(&case, "deny", WHY).await;
    assert_eq!(
        page.one(".wanted .standing"),
        "Waiting for a second reviewer"
    );
    assert!(page.one(".wanted .written").contains("passport"));
    assert!(page.text.contains("Another reviewer must answer it"));
    assert!(!page.has("form[action$=answer-overrule]"), "not their own");
    assert!(!page.has("form[action$=ask-overrule]"), "one at a time");
    let (csrf, seen_by_them) = (page.csrf(), seen(page));
    let own = fields(&[
        ("csrf", &csrf),
        ("case", &case),
        ("seen", &seen_by_them),
        ("number", "1"),
        ("answer", "confirm"),
        ("answer_reason", WHY),
    ]);
    let page = rita
        .browser
        .post_and_follow("/admin/api/answer-overrule", &own)
        .await;
    assert!(page.path.ends_with("?notice=own"), "{}", page.path);
    let page = vera.case(&case).await;
    assert!(page.has(".wanted") && !page.has("form[action$=answer-overrule]"));
    let mut theirs = own.clone();
    theirs[0].1 = page.csrf();
    let request = vera.browser.post("/admin/api/answer-overrule", &theirs);
    assert_eq!(vera.browser.send(request).await.status, 403);
    assert_eq!(app.column(REQUESTS).await, ["open"]);
    let mark = ".cases td .standing.warn";
    assert_eq!(
        vera.browser.get("/admin").await.all(mark),
        ["override requested"]
    );

    let page = ann.reply_to_override(&case, "confirm", "").await;
    assert_eq!(page.problems()[0].0, "#answer_reason");
    let page = ann
        .reply_to_override(&case, "confirm", "seen and compared")
        .await;
    assert_eq!(
        page.one(".wanted .standing"),
        "Confirmed by a second reviewer"
    );
    assert_eq!(page.all(".wanted-who").len(), 2);
    assert!(!ann.browser.get("/admin").await.has(mark), "it is answered");
    assert_eq!(app.column(REQUESTS).await, ["confirmed"]);
    assert_eq!(app.column(STATE).await, ["approved"], "no state of ours");
    assert_eq!(
        app.column(CHAIN).await,
        ["overrule_asked", "overrule_confirmed"]
    );
    assert_eq!(
        john.status_page().await.heading(),
        heading,
        "nor the applicant's page"
    );
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
    // A second reply to the same request is refused.
    let page = ann.case(&case).await;
    let again = fields(&[
        ("csrf", &page.csrf()),
        ("case", &case),
        ("seen", &seen(page)),
        ("number", "1"),
        ("answer", "turn-down"),
        ("answer_reason", WHY),
    ]);
    let page = ann
        .browser
        .post_and_follow("/admin/api/answer-overrule", &again)
        .await;
    assert!(page.path.ends_with("?notice=changed"), "{}", page.path);
    assert_eq!(app.column(REQUESTS).await, ["confirmed"]);
}

/// The position of the last audit event that a form of the page has seen.
fn seen(page: &Page) -> String {
    let seen = page.attribute("input[name=seen]", "value");
    seen.expect("a form about the case")
}

#[tokio::test]
async fn stale_override_request_changes_nothing() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&case).await;
    let (action, mut stale) = rita.browser.filled("form[action$=ask-overrule]", &[]);
    stale.push(("outcome".to_owned(), "deny".to_owned()));
    stale.retain(|(name, _)| name != "override_reason");
    stale.push(("override_reason".to_owned(), WHY.to_owned()));
    ann.reveal(&case, "email", "compare with the letter").await;
    let page = rita.browser.post_and_follow(&action, &stale).await;
    assert!(page.path.contains("?notice=case-moved&"), "{}", page.path);
    let new = page.all(".changed li");
    assert_eq!(new, [format!("{}: Personal data shown", ann.name)]);
    assert_eq!(
        page.value("override_reason").as_deref(),
        Some(WHY),
        "is kept"
    );
    assert!(app.column(REQUESTS).await.is_empty());
    rita.request_override(&case, "deny", WHY).await;
    let page = ann
        .reply_to_override(&case, "turn-down", "the letter is a forgery")
        .await;
    assert_eq!(
        page.one(".wanted .standing"),
        "Rejected by a second reviewer"
    );
    // A new request is possible after a refusal.
    rita.request_override(&case, "deny", WHY).await;
    assert_eq!(app.column(REQUESTS).await, ["turned_down", "open"]);
    assert_eq!(app.column(CHAIN).await.len(), 3);
}

#[tokio::test]
async fn concurrent_override_replies_apply_one_and_report_the_conflict() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    rita.request_override(&case, "deny", WHY).await;
    let (form, typed) = ("form[action$=answer-overrule]", [("answer_reason", WHY)]);
    ann.case(&case).await;
    rolf.case(&case).await;
    let (action, mut yes) = ann.browser.filled(form, &typed);
    let (_, mut no) = rolf.browser.filled(form, &typed);
    yes.push(("answer".to_owned(), "confirm".to_owned()));
    no.push(("answer".to_owned(), "turn-down".to_owned()));
    let (hers, his) = tokio::join!(
        ann.browser.post_and_follow(&action, &yes),
        rolf.browser.post_and_follow(&action, &no)
    );
    let statuses = app.column(REQUESTS).await;
    let (first, late, word) = if statuses == ["confirmed"] {
        (hers, his, "confirmed")
    } else {
        (his, hers, "turned_down")
    };
    assert_eq!(statuses, [word]);
    let chain = ["overrule_asked".to_owned(), format!("overrule_{word}")];
    assert_eq!(app.column(CHAIN).await, chain);
    assert_eq!(first.path, format!("/admin/case/{case}"));
    assert!(late.path.contains("?notice=case-moved&"), "{}", late.path);
    assert_eq!(late.problems()[0].0, "#changed");
    assert_eq!(late.all(".changed li").len(), 1, "what the other one did");
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
}

#[tokio::test]
async fn override_request_is_void_after_a_new_provider_decision() {
    let app = TestApp::new().await;
    let mut paulina = app.browser();
    paulina.apply(&Person::PAULINA).await;
    let case = paulina.status_page().await.one(".reference strong");
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Reviewer).await;
    let page = rita.case(&case).await;
    let both = ["Should be approved", "Should be denied"];
    assert_eq!(page.all("form[action$=ask-overrule] button"), both);
    rita.request_override(&case, "approve", WHY).await;
    ann.case(&case).await;
    let (action, mut form) = ann.browser.filled("form[action$=answer-overrule]", &[]);
    form.retain(|(name, _)| name != "answer_reason");
    form.push(("answer".to_owned(), "confirm".to_owned()));
    form.push(("answer_reason".to_owned(), WHY.to_owned()));
    let id = app.inquiry().external_id;
    app.sandbox.decide(&id, Decision::Denied).expect("decided");
    app.a_question_later();
    paulina.status_page().await;
    let page = ann.browser.post_and_follow(&action, &form).await;
    assert!(page.path.ends_with("?notice=void"), "{}", page.path);
    assert!(page.one(".wanted .standing").starts_with("Void"));
    assert!(!page.has("form[action$=answer-overrule]"));
    // A new request replaces the void one.
    rita.request_override(&case, "approve", WHY).await;
    assert_eq!(app.column(REQUESTS).await, ["void", "open"]);
}

#[tokio::test]
async fn draft_application_cannot_be_overridden() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    let case = app
        .column("SELECT reference FROM applications")
        .await
        .remove(0);
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let page = rita.case(&case).await;
    assert!(!page.has("#override"));
    let forced = fields(&[
        ("csrf", &page.csrf()),
        ("case", &case),
        ("seen", &seen(page)),
        ("outcome", "approve"),
        ("override_reason", WHY),
    ]);
    let page = rita
        .browser
        .post_and_follow("/admin/api/ask-overrule", &forced)
        .await;
    assert!(page.path.ends_with("?notice=changed"), "{}", page.path);
    assert!(app.column(REQUESTS).await.is_empty());
}
