//! What decides follows from the audit trails: `audit verify` names each row of a table that was
//! written past them.

use super::assignment::option_value;
use crate::{app::TestApp, audit::after, person::Person};
use kyc::admin::Role;

/// A decided case with assignee, reveal and confirmed override, and a disabled account.
async fn app_with_decisions() -> (TestApp, String, [String; 3]) {
    let mut app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let vera = app.sign_in_staff(Role::Viewer).await;
    let page = rita.case(&case).await.clone();
    let ritas = option_value(&page, &rita.name).expect("a reviewer");
    rita.submit_case_form("assign", &[("assignee", &ritas)])
        .await;
    rita.reveal(&case, "email", "to write to them").await;
    let ask = [
        ("outcome", "deny"),
        ("override_reason", "withdrawn by phone"),
    ];
    rita.case(&case).await;
    rita.press("form[action$=ask-overrule]", &ask).await;
    let answer = [("answer", "confirm"), ("answer_reason", "so I heard")];
    ann.case(&case).await;
    ann.press("form[action$=answer-overrule]", &answer).await;
    app.task(&["reviewer", "disable", &vera.name]).await;
    app.stop().await;
    (app, case, [rita.name, ann.name, vera.name])
}

#[tokio::test]
async fn audit_verify_names_each_row_that_disagrees_with_the_trails() {
    let (app, case, [rita, ann, vera]) = app_with_decisions().await;
    let (code, output) = after(&app, &[]).await;
    assert_eq!(code, Some(0), "{output}");
    for (sql, row, what) in [
        (
            "UPDATE applications SET state = 'denied' WHERE state = 'approved'",
            &case,
            "the trail ends in approved, the application is in denied",
        ),
        (
            "UPDATE cases SET state = 'denied' WHERE state = 'approved'",
            &case,
            "state is denied, but approved by the trail",
        ),
        (
            "UPDATE cases SET assignee = (SELECT id FROM reviewers WHERE role = 'viewer')",
            &case,
            "assignee is ",
        ),
        (
            "UPDATE cases SET assignee = x''",
            &case,
            "assignee is none, but ",
        ),
        (
            "UPDATE reviewers SET role = 'administrator' WHERE role = 'reviewer'",
            &rita,
            "role is administrator, but reviewer by the trail",
        ),
        (
            "UPDATE reviewers SET disabled_at = NULL",
            &vera,
            "disabled is false, but true by the trail",
        ),
        (
            "UPDATE reviewers SET disabled_at = 1 WHERE role = 'administrator'",
            &ann,
            "disabled is true, but false by the trail",
        ),
        (
            "INSERT INTO reviewers (id, name, role, version, created_at) \
             VALUES (x'00000000000000000000000000000000', 'mallory', 'administrator', 1, 1)",
            &"mallory".to_owned(),
            "no event in the trail made this row",
        ),
        (
            "UPDATE overrules SET outcome = 'approve'",
            &case,
            "outcome is approve, but deny by the trail",
        ),
        (
            "UPDATE overrules SET standing = 'open', answered_by = NULL, answered_at = NULL, \
             answered_seq = NULL",
            &case,
            "standing is open, but confirmed by the trail",
        ),
        (
            "UPDATE overrules SET standing = 'void'",
            &case,
            "standing is void, but confirmed by the trail",
        ),
        ("DELETE FROM overrules", &case, "the row is missing"),
        (
            "UPDATE reveals SET field = 'address'",
            &case,
            "field is address, but email by the trail",
        ),
        ("UPDATE reveals SET at = at + 1", &case, "at is "),
        ("DELETE FROM reveals", &case, "the row is missing"),
        (
            "INSERT INTO reveals SELECT application_id, answered_seq, asked_by, 'address', 1, 2 \
             FROM overrules",
            &case,
            "no event in the trail made this row",
        ),
    ] {
        let (code, output) = after(&app, &[sql]).await;
        assert_eq!(code, Some(1), "{sql}: {output}");
        let is_named = |line: &str| line.contains(row.as_str()) && line.contains(what);
        assert!(
            output.lines().any(is_named),
            "{sql}: no \"{what}\" in {output}"
        );
    }
}

/// A void request is no event: the store writes it where the provider has changed its decision.
#[tokio::test]
async fn void_override_request_agrees_with_the_trail() {
    let mut app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let ask = [
        ("outcome", "deny"),
        ("override_reason", "withdrawn by phone"),
    ];
    rita.case(&case).await;
    rita.press("form[action$=ask-overrule]", &ask).await;
    app.stop().await;
    let (code, output) = after(&app, &["UPDATE overrules SET standing = 'void'"]).await;
    assert_eq!(code, Some(0), "{output}");
}
