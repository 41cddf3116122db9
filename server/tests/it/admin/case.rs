//! The page of a case: its facts, its masked data, and the links to the next case and the list.

use super::signed_in_staff::SignedInStaff;
use crate::{
    app::{Setup, TestApp},
    erase::{run_task, task_variables},
    page::Page,
    person::Person,
    stub::{StubProvider, answer},
};
use kyc::admin::Role;

impl SignedInStaff {
    /// Opens the page of a case directly, without a list.
    pub(crate) async fn case(&mut self, reference: &str) -> &Page {
        self.browser.get(&format!("/admin/case/{reference}")).await
    }
}

#[tokio::test]
async fn case_page_shows_the_trail_and_masks_personal_data() {
    let app = TestApp::new().await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    let reference = app.applied(&Person::PAULINA).await;
    let page = vera.case(&reference).await.clone();
    assert_eq!(page.status, 200);
    assert_eq!(page.heading(), format!("Case {reference}"));
    let marks = page.all(".case-marks .standing");
    assert_eq!(marks, ["Manual review", "Decision: Review"]);
    assert!(page.has(".case-marks .when[tabindex='0'] .exact"));
    let facts = page.all(".case-facts dd");
    let inquiry = app.inquiry();
    let expected = ["Unassigned", "P… G…", "j…@e….com", &inquiry.external_id];
    assert_eq!(facts[..4], expected);
    assert_eq!(facts[4..6], [inquiry.user_id, "1".to_owned()]);
    let what = page.all(".trail-what");
    assert_eq!(what[0], "Opened");
    assert!(what[1].starts_with("Agreed to the terms Version "));
    let transitions = page.all(".moved");
    assert_eq!(transitions[0], "Draft → to Submitting");
    assert!(
        transitions.iter().any(|it| it.ends_with("Manual review")),
        "{transitions:?}"
    );
    let who = page.all(".trail-who strong");
    for side in ["Applicant", "The verification provider", "Vestibule"] {
        assert!(who.iter().any(|it| it == side), "{who:?}");
    }
    let times = page.all(".trail-who time");
    assert!(times.iter().all(|it| it.contains(" UTC · just now")));
    // The answers are on the page, masked, behind a summary.
    assert!(page.has(".trail-answers:not([open]) summary"));
    let answers = page.all(".panel .masked dd");
    assert_eq!(answers, ["P… G…", "…", "j…@e….com", "…67", "… NY", "…6789"]);
    for private in [
        "Paulina", "Gizela", "john.doe", "1990", "555", "123 Main", "10001",
    ] {
        assert!(!page.text.contains(private), "{private}");
    }
    for nowhere in ["VB-0000-0000", "nothing", "%3Cb%3E"] {
        assert_eq!(vera.case(nowhere).await.status, 404, "{nowhere}");
    }
    // State, times and trail of an erased applicant stay.
    let (output, code) = run_task(&["erase", &reference], &task_variables(&app));
    assert_eq!(code, Some(0), "{output}");
    let page = vera.case(&reference).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.all(".case-facts dd")[1..3], ["Erased", "Erased"]);
    let last = page.all(".trail-what").pop();
    assert_eq!(last.as_deref(), Some("Erased at the applicant’s request"));
}

#[tokio::test]
async fn direction_marks_in_the_providers_words_reorder_no_admin_page() {
    let stub = StubProvider::saying(answer("pending", "in_review\u{202E}", "", "")).await;
    stub.names("ext\u{2067}id\u{2069}");
    let setup = Setup::default().var("KYC_BASE_URL", &*stub.url);
    let app = setup.start().await;
    let mut vera = app.sign_in_staff(Role::Reviewer).await;
    let reference = app.applied(&Person::JOHN).await;
    let page = vera.case(&reference).await.clone();
    let list = vera.browser.get("/admin").await.clone();
    for (page, css, expected) in [
        (&page, ".case-facts bdi", "ext\u{FFFD}id\u{FFFD}"),
        (&page, ".case-facts bdi", "in_review\u{FFFD}"),
        (&page, ".trail-more bdi", "in_review\u{FFFD}"),
        (&page, ".trail-more bdi", "ext\u{FFFD}id\u{FFFD}"),
        (&list, ".cases td bdi", "in_review\u{FFFD}"),
    ] {
        let shown = page.all(css);
        assert!(
            shown.iter().any(|text| text == expected),
            "{css}: {shown:?}"
        );
    }
    for page in [&page, &list] {
        assert!(
            !page.text.contains(['\u{202E}', '\u{2067}']),
            "{}",
            page.path
        );
    }
}

#[tokio::test]
async fn case_links_lead_through_the_list_and_back_to_the_same_page() {
    let app = TestApp::new().await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    let mut references = Vec::new();
    for _ in 0..53 {
        let mut browser = app.browser();
        browser.begin().await;
        app.advance(std::time::Duration::from_secs(1));
    }
    let list = "/admin?state=draft&sort=age&order=oldest";
    let to = {
        let page = vera.browser.get(list).await;
        references.extend(page.all(".cases tbody th"));
        page.attribute(".turn [rel=next]", "href").expect("a page")
    };
    let page = vera.browser.get(&to).await;
    references.extend(page.all(".cases tbody th"));
    assert_eq!(references.len(), 53);
    let row = page.attribute(".cases tbody th a", "href").expect("a row");
    let page = vera.browser.get(&row).await;
    let back = page.attribute(".case-turn [data-to=list]", "href");
    assert_eq!(back.as_deref(), Some(to.as_str()), "the very page");
    let way = |page: &Page, to: &str| page.attribute(&format!(".case-turn [data-to={to}]"), "href");
    let prev = way(page, "prev").expect("one before");
    assert!(prev.contains(&references[49]), "over the edge of a page");
    for reference in &references[51..] {
        let next = way(vera.browser.page(), "next").expect("a next one");
        let page = vera.browser.get(&next).await;
        assert_eq!(page.heading(), format!("Case {reference}"));
    }
    let page = vera.browser.page();
    assert_eq!(way(page, "next"), None);
    assert!(page.one(".case-turn").contains("Last case in the list"));
    // From a search, the back link leads to the search results.
    vera.browser.get("/admin").await;
    let found = [("find", references[0].as_str())];
    let page = vera.press("form.search", &found).await.clone();
    let row = page.attribute(".cases tbody th a", "href").expect("a row");
    let opened = vera.browser.get(&row).await;
    assert_eq!(way(opened, "list").as_deref(), Some(page.path.as_str()));
    assert_eq!(way(opened, "next"), None);
}
