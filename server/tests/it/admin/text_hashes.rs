//! The audit trail holds a hash of each text about a case: `audit verify` compares every sealed
//! text with the hash in its event.

use super::signed_in_staff::SignedInStaff;
use crate::{app::TestApp, audit::after, person::Person};
use kyc::admin::Role;

/// A note and a message about Paulina, and the same about John, who is erased afterwards.
async fn app_with_texts() -> (TestApp, String) {
    let mut app = TestApp::new().await;
    let [paulina, john] = [
        app.applied(&Person::PAULINA).await,
        app.applied(&Person::JOHN).await,
    ];
    let mut rita: SignedInStaff = app.sign_in_staff(Role::Reviewer).await;
    for reference in [&paulina, &john] {
        rita.case(reference).await;
        rita.submit_case_form("note", &[("text", "Between us")])
            .await;
        rita.submit_case_form("message", &[("text", "Please call us")])
            .await;
    }
    app.stop().await;
    app.task(&["erase", &john]).await;
    (app, paulina)
}

#[tokio::test]
async fn audit_verify_names_an_altered_case_text() {
    let (app, paulina) = app_with_texts().await;
    let (code, output) = after(&app, &[]).await;
    assert_eq!(code, Some(0), "what was erased is gone: {output}");
    let (another, gone) = (
        "the stored text differs from its hash",
        "the stored text is missing",
    );
    let unspoken = "a text is stored that the event does not mention";
    for (sql, expected) in [
        (
            "UPDATE case_texts SET text_sealed = x'00112233' \
             WHERE kind = 'note' AND length(text_sealed) > 0",
            another,
        ),
        // The message's text in the place of the note's.
        (
            "UPDATE case_texts SET text_sealed = (SELECT text_sealed FROM case_texts \
             WHERE kind = 'message' AND length(text_sealed) > 0) \
             WHERE kind = 'note' AND length(text_sealed) > 0",
            another,
        ),
        (
            "DELETE FROM case_texts WHERE length(text_sealed) > 0 AND kind = 'note'",
            gone,
        ),
        // Emptied, as an erasure does.
        (
            "UPDATE case_texts SET text_sealed = x'' WHERE kind = 'note'",
            gone,
        ),
        // A note among staff becomes a message to the applicant.
        (
            "UPDATE case_texts SET kind = 'message' WHERE length(text_sealed) > 0",
            another,
        ),
        (
            "INSERT INTO case_texts SELECT application_id, 1, 'message', written_at, text_sealed \
             FROM case_texts WHERE kind = 'message' AND length(text_sealed) > 0",
            unspoken,
        ),
    ] {
        let (code, output) = after(&app, &[sql]).await;
        assert_eq!(code, Some(1), "{sql}: {output}");
        let first = output.split("first here:\n  ").nth(1).expect("a fault");
        assert!(
            first.starts_with(&format!("{paulina}, event ")),
            "{sql}: {output}"
        );
        let line = first.lines().next().expect("a line");
        assert!(line.ends_with(expected), "{sql}: {output}");
    }
    let late = "INSERT INTO case_texts SELECT application_id, 9000, kind, written_at, text_sealed \
                FROM case_texts WHERE kind = 'message' AND length(text_sealed) > 0";
    let (code, output) = after(&app, &[late]).await;
    assert_eq!(code, Some(1), "{output}");
    assert!(
        output.contains(&format!("{paulina}, event 9000 ")),
        "{output}"
    );
}
