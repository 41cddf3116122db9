//! The staff audit trail at `/admin/staff/activity`.

use super::staff::id_of;
use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;

fn events(page: &Page) -> Vec<String> {
    page.all(".activity tbody tr td:nth-child(3)")
}

#[tokio::test]
async fn staff_activity_is_filtered_by_person_and_by_kind() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&case).await;
    let page = ann.browser.get("/admin/staff").await;
    let who = id_of(page, &rita.name);
    let all = events(ann.browser.get("/admin/staff/activity").await);
    assert_eq!(all[0], format!("Case {case} opened"));
    assert!(all.iter().filter(|it| *it == "Account set up").count() == 2);
    let path = format!("/admin/staff/activity?who={who}&kind=enrolled");
    let page = ann.browser.get(&path).await;
    assert_eq!(events(page), ["Account set up"]);
    let page = ann.browser.get("/admin/staff/activity?kind=reset").await;
    assert!(page.text.contains("No events match"));
}

#[tokio::test]
async fn staff_activity_pages_lead_to_older_events() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) \
               INSERT INTO desk_trail (pos, at, actor, deed, detail, hash) \
               SELECT 1000 + i, i, 'system', 'withdrawn', '{\"deed\":\"withdrawn\"}', x'00' FROM n";
    app.database().await.run(sql).await;
    let page = ann
        .browser
        .get("/admin/staff/activity?kind=withdrawn")
        .await;
    assert_eq!(events(page).len(), 50);
    let older = page.attribute("a[rel=next]", "href").expect("a link");
    let page = ann.browser.get(&older).await;
    // A withdrawn invite of this set-up may be among them.
    let all = app.column("SELECT detail FROM desk_trail WHERE deed = 'withdrawn'");
    assert_eq!(events(page).len(), all.await.len() - 50);
    assert!(!page.has("a[rel=next]"));
}

#[tokio::test]
async fn staff_activity_export_is_a_csv_file_with_its_own_event() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let page = ann
        .browser
        .get("/admin/staff/activity.csv?kind=enrolled")
        .await;
    assert!(page.header("content-type").starts_with("text/csv"));
    let lines: Vec<_> = page.text.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("\"position\",\"at\",\"actor\""));
    assert!(lines[1].contains(&ann.name) && lines[1].contains("\"enrolled\""));
    let exported = "SELECT detail FROM desk_trail WHERE deed = 'activity_exported'";
    assert_eq!(
        app.column(exported).await,
        [r#"{"deed":"activity_exported"}"#]
    );
}

#[tokio::test]
async fn opened_case_is_an_event_once_a_visit() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    rita.case(&case).await;
    rita.case(&case).await;
    let opened = "SELECT detail FROM desk_trail WHERE deed = 'case_opened'";
    let event = format!(r#"{{"deed":"case_opened","case":"{case}"}}"#);
    assert_eq!(app.column(opened).await, [event.as_str()]);
    app.advance(std::time::Duration::from_secs(14 * 60));
    rita.browser.get("/admin").await;
    app.advance(std::time::Duration::from_secs(2 * 60));
    rita.case(&case).await;
    assert_eq!(app.column(opened).await.len(), 2);
}
