//! The list of applications: its rows, filters, sort order, pages and search.

use super::signed_in_staff::SignedInStaff;
use crate::{
    app::TestApp,
    browser::Browser,
    erase::{run_task, task_variables},
    page::Page,
    person::Person,
};
use kyc::admin::Role;
use std::time::Duration;

/// John's application is approved, Paulina's is in manual review.
async fn two_applicants(app: &TestApp) -> [String; 2] {
    let mut references = Vec::new();
    for person in [Person::JOHN, Person::PAULINA] {
        let mut browser = app.browser();
        browser.apply(&person).await;
        references.push(browser.status_page().await.one(".reference strong"));
        app.a_question_later();
    }
    [references.remove(0), references.remove(0)]
}

/// Creates this many applications that stay at the first step.
async fn begin(app: &TestApp, many: usize) -> Vec<Browser> {
    let mut begun = Vec::new();
    for _ in 0..many {
        let mut browser = app.browser();
        browser.begin().await;
        begun.push(browser);
    }
    begun
}

fn references(page: &Page) -> Vec<String> {
    page.all(".cases tbody th")
}

impl SignedInStaff {
    pub(crate) async fn list(&mut self, query: &str) -> &Page {
        self.browser.get(&format!("/admin{query}")).await
    }
}

#[tokio::test]
async fn list_row_shows_the_state_and_masked_initials() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    assert_eq!(jane.list("").await.one(".empty h2"), "No applications yet");
    let [john, paulina] = two_applicants(&app).await;
    app.advance(Duration::from_secs(3 * 3_600));
    jane.sign_in(&app).await;
    let page = jane.list("").await.clone();
    assert_eq!(references(&page), [paulina.clone(), john.clone()]);
    assert_eq!(page.all(".cases .standing"), ["Manual review", "Approved"]);
    let cells = page.all(".cases tbody tr:first-child td");
    let shown = [
        "P… G… j…@e….com",
        "Manual review",
        "Review",
        // The provider's own status, untranslated.
        "in_review",
    ];
    assert_eq!(cells[..4], shown);
    let (opened, last) = (&cells[4], &cells[5]);
    assert!(opened.starts_with("3 h ") && opened.ends_with(" UTC"));
    assert!(last.starts_with("Provider response 3 h "), "{last}");
    assert_eq!(cells[6..], ["Unassigned"]);
    // Each row has its own values.
    let others = page.all(".cases tbody tr:last-child td");
    assert_eq!(others[1..4], ["Approved", "Approved", "complete"]);
    for private in ["Paulina", "Gizela", "Doe", "john.doe", "1990", "6789"] {
        assert!(!page.text.contains(private), "{private}");
    }
    assert!(page.all(".when .ago").iter().any(|ago| ago == "3 h"));
    let exact = &page.all(".when .exact")[0];
    assert!(exact.ends_with(" UTC"), "{exact}");
    let link = page.attribute(".cases tbody th a", "href").expect("a link");
    let start = format!("/admin/case/{paulina}?list=all&at=");
    assert!(link.starts_with(&start), "{link}");
    // A finished application needs no assignee.
    let views = ["All 2", "Mine 0", "Unassigned 1", "In review 1", "Parked 0"];
    assert_eq!(page.all(".views a"), views);
    // The sort order can be reversed, and `aria-sort` names it.
    let head = ".cases thead [aria-sort=descending] a";
    assert!(page.one(head).starts_with("Last event"));
    let link = page.attribute(head, "href").expect("a link");
    assert_eq!(link, "/admin?order=oldest");
    jane.browser.get(&link).await;
    let page = jane.browser.page();
    assert_eq!(references(page), [john, paulina]);
    assert!(page.has(".cases thead [aria-sort=ascending]"));
}

