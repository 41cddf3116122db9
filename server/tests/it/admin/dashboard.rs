//! The dashboard: counts of applications, and the health of the provider.

use super::signed_in_staff::SignedInStaff;
use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;
use sandbox::{Endpoint, FaultKind};
use std::time::Duration;

impl SignedInStaff {
    async fn dashboard(&mut self, query: &str) -> &Page {
        self.browser.get(&format!("/admin/overview{query}")).await
    }
}

/// The figures of a table row, by its header.
fn row(page: &Page, part: &str, head: &str) -> Vec<String> {
    let heads = page.all(&format!("{part} tbody th"));
    let at = heads.iter().position(|it| it == head);
    let at = at.unwrap_or_else(|| panic!("{head} among {heads:?}"));
    page.all(&format!("{part} tbody tr:nth-child({}) td", at + 1))
}

/// The waiting applications in all and by age, summed over all rows.
fn waiting(page: &Page) -> Vec<u32> {
    let cells = page.all("#waiting tbody td");
    let columns = cells.len() / 4;
    let column = |n: usize| {
        let cells = cells.iter().skip(n).step_by(columns);
        cells
            .map(|cell| cell.parse::<u32>().expect("a figure"))
            .sum()
    };
    (0..columns).map(column).collect()
}

#[tokio::test]
async fn empty_dashboard_shows_the_provider_health() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let page = jane.dashboard("").await;
    assert_eq!(page.heading(), "Dashboard");
    assert_eq!(page.one(".empty h2"), "No data yet");
    assert_eq!(page.one("#provider .standing"), "Calls succeed");
    assert!(page.text.contains("No webhooks received"));
    assert_eq!(page.one(".admin-nav [aria-current]"), "Dashboard");
    assert!(!page.has("script[src]") && !page.has("#days"));
}

#[tokio::test]
async fn dashboard_counts_applications_by_day_step_and_decision_time() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    for person in [Person::JOHN, Person::PAULINA] {
        let mut browser = app.browser();
        browser.apply(&person).await;
        browser.status_page().await;
        app.a_question_later();
    }
    let mut begun = app.browser();
    begun.begin().await;
    jane.sign_in(&app).await;
    let page = jane.dashboard("").await.clone();
    let summary = page.one("#days .summary");
    assert!(
        summary.starts_with(
            "Opened: 3. Of these, 1 approved, 0 denied, 1 in progress, 0 parked, 1 not submitted."
        ),
        "{summary}"
    );
    assert_eq!(page.all("#days tbody tr").len(), 30);
    let today = &page.all("#days tbody tr:first-child td");
    assert_eq!(*today, ["3", "1", "0", "1", "0", "1"]);
    let alt = page
        .attribute("#days .plot-area", "aria-label")
        .expect("words");
    assert!(alt.contains(&summary), "{alt}");
    // Of three applications, one stopped before the first step.
    assert_eq!(row(&page, "#funnel", "Opened"), ["3", "100%", ""]);
    let agreed = row(&page, "#funnel", "Agreement");
    assert_eq!(agreed, ["2", "66.7%", "1 (33.3%)"]);
    let sent = row(&page, "#funnel", "Checked and submitted");
    assert_eq!(sent, ["2", "66.7%", "none"]);
    let summary = page.one("#funnel .summary");
    assert_eq!(
        summary,
        "Submitted: 2 of 3 (66.7%). Most drop off at “Agreement”: 1 of 3 (33.3%)."
    );
    let waits = row(&page, "#waiting", "A reviewer at the verification provider");
    assert_eq!(waits, ["1", "1", "0", "0", "0", "0"]);
    let list = page.attribute("#waiting tbody a", "href").expect("a link");
    assert_eq!(
        jane.browser.get(&list).await.all(".cases tbody tr").len(),
        1
    );
    assert!(
        page.one("#times .summary")
            .starts_with("Decided: 1. Half within ")
    );
    assert_eq!(page.all("#times tbody tr").len(), 1);
    // The page contains no personal data.
    for private in ["John", "Paulina", "Doe", "example.com", "VB-"] {
        assert!(!page.text.contains(private), "{private}");
    }
}

