//! Commands on a case: the reviewer behind each, the version it expects, and its audit events.

use super::signed_in_staff::SignedInStaff;
use crate::{
    app::TestApp,
    erase::{run_task, task_variables},
    page::Page,
    person::{Person, SSN},
};
use kyc::admin::Role;
use sandbox::{Decision, Endpoint, FaultKind};

impl SignedInStaff {
    /// Submits a form about the case on the page.
    pub(crate) async fn submit_case_form(&mut self, action: &str, pairs: &[(&str, &str)]) -> &Page {
        let css = format!("form[action='/admin/api/case-{action}']");
        self.press(&css, pairs).await
    }
}

fn verified(app: &TestApp) {
    let (output, code) = run_task(&["audit", "verify"], &task_variables(app));
    assert_eq!(code, Some(0), "{output}");
}

#[tokio::test]
async fn stale_case_action_is_refused_and_keeps_the_typed_text() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&reference).await;
    rolf.case(&reference).await;
    let note = [("text", "Called the bank <b>twice</b>\r\nno answer")];
    let page = rita.submit_case_form("note", &note).await;
    assert_eq!(page.notice().as_deref(), Some("Note added."));
    assert_eq!(
        page.one(".written"),
        "Called the bank <b>twice</b> no answer"
    );
    assert!(!page.text.contains("<b>twice"), "text, and no markup");
    let late = [("text", "Looks fine </textarea><script>x</script>")];
    let page = rolf.submit_case_form("message", &late).await.clone();
    assert_eq!(page.problems()[0].0, "#changed");
    let new = page.all(".changed li");
    assert_eq!(new, [format!("{}: Internal note", rita.name)]);
    assert_eq!(page.all(".trail .is-new .trail-what"), ["Internal note"]);
    assert_eq!(
        page.one("textarea#message"),
        "Looks fine </textarea><script>x</script>"
    );
    assert!(!page.text.contains("<script>x"), "{}", page.text);
    assert_eq!(page.all(".written").len(), 1, "nothing was written");
    // A second submit, with the current version, succeeds.
    let page = rolf.submit_case_form("message", &late).await;
    assert_eq!(page.all(".written").len(), 2);
    assert_eq!(page.one("textarea#message"), "");
    // An empty text comes back with an error beside its field.
    let page = rolf
        .submit_case_form("note", &[("text", " \u{200b}")])
        .await;
    assert_eq!(page.problems()[0].0, "#note");
    assert!(page.has("textarea#note[aria-invalid=true]"));
    verified(&app);
}

#[tokio::test]
async fn note_beside_anothers_change_is_saved() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    for staff in [&mut rita, &mut rolf, &mut ann] {
        staff.case(&reference).await;
    }
    rita.submit_case_form("note", &[("text", "First")]).await;
    let page = rolf.submit_case_form("note", &[("text", "Second")]).await;
    assert_eq!(page.notice().as_deref(), Some("Note added."));
    rolf.submit_case_form("assign", &[]).await;
    let page = ann.submit_case_form("note", &[("text", "Third")]).await;
    assert_eq!(page.notice().as_deref(), Some("Note added."));
    assert_eq!(page.all(".written"), ["First", "Second", "Third"]);
    // A version that does not exist is refused.
    let page = ann
        .submit_case_form("note", &[("text", "Fourth"), ("seen", "900")])
        .await;
    assert_eq!(page.problems()[0].0, "#changed");
    verified(&app);
}

#[tokio::test]
async fn case_can_be_claimed_released_and_is_counted() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    rita.case(&reference).await;
    let page = rita.submit_case_form("assign", &[]).await.clone();
    assert_eq!(page.all(".case-facts dd")[0], rita.name);
    let options = page.all("#assignee option");
    assert!(options.contains(&ann.name) && !options.contains(&vera.name));
    let line = page.all(".trail-what").pop().expect("a line");
    assert_eq!(line, format!("Assigned {}", rita.name));
    let page = rita.browser.get("/admin?whose=me").await;
    assert_eq!(page.one(".cases tbody th"), reference);
    assert!(page.all(".views a").contains(&"Mine 1".to_owned()));
    // A viewer sees no form, and the server refuses the requests.
    let page = vera.case(&reference).await;
    assert!(!page.has("main form[method=post]") && !page.has("textarea"));
    let csrf = page.csrf();
    for action in ["assign", "note", "message", "ask", "invite", "release"] {
        let fields = [
            ("csrf", &csrf),
            ("case", &reference),
            ("seen", &"1".to_owned()),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.clone()));
        let request = vera
            .browser
            .post(&format!("/admin/api/case-{action}"), &fields);
        assert_eq!(vera.browser.send(request).await.status, 403, "{action}");
    }
    // The server refuses an unknown assignee. Releasing the case leaves it unassigned.
    rita.case(&reference).await;
    let page = rita
        .submit_case_form("assign", &[("assignee", "nobody at all")])
        .await;
    assert_eq!(page.problems()[0].0, "#assignee");
    let page = rita.submit_case_form("assign", &[]).await;
    assert_eq!(page.all(".case-facts dd")[0], "Unassigned");
    ann.case(&reference).await;
    verified(&app);
}

