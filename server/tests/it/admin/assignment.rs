//! Assignment of a case: only to staff who work on cases, and one assignment at a time.

use super::staff::id_of;
use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;

const ASSIGN: &str = "form[action='/admin/api/case-assign']";
const ASSIGNED: &str =
    "SELECT actor || ' ' || detail FROM events WHERE action = 'assigned' ORDER BY id";

/// The option value of a name in the assignee list, if the list has it.
pub(crate) fn option_value(page: &Page, name: &str) -> Option<String> {
    let names = page.all("#assignee option");
    let at = names.iter().position(|it| it == name)? + 1;
    page.attribute(&format!("#assignee option:nth-child({at})"), "value")
}

/// The pages with this notice in their address.
fn with_notice<'a>(pages: &[(&'a str, &'a Page)], notice: &str) -> Vec<(&'a str, &'a Page)> {
    let with_it = pages.iter().filter(|(_, page)| page.path.contains(notice));
    with_it.copied().collect()
}

/// The assignee of the case on the page.
fn assignee(page: &Page) -> String {
    page.all(".case-facts dd").remove(0)
}

#[tokio::test]
async fn assignment_to_another_reviewer_is_audited() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    let ann = app.sign_in_staff(Role::Administrator).await;
    let page = rita.case(&reference).await.clone();
    let [ritas, rolfs, anns] = [&rita.name, &rolf.name, &ann.name]
        .map(|name| option_value(&page, name).expect("a reviewer who works on cases"));
    let page = rita
        .submit_case_form("assign", &[("assignee", &rolfs)])
        .await
        .clone();
    let notice = page.notice();
    assert_eq!(
        notice.as_deref(),
        Some(&*format!("Assigned to {}.", rolf.name))
    );
    assert_eq!(assignee(&page), rolf.name);
    let chosen = page.attribute("#assignee option[selected]", "value");
    assert_eq!(chosen.as_ref(), Some(&rolfs), "as it is");
    let what = page.all(".trail-what").pop();
    assert_eq!(what, Some(format!("Assigned {}", rolf.name)));
    let who = page.all(".trail-who strong").pop();
    assert_eq!(who.as_ref(), Some(&rita.name));
    // The new assignee has the case and assigns it to another one.
    let page = rolf.browser.get("/admin?whose=me").await;
    assert_eq!(page.one(".cases tbody th"), reference);
    assert_eq!(page.one(".cases tbody td:last-child"), rolf.name);
    rolf.case(&reference).await;
    let page = rolf
        .submit_case_form("assign", &[("assignee", &anns)])
        .await;
    assert_eq!(assignee(page), ann.name);
    assert!(rolf.browser.get("/admin?whose=me").await.has(".empty"));
    let line = |by: &str, from: &str, to: &str| {
        format!(r#"reviewer:{by} {{"action":"assigned","from":{from},"to":"{to}"}}"#)
    };
    assert_eq!(
        app.column(ASSIGNED).await,
        [
            line(&ritas, "null", &rolfs),
            line(&rolfs, &format!("\"{rolfs}\""), &anns),
        ]
    );
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
}

#[tokio::test]
async fn assignment_to_viewers_or_disabled_accounts_is_refused() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let vera = app.sign_in_staff(Role::Viewer).await;
    let gone = app.sign_in_staff(Role::Reviewer).await;
    let page = ann.browser.get("/admin/staff").await;
    let [veras, gones] = [&vera, &gone].map(|them| id_of(page, &them.name));
    app.task(&["reviewer", "disable", &gone.name]).await;
    for whom in [&veras, &gones] {
        rita.case(&reference).await;
        let page = rita.submit_case_form("assign", &[("assignee", whom)]).await;
        let why = "Choose a reviewer or an administrator";
        assert_eq!(
            page.problems(),
            [("#assignee".to_owned(), why.to_owned())],
            "{whom}"
        );
        assert_eq!(page.all(".panel:has(#assignee) .fault"), [why]);
        assert_eq!(assignee(page), "Unassigned");
    }
    assert!(app.column(ASSIGNED).await.is_empty());
    // The account was disabled: the same id works once it is enabled.
    app.task(&["reviewer", "enable", &gone.name]).await;
    rita.case(&reference).await;
    let page = rita
        .submit_case_form("assign", &[("assignee", &gones)])
        .await;
    assert_eq!(assignee(page), gone.name);
}

#[tokio::test]
async fn concurrent_claims_assign_once_and_report_the_conflict() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    // After the first round, the assignee releases the case while the other one claims it.
    for round in 1..=4 {
        rita.case(&reference).await;
        rolf.case(&reference).await;
        let (action, hers) = rita.browser.filled(ASSIGN, &[]);
        let (_, his) = rolf.browser.filled(ASSIGN, &[]);
        let (hers, his) = tokio::join!(
            rita.browser.post_and_follow(&action, &hers),
            rolf.browser.post_and_follow(&action, &his)
        );
        let both = [(rita.name.as_str(), hers), (rolf.name.as_str(), his)];
        let first = with_notice(&both, "notice=case-assigned");
        let late = with_notice(&both, "notice=case-moved&");
        let paths = both.map(|(_, page)| &page.path);
        assert_eq!((first.len(), late.len()), (1, 1), "{paths:?}");
        assert_eq!(late[0].1.problems()[0].0, "#changed");
        let new = late[0].1.all(".changed li");
        assert_eq!(new, [format!("{}: Assigned", first[0].0)]);
        assert_eq!(app.column(ASSIGNED).await.len(), round, "one line each");
    }
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
}