#[tokio::test]
async fn list_filters_are_kept_in_the_address() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let [john, paulina] = two_applicants(&app).await;
    let both = [paulina.clone(), john.clone()];
    for (query, expected) in [
        ("?state=approved", &both[1..]),
        ("?state=approved&state=manual_review", &both[..]),
        ("?decision=review", &both[..1]),
        ("?age=day", &both[..]),
        ("?age=older", &both[..0]),
        ("?whose=nobody", &both[..]),
        ("?whose=me", &both[..0]),
        ("?state=parked", &both[..0]),
        ("?state=nonsense&sort=%3Cb%3E&after=x", &both[..]),
        ("?state=approved&decision=denied", &both[..0]),
    ] {
        let page = jane.list(query).await;
        assert_eq!(references(page), expected, "{query}");
        let empty = page.all(".empty h2");
        let shown = expected.is_empty().then_some("No applications match");
        assert_eq!(empty.first().map(String::as_str), shown, "{query}");
    }
    let page = jane.list("?state=approved&sort=age&order=oldest").await;
    assert!(page.has("input[name=state][value=approved][checked]"));
    assert!(page.has("form.filters[method=get] input[type=hidden][name=sort][value=age]"));
    assert!(page.has(".clear"), "and they can be cleared");
    let page = jane.list("?age=week").await;
    assert!(page.has("#age option[value=week][selected]"));
}

#[tokio::test]
async fn list_pages_stay_stable_while_the_list_grows() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    begin(&app, 60).await;
    let first = references(jane.list("?sort=age").await);
    assert_eq!(first.len(), 50);
    let next = |page: &Page| page.attribute(".turn [rel=next]", "href");
    let before = |page: &Page| page.attribute(".turn [rel=prev]", "href");
    let to = next(jane.browser.page()).expect("a next page");
    assert_eq!(before(jane.browser.page()), None);
    begin(&app, 3).await;
    let second = references(jane.browser.get(&to).await);
    assert_eq!(second.len(), 10);
    assert!(first.iter().all(|it| !second.contains(it)));
    assert_eq!(next(jane.browser.page()), None);
    let back = before(jane.browser.page()).expect("the page before");
    assert_eq!(references(jane.browser.get(&back).await), first);
    assert!(
        before(jane.browser.page()).is_some(),
        "what is new is before"
    );
    // A page past the end links back to the list.
    let page = jane
        .list("?sort=age&after=00000000000000000000000000")
        .await;
    assert_eq!(page.one(".empty h2"), "End of the list");
    assert_eq!(
        page.attribute(".empty a", "href").as_deref(),
        Some("/admin?sort=age")
    );
}

#[tokio::test]
async fn search_matches_exactly_stays_out_of_the_address_and_expires() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut other = app.sign_in_staff(Role::Administrator).await;
    let [john, paulina] = two_applicants(&app).await;
    let inquiry = app.sandbox.inquiries().remove(0);
    let mut path = String::new();
    for (typed, found) in [
        (john.to_lowercase(), vec![john.clone()]),
        ("Paulina Gizela".to_owned(), vec![paulina.clone()]),
        (
            "JOHN.DOE@example.com".to_owned(),
            vec![paulina.clone(), john.clone()],
        ),
        (inquiry.user_id.clone(), vec![john.clone()]),
        ("nobody@example.com".to_owned(), vec![]),
    ] {
        jane.list("").await;
        let page = jane.press("form.search", &[("find", &typed)]).await;
        assert_eq!(references(page), found, "{typed}");
        // The page normalises a reference, so the comparison ignores case.
        let (heading, title) = (page.one("h1").to_lowercase(), page.title().to_lowercase());
        let typed = typed.to_lowercase();
        assert!(heading.contains(&typed), "the page repeats the term");
        assert!(!title.contains(&typed), "not in the history");
        let (start, id) = page.path.rsplit_once('/').expect("a path");
        assert_eq!((start, id.len()), ("/admin/search", 26));
        path.clone_from(&page.path);
    }
    let page = jane.browser.get(&path).await;
    assert!(page.one("h1").starts_with("No results for"));
    for wrong in [path.as_str(), "/admin/search/john"] {
        let page = other.browser.get(wrong).await;
        assert_eq!(page.heading(), "This search has expired", "{wrong}");
        assert!(!page.text.contains("nobody@example.com"));
    }
    for _ in 0..3 {
        app.advance(Duration::from_secs(610));
        jane.list("").await;
    }
    let page = jane.browser.get(&path).await;
    assert_eq!(page.heading(), "This search has expired");
    jane.list("").await;
    let page = jane.press("form.search", &[("find", " ")]).await;
    assert_eq!(page.path, "/admin?notice=find");
    assert_eq!(page.problems()[0].0, "#find");
    // The audit trail records the kind of search, never the search term.
    let shown = app.column("SELECT detail FROM desk_trail WHERE deed = 'searched'");
    let shown = shown.await;
    assert_eq!(shown.len(), 5);
    assert!(shown[1].contains("\"name\"") && !shown[1].contains("Paulina"));
}