#[tokio::test]
async fn message_reaches_the_applicant_and_a_note_stays_internal() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::PAULINA).await;
    app.a_question_later();
    let reference = browser.status_page().await.one(".reference strong");
    let seen = browser
        .page()
        .attribute("#state", "data-seen")
        .expect("a fingerprint");
    let csrf = browser.page().csrf();
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&reference).await;
    rita.submit_case_form("note", &[("text", "Suspicious, between us")])
        .await;
    let message = "Please call us.\n<script>alert(1)</script>";
    rita.submit_case_form("message", &[("text", message)]).await;
    rita.submit_case_form("message", &[("text", "Second one")])
        .await;
    app.a_question_later();
    let pairs = [("csrf", csrf.as_str()), ("seen", &seen), ("asked", "0")];
    let update = browser.ask("/api/status", &pairs).await;
    assert!(update.text.starts_with("moved"), "{}", update.text);
    assert!(
        update.text.contains("You have a new message"),
        "{}",
        update.text
    );
    let page = browser.status_page().await.clone();
    let shown = page.all(".message");
    assert_eq!(
        shown,
        ["Second one", "Please call us. <script>alert(1)</script>"]
    );
    assert!(
        !page.text.contains("<script>alert"),
        "text, and nothing else"
    );
    assert!(!page.text.contains("Suspicious"));
    let page = browser.speak("es", &[]).await;
    assert!(page.one("#messages").starts_with("Mensajes de"));
    // Erasure empties both texts and leaves the audit trail whole.
    let texts = "SELECT length(text_sealed) FROM case_texts ORDER BY seq";
    let database = app.database().await;
    let lengths: Vec<i64> = database.column(texts, &[]).await;
    assert!(lengths.iter().all(|length| *length > 30));
    let (output, code) = run_task(&["erase", &reference], &task_variables(&app));
    assert_eq!(code, Some(0), "{output}");
    assert_eq!(database.column::<i64>(texts, &[]).await, [0, 0, 0]);
    let page = rita.case(&reference).await;
    assert!(!page.text.contains("Suspicious") && !page.text.contains("call us"));
    assert_eq!(page.all(".trail > li > .soft").len(), 3);
    assert!(!page.has("textarea"), "and nothing is left to do");
    verified(&app);
}

#[tokio::test]
async fn reviewer_poll_applies_the_decision_at_once() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&reference).await;
    let id = app.inquiry().external_id;
    app.sandbox
        .decide(&id, Decision::Approved)
        .expect("decided");
    let polls = app.sandbox.calls(Endpoint::Status);
    let page = rita.submit_case_form("ask", &[]).await.clone();
    assert_eq!(app.sandbox.calls(Endpoint::Status), polls + 1);
    assert_eq!(page.all(".case-marks .standing")[0], "Approved");
    let what = page.all(".trail-what");
    assert!(
        what.iter().any(|it| it == "Requested a status refresh"),
        "{what:?}"
    );
    assert!(
        !page.has("form[action='/admin/api/case-ask']"),
        "a decided case offers no poll"
    );
    verified(&app);
}

#[tokio::test]
async fn reviewer_poll_too_early_is_scheduled_for_the_earliest_time() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::PAULINA).await;
    app.a_question_later();
    let reference = browser.status_page().await.one(".reference strong");
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&reference).await;
    let id = app.inquiry().external_id;
    app.sandbox.decide(&id, Decision::Denied).expect("decided");
    let polls = app.sandbox.calls(Endpoint::Status);
    rita.submit_case_form("ask", &[]).await;
    assert_eq!(app.sandbox.calls(Endpoint::Status), polls, "not yet");
    let due = "SELECT CAST((j.due_at - a.asked_at) / 1000 AS TEXT) FROM jobs j \
               JOIN applications a ON a.id = j.application_id";
    assert_eq!(app.column(due).await, ["5"]);
    app.a_question_later();
    app.wait_for_state("denied").await;
    assert_eq!(app.sandbox.calls(Endpoint::Status), polls + 1);
}

