//! Audit trail: complete, ordered, immutable, with known actions and without personal data
//! (security I6).

use crate::{
    app::TestApp,
    db::{Database, Event},
    person::{Person, SSN},
};
use kyc::audit::Action;
use sandbox::{Decision, Endpoint, FaultKind};
use std::time::Duration;

/// Journey with a delayed submission, an expired link, a renewal and an approval.
async fn recorded_journey() -> TestApp {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::born("1985-09-02")).await;
    app.once(Endpoint::Start, FaultKind::RateLimited(60));
    browser.hand_in().await;
    app.advance(Duration::from_secs(60));
    browser.status_page().await;
    browser.submit(&[]).await;
    browser.lingers(&app, 20).await;
    browser.status_page().await;
    browser.renew(SSN).await;
    let id = app.inquiry().external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("approved")
    );
    let mut second = app.browser();
    second.begin().await;
    app
}

/// Whether each application's events form an unbroken hash chain from the first one.
pub(crate) fn is_whole(events: &[Event]) -> bool {
    let mut before: Option<&Event> = None;
    events.iter().all(|event| {
        let follows = before.filter(|before| before.application == event.application);
        let seq = follows.map_or(0, |before| before.seq);
        let hash: &[u8] = follows.map_or(&[], |before| &before.hash);
        let state = follows.is_none_or(|before| before.to == event.from);
        before = Some(event);
        state && event.seq == seq + 1 && event.hash == event.hash_after(hash)
    })
}

#[tokio::test]
async fn every_action_is_recorded_in_order() {
    let app = recorded_journey().await;
    let events = app.database().await.events().await;
    let first = events
        .iter()
        .filter(|e| e.application == events[0].application);
    let mut actions: Vec<Vec<&str>> = vec![first.map(|e| e.action.as_str()).collect()];
    let rest = events
        .iter()
        .filter(|e| e.application != events[0].application);
    actions.push(rest.map(|e| e.action.as_str()).collect());
    actions.sort_by_key(Vec::len);
    assert_eq!(actions[0], ["opened"]);
    assert_eq!(
        actions[1],
        [
            "opened",
            "consented",
            "answered",
            "answered",
            "link_made",
            "answered",
            "answered",
            "answered",
            "submitted",
            "undelivered",
            "retried",
            "heard",
            "shredded",
            "capture_expired",
            "submitted",
            "heard",
            "shredded",
            "heard",
        ]
    );
}

#[tokio::test]
async fn hash_chain_detects_every_change() {
    let app = recorded_journey().await;
    let database = app.database().await;
    let events = database.events().await;
    assert!(is_whole(&events));
    for n in 0..events.len() {
        let mut bent = events.clone();
        bent[n].detail.push(' ');
        assert!(!is_whole(&bent), "row {n} was changed");
        let mut bent = events.clone();
        bent[n].at += 1;
        assert!(!is_whole(&bent), "row {n} was moved in time");
        let last = events
            .get(n + 1)
            .is_none_or(|next| next.application != events[n].application);
        if !last {
            let mut bent = events.clone();
            bent.remove(n);
            assert!(!is_whole(&bent), "row {n} was dropped");
        }
    }
}

#[tokio::test]
async fn events_are_never_changed_or_deleted() {
    let app = TestApp::new().await;
    app.browser().begin().await;
    let database = app.database().await;
    let of_the_engine = if database.is_sqlite() {
        [
            "INSERT OR REPLACE INTO events SELECT * FROM events",
            // A conflict on the position alone is refused, too.
            "INSERT OR REPLACE INTO events SELECT id, rule, application_id, seq + 1, at, actor, \
             action, from_state, to_state, detail, hash FROM events",
        ]
    } else {
        ["TRUNCATE events", "UPDATE ONLY events SET rule = 2"]
    };
    let of_both = [
        "UPDATE events SET actor = 'system'",
        "UPDATE events SET seq = seq + 1",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = 1",
    ];
    for sql in of_both.into_iter().chain(of_the_engine) {
        let refused = database.try_run(sql).await.expect_err(sql);
        assert!(refused.contains("events are never"), "{sql}: {refused}");
    }
    assert_eq!(database.actions().await, ["opened"]);
}

#[tokio::test]
async fn events_have_known_actions_and_no_personal_data() {
    let app = recorded_journey().await;
    let link = app.sandbox.inquiries()[0]
        .capture
        .clone()
        .expect("a link")
        .path;
    for event in app.database().await.events().await {
        let action: Action = serde_json::from_str(&event.detail).expect("a known action");
        assert_eq!(action.as_str(), event.action);
        assert_eq!(
            serde_json::to_string(&action).expect("JSON"),
            event.detail,
            "nothing besides"
        );
        assert!(["applicant", "system", "upstream"].contains(&event.actor.as_str()));
        for personal in [
            "John",
            "Doe",
            "example.com",
            "5551234567",
            "Main Street",
            "1985",
            "6789",
            "capture/",
            link.as_str(),
        ] {
            assert!(
                !event.detail.contains(personal),
                "{personal} in {}",
                event.detail
            );
        }
    }
}

#[tokio::test]
async fn later_decision_never_changes_final_state() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::born("1985-09-02")).await;
    browser.hand_in().await;
    let id = app.inquiry().external_id;
    app.sandbox.decide(&id, Decision::Denied).expect("decided");
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("denied")
    );
    let actions = app.database().await.actions().await;
    app.sandbox
        .decide(&id, Decision::Approved)
        .expect("decided");
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("denied")
    );
    assert_eq!(
        app.database().await.actions().await,
        actions,
        "a final state is not asked about"
    );
}

#[tokio::test]
async fn application_state_matches_its_last_event() {
    let app = recorded_journey().await;
    let database: Database = app.database().await;
    for event in last_of_each(&database.events().await) {
        let sql = "SELECT state FROM applications WHERE id = ?";
        let id = (&event.application).into();
        assert_eq!(database.value::<String>(sql, &[id]).await, event.to);
    }
}

fn last_of_each(events: &[Event]) -> Vec<&Event> {
    let pairs = events
        .iter()
        .zip(events.iter().skip(1).map(Some).chain([None]));
    pairs
        .filter(|(event, next)| next.is_none_or(|next| next.application != event.application))
        .map(|(event, _)| event)
        .collect()
}
