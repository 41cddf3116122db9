//! The export of the list: its permission, its content and its audit entry.

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

/// An applicant whose name is a formula: validation refuses it and keeps it as typed.
async fn formula(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    browser
        .submit(&[("given", "=HYPERLINK(\"x\")"), ("family", "Doe, J")])
        .await;
    browser
}

impl SignedInStaff {
    /// Opens the export page and submits its form.
    pub(crate) async fn export(&mut self, list: &str, more: &[(&str, &str)]) -> Page {
        self.browser.get(&format!("/admin/export/{list}")).await;
        let (action, mut fields) = self.browser.filled("main form[method=post]", &[]);
        fields.extend(more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        let request = self.browser.post(&action, &fields);
        self.browser.send(request).await
    }
}

const TRAIL: &str =
    "SELECT detail FROM desk_trail WHERE deed IN ('exported', 'denied') ORDER BY pos";

#[tokio::test]
async fn export_contains_personal_data_for_administrators_only() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::JOHN).await;
    formula(&app).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let file = rita.export("all", &[]).await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(
        file.header("content-disposition")
            .starts_with("attachment; filename=")
    );
    assert_eq!(file.header("cache-control"), "no-store");
    let lines: Vec<_> = file.text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].starts_with("\u{FEFF}\"reference\",\"state\",\"decision\","));
    assert!(
        lines[2].contains(",\"approved\",\"approved\","),
        "{lines:?}"
    );
    for personal in ["Doe", "example.com", "name"] {
        assert!(!file.text.contains(personal), "{personal}");
    }
    let refused = rita.export("all", &[("personal", "yes")]).await;
    assert_eq!(refused.status, 403);
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let file = ann.export("all", &[("personal", "yes")]).await;
    assert!(
        file.text
            .contains(",\"John Michael Doe\",\"john.doe@example.com\""),
        "{}",
        file.text
    );
    // Submitted and decided; an approval has the provider's id.
    let john = file.text.lines().find(|line| line.contains("John Michael"));
    let cells: Vec<_> = john.expect("a line").split(',').collect();
    let external_id = format!("\"{}\"", app.inquiry().external_id);
    assert!(
        cells[8].ends_with("Z\"") && cells[9].ends_with("Z\""),
        "{cells:?}"
    );
    assert_eq!(cells[10..13], [&*external_id, "\"\"", "\"\""]);
    let quoted = "\"'=HYPERLINK(\"\"x\"\") Doe, J\"";
    assert!(file.text.contains(quoted), "{}", file.text);
    let file = ann.export("state=approved;sort=age", &[]).await;
    assert_eq!(file.text.lines().count(), 2);
    let details = app.column(TRAIL).await;
    assert_eq!(details.len(), 4, "{details:?}");
    assert!(details[0].contains("\"personal\":false"));
    assert!(details[1].contains("ExportPersonal"), "the refusal, too");
    assert!(details[2].contains("\"personal\":true"));
    assert!(details[3].contains("state=approved;sort=age"));
}

#[tokio::test]
async fn export_is_refused_to_viewers_and_needs_a_fresh_second_factor() {
    let app = TestApp::new().await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    let page = vera.browser.get("/admin").await;
    assert!(!page.text.contains("/admin/export"), "nor is it offered");
    assert_eq!(vera.browser.get("/admin/export/all").await.status, 403);
    let csrf = vera.browser.get("/admin").await.csrf();
    let fields = [("csrf".to_owned(), csrf)];
    let request = vera.browser.post("/admin/api/export", &fields);
    assert_eq!(vera.browser.send(request).await.status, 403);
    assert_eq!(app.column(TRAIL).await.len(), 2);

    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    app.advance(Duration::from_secs(11 * 60));
    let answer = rita.export("state=parked;whose=me", &[]).await;
    assert_eq!(answer.status, 303);
    let to = answer.header("location").to_owned();
    assert_eq!(to, "/admin/confirm?to=/admin/export/state=parked;whose=me");
    rita.browser.get(&to).await;
    let page = rita.confirm(&app).await;
    assert_eq!(page.path, "/admin/export/state=parked;whose=me");
    assert_eq!(page.all(".facts dd")[..2], ["Parked", "Me"]);
    assert_eq!(rita.export("all", &[]).await.status, 200);
}

#[tokio::test]
async fn export_says_when_applications_were_erased() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::JOHN).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let (said, code) = run_task(&["erase", &reference], &task_variables(&app));
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(ann.export("all", &[]).await.text.lines().count(), 1);
    for personal in ["", "yes"] {
        let file = ann.export("state=erased", &[("personal", personal)]).await;
        let line = file.text.lines().nth(1).expect("a line").to_owned();
        let cells: Vec<_> = line.split(',').collect();
        assert_eq!(cells[0], format!("\"{reference}\""));
        assert!(cells[11].ends_with("Z\""), "{line}");
        assert!(!line.contains("John"), "{line}");
    }
}