#[tokio::test]
async fn list_poll_reports_new_applications_without_extending_the_session() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    begin(&app, 2).await;
    let page = jane.list("").await.clone();
    let data = |name| page.attribute(".news", name).unwrap_or_default();
    let (list, top, csrf) = (data("data-list"), data("data-top"), page.csrf());
    let pairs = [("csrf", csrf.as_str()), ("list", &list), ("top", &top)];
    let nothing = jane.browser.ask("/admin/api/list-news", &pairs).await;
    assert_eq!(nothing.status, 200, "{}", nothing.text);
    assert!(nothing.text.contains("\ndraft 2\n"), "{}", nothing.text);
    assert!(nothing.text.starts_with('\n'), "{}", nothing.text);
    begin(&app, 3).await;
    let update = jane.browser.ask("/admin/api/list-news", &pairs).await;
    assert!(update.text.contains("3 new: show them"), "{}", update.text);
    assert!(update.text.contains("\nall 5"), "{}", update.text);
    for _ in 0..2 {
        app.advance(Duration::from_secs(8 * 60));
        jane.browser.ask("/admin/api/list-news", &pairs).await;
    }
    let over = jane.browser.ask("/admin/api/list-news", &pairs).await;
    assert_eq!(over.status, 403, "asking is no sign of life");
    let mut ann = app.sign_in_staff(Role::Viewer).await;
    for path in ["/admin?state=draft&again", "/admin?again"] {
        assert_eq!(ann.browser.get(path).await.path, path);
        app.advance(Duration::from_secs(8 * 60));
    }
    let over = ann.browser.get("/admin?again").await;
    assert!(over.path.starts_with("/admin/sign-in"), "nor is bringing");
    let mut stranger = app.browser();
    let refused = stranger.ask("/admin/api/list-news", &pairs).await;
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn erased_application_leaves_the_list_until_it_is_asked_for() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let [john, paulina] = two_applicants(&app).await;
    assert_eq!(jane.list("").await.one(".found"), "2 applications");
    let (said, code) = run_task(&["erase", &john], &task_variables(&app));
    assert_eq!(code, Some(0), "{said}");
    for (query, expected, found) in [
        ("", vec![&paulina], "1 application"),
        ("?state=approved", vec![], "0 applications"),
        ("?age=day", vec![&paulina], "1 application"),
        ("?state=erased", vec![&john], "1 application"),
        ("?state=erased&age=day", vec![&john], "1 application"),
        ("?state=erased&sort=state", vec![&john], "1 application"),
        (
            "?state=erased&state=manual_review&sort=reference",
            vec![&john, &paulina],
            "2 applications",
        ),
        ("?state=erased&decision=approved", vec![], "0 applications"),
    ] {
        let page = jane.list(query).await.clone();
        let mut shown = references(&page);
        shown.sort();
        let mut expected: Vec<_> = expected.into_iter().cloned().collect();
        expected.sort();
        assert_eq!(shown, expected, "{query}");
        assert_eq!(page.one(".found"), found, "{query}");
    }
    let page = jane.list("?state=erased").await;
    assert!(page.has("input[name=state][value=erased][checked]"));
    assert_eq!(page.all(".cases .standing"), ["Approved"]);
    assert!(page.all(".views a").contains(&"All 1".to_owned()));
    // A search still finds it.
    let page = jane.press("form.search", &[("find", &john)]).await;
    assert_eq!(references(page), [john]);
    assert_eq!(page.one(".found"), "1 application");
    let (said, code) = run_task(&["audit", "verify"], &task_variables(&app));
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn long_assignee_name_stays_on_one_line() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let page = rita.list("").await;
    assert_eq!(page.one(".cases td .assignee"), "Unassigned");
    assert_eq!(
        page.attribute(".cases td .assignee", "title").as_deref(),
        Some("Unassigned")
    );
}