#[tokio::test]
async fn resubmission_invitation_lasts_until_the_applicant_submits_again() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::PAULINA).await;
    app.a_question_later();
    let reference = browser.status_page().await.one(".reference strong");
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&reference).await;
    let page = rita.submit_case_form("invite", &[("text", "")]).await;
    assert_eq!(page.problems()[0].0, "#invite-reason");
    let page = rita
        .submit_case_form("invite", &[("text", "Corner is missing")])
        .await;
    assert_eq!(
        page.all(".case-marks .standing")[0],
        "Resubmission requested"
    );
    assert!(!page.has("form[action='/admin/api/case-invite']"), "once");
    assert_eq!(page.one(".written"), "Corner is missing");
    // Polls still return a review of the old documents: they do not withdraw the invitation.
    for _ in 0..3 {
        app.a_question_later();
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("resubmit"));
        assert!(
            !page.text.contains("Corner"),
            "the reason stays inside the admin"
        );
    }
    let starts = app.sandbox.calls(Endpoint::Start);
    browser.renew(SSN).await;
    assert_eq!(app.sandbox.calls(Endpoint::Start), starts + 1);
    app.a_question_later();
    let label = browser.status_page().await.label();
    assert_eq!(
        label.as_deref(),
        Some("manual_review"),
        "the outcome of attempt 2 is applied"
    );
    let page = rita.case(&reference).await;
    assert!(
        page.all(".trail-what")
            .iter()
            .any(|it| it.ends_with("Attempt 2"))
    );
    verified(&app);
}

#[tokio::test]
async fn parked_case_release_needs_a_reason() {
    let app = TestApp::new().await;
    app.always(Endpoint::Start, FaultKind::Error(403));
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    let reference = browser.until("parked").await.one(".reference strong");
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let page = rita.case(&reference).await;
    assert!(
        page.all(".case-facts dd")[0].contains("the verification provider rejects our credentials")
    );
    let page = rita
        .submit_case_form("release", &[("text", " "), ("external", "ext_x")])
        .await;
    assert_eq!(page.problems()[0].0, "#release-reason");
    assert_eq!(page.value("external").as_deref(), Some("ext_x"), "is kept");
    let wrong = [("text", "Found it"), ("external", "ext_unknown")];
    let page = rita.submit_case_form("release", &wrong).await;
    assert_eq!(page.problems()[0].0, "#external");
    assert_eq!(page.all(".case-marks .standing")[0], "Parked");
    app.sandbox.clear_faults();
    let right = [("text", "Credentials are mended"), ("external", "")];
    let page = rita.submit_case_form("release", &right).await.clone();
    assert_eq!(page.notice().as_deref(), Some("Case released."));
    assert_eq!(page.all(".case-marks .standing")[0], "Approved");
    let transitions = page.all(".by-staff .moved");
    assert_eq!(transitions, ["Parked → to Submitting"]);
    assert_eq!(page.one(".written"), "Credentials are mended");
    verified(&app);
}

#[tokio::test]
async fn open_case_page_learns_of_news_and_links_to_them() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    let page = rita.case(&reference).await.clone();
    let of = |name: &str| page.attribute("p.news", name).expect("an attribute");
    let (csrf, seen) = (of("data-csrf"), of("data-seen"));
    let asked = [("csrf", &*csrf), ("case", &*reference), ("seen", &*seen)];
    let ask = of("data-ask");
    let nothing = rita.browser.ask(&ask, &asked).await;
    assert_eq!((nothing.status.as_u16(), nothing.text.trim()), (200, ""));
    rolf.case(&reference).await;
    rolf.submit_case_form("note", &[("text", "Called them")])
        .await;
    let news = rita.browser.ask(&ask, &asked).await;
    assert_eq!(news.text.trim(), "This case has changed. Show what’s new");
    // The link marks what is new.
    let page = rita.browser.get(&of("data-show")).await;
    assert_eq!(
        page.all(".changed li"),
        [format!("{}: Internal note", rolf.name)]
    );
}