#[tokio::test]
async fn dashboard_marks_of_equal_percentiles_stay_visible() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::JOHN).await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let page = jane.dashboard("").await;
    let (square, dot) = (".point-place", "circle.point.half");
    let upon = format!("#times .plot-area {square} + {dot}");
    assert!(page.has(&upon), "the dot is drawn upon the square");
    for place in ["#times .plot-area", "#times .legend"] {
        let size = |mark: &str, name| {
            let size = page.attribute(&format!("{place} {mark}"), name);
            let size = size.and_then(|size| size.parse::<f64>().ok());
            size.unwrap_or_else(|| panic!("{place} {mark}"))
        };
        let (inside, wide) = (size("rect.point.most", "width") - 2.0, 2.0 * size(dot, "r"));
        assert!(inside >= wide + 2.0, "{place}: {wide} in {inside}");
    }
}

#[tokio::test]
async fn dashboard_groups_waiting_applications_by_age_and_period() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut browser = app.browser();
    browser.apply(&Person::PAULINA).await;
    browser.status_page().await;
    // Failing polls keep the application undecided; its row may change.
    app.always(Endpoint::Status, FaultKind::Error(503));
    for (days, expected) in [(4, [1, 0, 0, 1, 0, 0]), (27, [1, 0, 0, 0, 0, 1])] {
        app.advance(Duration::from_secs(days * 86_400));
        jane.sign_in(&app).await;
        let page = jane.dashboard("?days=7").await;
        assert_eq!(waiting(page), expected);
        assert_eq!(page.one(".views [aria-current]"), "7 days");
    }
    let page = jane.dashboard("?days=7").await;
    assert_eq!(
        page.one("#days .summary"),
        "No applications were opened in this period."
    );
    assert!(
        page.one("#waiting .summary")
            .ends_with("Open for 30 days or more: 1.")
    );
    let page = jane.dashboard("?days=90").await;
    assert!(page.one("#days .summary").starts_with("Opened: 1."));
    assert_eq!(page.all("#days tbody tr").len(), 90);
    // An invalid number of days falls back to the default.
    let page = jane.dashboard("?days=%3Cb%3E").await;
    assert_eq!(page.one(".views [aria-current]"), "30 days");
}

#[tokio::test]
async fn dashboard_shows_failed_calls_and_the_open_circuit() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut browser = app.browser();
    browser.apply(&Person::PAULINA).await;
    browser.status_page().await;
    let made = row(
        jane.dashboard("").await,
        "#provider",
        "Submit an application",
    );
    assert_eq!(made[..3], ["1", "0 (0%)", "0"]);
    let mut operator = app.browser();
    assert_eq!(operator.get("/health/provider").await.text, "up");
    app.always(Endpoint::Status, FaultKind::Error(503));
    for _ in 0..12 {
        app.a_question_later();
        browser.status_page().await;
    }
    let health = operator.get("/health/provider").await.text.clone();
    assert!(health.starts_with("down: "), "{health}");
    let old_path = operator.get("/health/upstream").await;
    assert_eq!(old_path.text, health);
    jane.sign_in(&app).await;
    let page = jane.dashboard("").await;
    let made = row(page, "#provider", "Status check");
    assert!(
        made[1].ends_with("%)") && !made[1].starts_with("0 "),
        "{made:?}"
    );
    let standing = page.one("#provider .standing.warn");
    assert!(standing.starts_with("Marked as down: "), "{standing}");
    // The table counts the last hour only.
    app.advance(Duration::from_secs(61 * 60));
    jane.sign_in(&app).await;
    let page = jane.dashboard("").await;
    assert_eq!(
        row(page, "#provider", "Submit an application")[1],
        "no calls"
    );
}

#[tokio::test]
async fn dashboard_formats_large_numbers_in_both_languages() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    app.browser().begin().await;
    let database = app.database().await;
    for sql in [
        "UPDATE day_counts SET cases = 1000000",
        "INSERT INTO step_counts (day, place, shard, cases) SELECT day, 1, 0, 999999 FROM day_counts",
    ] {
        database.run(sql).await;
    }
    let page = jane.dashboard("").await;
    let agreed = row(page, "#funnel", "Agreement");
    assert_eq!(agreed, ["999,999", "99.9%", "1 (under 0.1%)"]);
    let ticks = page.all("#days .plot-scale text");
    assert_eq!(ticks, ["0", "500,000", "1,000,000"]);
    let page = jane.browser.speak("es", &[]).await;
    assert_eq!(page.heading(), "Panel");
    let agreed = row(page, "#funnel", "Consentimiento");
    assert_eq!(agreed, ["999,999", "99.9 %", "1 (menos de 0.1 %)"]);
}

#[tokio::test]
async fn age_hint_says_calendar_days() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::PAULINA).await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let page = jane.browser.get("/admin/overview").await;
    let hint = "by calendar days (UTC) since the day they were opened";
    assert!(page.text.contains(hint), "{}", page.text);
}
