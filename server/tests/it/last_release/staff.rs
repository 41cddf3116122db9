//! The staff of the database, and what they did: each kind of row that the admin writes.

use super::{
    applicants::Applicants,
    expected::{Account, Kept},
};
use crate::{
    admin::{
        assignment::option_value,
        authenticator::ORIGIN,
        signed_in_staff::{PASSWORD, SignedInStaff},
    },
    app::TestApp,
};
use kyc::admin::Role;
use reqwest::header::{self, HeaderMap, HeaderValue};
use serde_json::Value;

const WHY: &str = "John Doe showed his passport at the branch";

/// The accounts that the tests use.
pub(super) struct Staff {
    pub(super) rita: SignedInStaff,
    pub(super) reviewer: Account,
    pub(super) administrator: Account,
    pub(super) passkey: Value,
    pub(super) kept: Kept,
}

/// Adds the staff, who then work on the cases.
pub(super) async fn work(app: &TestApp, applicants: &Applicants) -> Staff {
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut bob = app.sign_in_staff(Role::Administrator).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    let vera = app.sign_in_staff(Role::Viewer).await;
    let gone = app.sign_in_staff(Role::Reviewer).await;
    app.task(&["reviewer", "disable", &gone.name]).await;
    app.task(&["reviewer", "add", "invited", "reviewer"]).await;
    request_changes(&mut ann, &mut bob, &vera).await;
    let passkey = rita.add_passkey().await.to_json();
    work_on_a_case(&mut rita, &applicants.reviews[0], &rolf.name).await;
    request_overrides(&mut rita, &mut rolf, applicants).await;
    let file = ann.export("all", &[("personal", "yes")]).await;
    assert_eq!(file.status, 200);
    // The daily budget has two: the third one alerts the administrators.
    for field in ["email", "phone", "birth_date"] {
        rita.reveal(&applicants.reviews[0], field, "compare with the letter")
            .await;
    }
    let mut guess = vera.clone_for(app);
    let page = guess.first("guess after guess after guess").await;
    assert_eq!(page.path, "/admin/sign-in?notice=wrong");
    let kept = keep_input(&mut rita, &applicants.reviews[1]).await;
    Staff {
        reviewer: account(&rita),
        administrator: account(&bob),
        rita,
        passkey,
        kept,
    }
}

fn account(staff: &SignedInStaff) -> Account {
    Account {
        name: staff.name.clone(),
        password: PASSWORD.to_owned(),
        secret: staff.secret.clone(),
    }
}

/// Changes of the staff: one confirmed, one rejected, one open.
async fn request_changes(ann: &mut SignedInStaff, bob: &mut SignedInStaff, vera: &SignedInStaff) {
    let requested = "/admin/staff?notice=done-change-requested";
    assert_eq!(ann.add_staff("new.hire", "reviewer").await.path, requested);
    assert!(
        bob.answer(&[("answer", "confirm")])
            .await
            .has("#enrol-link")
    );
    let page = ann.change_staff(&vera.name, "administrator").await;
    assert_eq!(page.path, requested);
    let page = bob.answer(&[("answer", "reject")]).await;
    assert_eq!(page.path, "/admin/staff?notice=done-change-rejected");
    assert_eq!(ann.add_staff("next.hire", "viewer").await.path, requested);
}

/// A note, a message to the applicant, and an assignment.
async fn work_on_a_case(rita: &mut SignedInStaff, case: &str, assignee: &str) {
    rita.case(case).await;
    let note = [("text", "Called the bank: no answer")];
    rita.submit_case_form("note", &note).await;
    let message = [("text", "Please call us.")];
    let page = rita.submit_case_form("message", &message).await;
    let assignee = option_value(page, assignee).expect("a reviewer");
    let page = rita
        .submit_case_form("assign", &[("assignee", &assignee)])
        .await;
    assert_eq!(page.all(".written").len(), 2);
}

/// Override requests: one confirmed, one rejected, one open.
async fn request_overrides(rita: &mut SignedInStaff, rolf: &mut SignedInStaff, on: &Applicants) {
    rita.request_override(&on.approved, "deny", WHY).await;
    rolf.reply_to_override(&on.approved, "confirm", "seen and compared")
        .await;
    rita.request_override(&on.denied, "approve", WHY).await;
    rolf.reply_to_override(&on.denied, "turn-down", "the letter is a forgery")
        .await;
    let page = rita.request_override(&on.reviews[0], "approve", WHY).await;
    assert_eq!(page.all(".wanted .standing").len(), 1);
}

/// Types a note that is kept for after the next sign-in, as the timeout script does.
async fn keep_input(rita: &mut SignedInStaff, case: &str) -> Kept {
    let page = rita.case(case).await;
    let (keep, csrf) = (page.attribute("#idle", "data-keep"), page.csrf());
    let text = "Half a note";
    let typed = [
        ("csrf", &*csrf),
        ("form", "/admin/api/case-note"),
        ("case", case),
        ("text", text),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    // A browser would name the public address, where the passkeys belong.
    let origin = (header::ORIGIN, HeaderValue::from_static(ORIGIN));
    let request = rita
        .browser
        .as_a_script(&keep.expect("an address"), &typed)
        .headers(HeaderMap::from_iter([origin]));
    let answer = rita.browser.send(request).await;
    assert_eq!(answer.status, 200);
    Kept {
        reference: case.to_owned(),
        text: text.to_owned(),
    }
}
