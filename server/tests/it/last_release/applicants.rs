//! The applicants of the database: at least one application in each state, one erased, and the
//! webhooks about some of them.

use super::expected::Draft;
use crate::{
    app::TestApp,
    browser::{Browser, client},
    devices::WINDOWS,
    person::Person,
    wait::{equal, eventually},
    webhooks::sender::{FIRM, Message, SECRET, approval, event, request},
};
use sandbox::{
    Decision,
    Endpoint::{Start, Status},
    FaultKind, InquiryView,
};

/// Their email address differs from that of the other applicants.
const PAULINA: Person = Person {
    email: "paulina@example.com",
    ..Person::PAULINA
};

/// The applications that the staff works on, by reference.
pub(super) struct Applicants {
    pub(super) approved: String,
    pub(super) denied: String,
    /// Three in manual review.
    pub(super) reviews: [String; 3],
    /// The provider's ids of two in manual review, which webhooks decide.
    users: [String; 2],
    pub(super) draft: Draft,
}

/// The inquiry of the last start.
fn newest(app: &TestApp) -> InquiryView {
    let inquiries = app.sandbox.inquiries().into_iter();
    let newest = inquiries.max_by_key(|inquiry| inquiry.created_at);
    newest.expect("an inquiry")
}

/// Submits an application on a computer. Returns the browser on the status page, and the reference.
async fn apply(app: &TestApp, person: &Person, state: &str) -> (Browser, String) {
    let mut browser = app.browser().habit("user-agent", WINDOWS);
    browser.apply(person).await;
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some(state), "{}", page.text);
    let reference = page.one(".reference strong");
    app.a_question_later();
    (browser, reference)
}

/// Applications in every state that the provider leads to.
pub(super) async fn apply_at_a_sound_provider(app: &TestApp) -> Applicants {
    // First, because its link expires by the clock, and others would expire with it.
    let documents = Person::born("1985-09-02");
    let (mut late, _) = apply(app, &documents, "documents_required").await;
    late.lingers(app, 20).await;
    late.until("expired").await;
    let (_, approved) = apply(app, &Person::JOHN, "approved").await;
    let (_, denied) = apply(app, &Person::born("1985-09-04"), "denied").await;
    let with_photos = Person::born("1985-09-25");
    let (mut browser, _) = apply(app, &with_photos, "documents_required").await;
    let id = newest(app).external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    browser.until("documents_under_review").await;
    let (mut browser, _) = apply(app, &PAULINA, "manual_review").await;
    let id = newest(app).external_id;
    app.sandbox
        .decide(&id, Decision::Resubmit)
        .expect("decided");
    browser.until("resubmit").await;
    apply(app, &documents, "documents_required").await;
    let (_, erased) = apply(app, &Person::JOHN, "approved").await;
    app.task(&["erase", &erased]).await;
    let (mut reviews, mut users) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        reviews.push(apply(app, &PAULINA, "manual_review").await.1);
    }
    for _ in 0..2 {
        apply(app, &PAULINA, "manual_review").await;
        users.push(newest(app).user_id);
    }
    app.browser().begin().await;
    let mut browser = app.browser().habit("user-agent", WINDOWS);
    browser.fill_in(&Person::JOHN).await;
    let link = browser.get("/").await.return_link();
    Applicants {
        approved,
        denied,
        reviews: reviews.try_into().expect("three"),
        users: users.try_into().expect("two"),
        draft: Draft {
            link: link.expect("a link"),
            born: Person::JOHN.born.to_owned(),
            given: Person::JOHN.given.to_owned(),
        },
    }
}

/// From here on no poll moves an application.
pub(super) fn end_polls(app: &TestApp) {
    app.always(Status, FaultKind::Error(503));
}

/// Applications that wait for a provider with faults. Returns the one that it did not accept yet.
pub(super) async fn apply_at_a_faulty_provider(app: &TestApp) -> String {
    app.once(Start, FaultKind::UnknownDecision);
    apply(app, &Person::JOHN, "processing").await;
    app.once(Start, FaultKind::Error(403));
    apply(app, &Person::JOHN, "parked").await;
    // The next try is due after the database is made.
    app.always(Start, FaultKind::RateLimited(600));
    apply(app, &Person::JOHN, "submitting").await.1
}

/// One webhook of each outcome. They decide two applications.
pub(super) async fn send_webhooks(app: &TestApp, applicants: &Applicants) {
    let [approved, provisioned] = &applicants.users;
    let kind = "kyc.approved";
    for (id, body) in [
        ("01J0", approval("01J0", approved)),
        // Without the account's ids.
        ("01J1", event(kind, "01J1", provisioned)),
        ("01J2", event(kind, "01J2", "usr_of_a_lost_database")),
        ("01J3", "no JSON".to_owned()),
        (
            "01J4",
            event(kind, "01J4", approved).replace(FIRM, "another"),
        ),
    ] {
        send(app, id, &body).await;
    }
    let expected = ["applied", "applied", "unknown", "unreadable", "other_firm"];
    let database = app.database().await;
    eventually!("the outcome of each webhook", async {
        equal(database.delivery_statuses().await, expected)
    });
}

async fn send(app: &TestApp, id: &str, body: &str) {
    let message = Message::signed(SECRET, id, app.now(), body);
    let sent = request(&client(), &app.url(), &message).send().await;
    assert_eq!(sent.expect("an answer").status(), 204);
}
