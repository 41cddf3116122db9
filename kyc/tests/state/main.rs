//! The states: a table of every move, and laws that hold for any evidence in
//! any order (security I3, I4, I8).

mod approvals;
mod laws;
mod links;
mod table;

use kyc::{
    audit::Action,
    id::ExternalId,
    pii::Pii,
    state::{Heard, Label, Reason, State, Timeline},
    upstream::{Approval, Capture, Evidence, Finding, Via, Words},
};
use time::{Duration, OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);

fn capture(name: &str) -> Capture {
    Capture {
        url: Pii::new(format!("https://verify.socure.com/{name}")),
        qr_png: None,
        token: Pii::new("token".to_owned()),
        sdk_key: String::new(),
        event_id: "event".to_owned(),
        offered_at: NOW,
        expires_at: NOW + Duration::minutes(20),
        alive_until: None,
    }
}

fn approval(account: &str) -> Approval {
    Approval::new("firms/p/users/u", account).expect("both ids")
}

fn states() -> Vec<State> {
    vec![
        State::NEW,
        State::Draft { sent_back: true },
        State::HANDED_IN,
        State::Submitting {
            failed_rounds: 3,
            wait: 4,
        },
        State::Processing,
        State::DocumentsRequired(capture("old")),
        State::DocumentsUnderReview,
        State::ManualReview,
        State::Provisioning,
        State::Approved(approval("firms/f/accounts/1")),
        State::Denied,
        State::Resubmit,
        State::Expired,
        State::Parked(Reason::UpstreamRefusesUs),
        State::Parked(Reason::ApprovedElsewhere),
        State::Parked(Reason::NoDecision),
        State::Parked(Reason::OutOfAttempts),
    ]
}

fn findings() -> Vec<Finding> {
    vec![
        Finding::Processing,
        Finding::DocumentsRequired(Some(capture("new"))),
        Finding::DocumentsRequired(None),
        Finding::DocumentsUnderReview,
        Finding::ManualReview,
        Finding::Provisioning,
        Finding::Approved(approval("firms/f/accounts/1")),
        Finding::Approved(approval("firms/f/accounts/2")),
        Finding::Denied,
        Finding::Resubmit,
        Finding::NotStarted,
        Finding::InReview,
        Finding::CaptureOver,
    ]
}

fn evidence(finding: Finding, understood: bool) -> Evidence {
    Evidence {
        via: Via::Status,
        as_of: NOW,
        external_id: ExternalId::parse("ext_1").ok(),
        words: Words::default(),
        finding,
        understood,
    }
}

/// What a state makes of evidence with nothing heard before it.
fn hear(state: &State, evidence: &Evidence) -> Heard {
    state.clone().hear(Timeline::default(), evidence)
}

#[test]
fn words_nobody_published_move_nothing_that_is_known_upstream() {
    for state in states() {
        let heard = hear(&state, &evidence(Finding::Processing, false));
        if state.label().awaits_upstream() {
            assert_eq!(heard.state, state);
        }
        assert!(!matches!(heard.state.label(), Label::Approved if !state.label().is_final()));
        let told = heard.events.first().map(|event| event.action.clone());
        assert!(
            matches!(
                told,
                Some(Action::Heard {
                    understood: false,
                    ..
                })
            ),
            "{state:?}"
        );
    }
}

#[test]
fn a_contradiction_is_told_and_an_agreement_is_not() {
    let contradicted = |state: State, finding| {
        let events = hear(&state, &evidence(finding, true)).events;
        events
            .iter()
            .any(|event| matches!(event.action, Action::Contradicted { .. }))
    };
    let ours = || State::Approved(approval("firms/f/accounts/1"));
    assert!(contradicted(ours(), Finding::Denied));
    assert!(contradicted(
        ours(),
        Finding::Approved(approval("firms/f/accounts/2"))
    ));
    assert!(contradicted(
        State::Denied,
        Finding::Approved(approval("firms/f/accounts/1"))
    ));
    assert!(!contradicted(
        ours(),
        Finding::Approved(approval("firms/f/accounts/1"))
    ));
    assert!(!contradicted(State::Denied, Finding::Denied));
    assert!(!contradicted(ours(), Finding::Processing));
}

#[test]
fn every_event_tells_where_it_led() {
    for state in states() {
        for finding in findings() {
            let from = state.label();
            let heard = hear(&state, &evidence(finding, true));
            assert_eq!(heard.events.first().map(|event| event.from), Some(from));
            assert_eq!(
                heard.events.last().map(|event| event.to),
                Some(heard.state.label())
            );
        }
    }
}

#[test]
fn a_link_dies_at_its_time_and_nothing_else_does() {
    for state in states() {
        let (later, died) = state.clone().at(NOW + Duration::minutes(20));
        let owed = state.label() == Label::DocumentsRequired;
        assert_eq!(died, owed);
        assert_eq!(later, if owed { State::Expired } else { state.clone() });
        assert_eq!(
            state.clone().at(NOW + Duration::seconds(1199)),
            (state, false)
        );
    }
}

#[test]
fn a_state_survives_being_stored() {
    for state in states() {
        let stored = serde_json::to_string(&state).expect("JSON");
        assert_eq!(
            serde_json::from_str::<State>(&stored).expect("the state"),
            state
        );
    }
    for bare in [
        r#"{"is":"approved"}"#,
        r#"{"is":"approved","participant":"p"}"#,
    ] {
        assert!(serde_json::from_str::<State>(bare).is_err(), "{bare}");
    }
}
