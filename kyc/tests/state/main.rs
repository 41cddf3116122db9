//! States: a table of every transition, and properties of any sequence of updates (security
//! I3, I4, I8).

mod approvals;
mod laws;
mod links;
mod queries;
mod table;
mod update_log;

use kyc::{
    audit::Action,
    id::ExternalId,
    pii::Pii,
    provider::{Approval, Capture, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    state::{Reason, State, StateKind, Transition, UpdateLog},
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
        State::Draft {
            rejected_as_malformed: true,
        },
        State::SUBMITTED,
        State::Submitting {
            failed_rounds: 3,
            wait: 4,
            retry_after: 0,
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
        State::Parked(Reason::ProviderUnauthorized),
        State::Parked(Reason::UnexpectedStatus),
        State::Parked(Reason::ApprovedElsewhere),
        State::Parked(Reason::NoDecision),
        State::Parked(Reason::OutOfAttempts),
        State::Parked(Reason::NoProviderId),
        State::Parked(Reason::SharedProviderId),
        State::Parked(Reason::UnusableLink),
    ]
}

fn outcomes() -> Vec<ProviderOutcome> {
    vec![
        ProviderOutcome::Processing,
        ProviderOutcome::DocumentsRequired(Some(capture("new"))),
        ProviderOutcome::DocumentsRequired(None),
        ProviderOutcome::DocumentsUnderReview,
        ProviderOutcome::ManualReview,
        ProviderOutcome::Provisioning,
        ProviderOutcome::Approved(approval("firms/f/accounts/1")),
        ProviderOutcome::Approved(approval("firms/f/accounts/2")),
        ProviderOutcome::Denied,
        ProviderOutcome::Resubmit,
        ProviderOutcome::NotStarted,
        ProviderOutcome::InReview,
        ProviderOutcome::CaptureOver,
        ProviderOutcome::UnusableLink,
    ]
}

fn update(outcome: ProviderOutcome, recognised: bool) -> ProviderUpdate {
    ProviderUpdate {
        source: Source::Status,
        requested_at: NOW,
        external_id: ExternalId::parse("ext_1").ok(),
        status: ProviderStatus::default(),
        outcome,
        recognised,
    }
}

/// Applies an update to a state without earlier updates.
fn apply(state: &State, update: &ProviderUpdate) -> Transition {
    state.clone().apply(UpdateLog::default(), update)
}

#[test]
fn unpublished_words_keep_a_state_that_awaits_the_provider() {
    for state in states() {
        let transition = apply(&state, &update(ProviderOutcome::Processing, false));
        if state.kind().awaits_provider() {
            assert_eq!(transition.state, state);
        }
        assert!(
            !matches!(transition.state.kind(), StateKind::Approved if !state.kind().is_final())
        );
        let recorded = transition.events.first().map(|event| event.action.clone());
        assert!(
            matches!(
                recorded,
                Some(Action::ProviderUpdateReceived {
                    recognised: false,
                    ..
                })
            ),
            "{state:?}"
        );
    }
}

#[test]
fn contradiction_is_recorded_and_agreement_is_not() {
    let contradicted = |state: State, outcome| {
        let events = apply(&state, &update(outcome, true)).events;
        events
            .iter()
            .any(|event| matches!(event.action, Action::Contradicted { .. }))
    };
    let ours = || State::Approved(approval("firms/f/accounts/1"));
    assert!(contradicted(ours(), ProviderOutcome::Denied));
    assert!(contradicted(
        ours(),
        ProviderOutcome::Approved(approval("firms/f/accounts/2"))
    ));
    assert!(contradicted(
        State::Denied,
        ProviderOutcome::Approved(approval("firms/f/accounts/1"))
    ));
    assert!(!contradicted(
        ours(),
        ProviderOutcome::Approved(approval("firms/f/accounts/1"))
    ));
    assert!(!contradicted(State::Denied, ProviderOutcome::Denied));
    assert!(!contradicted(ours(), ProviderOutcome::Processing));
}

#[test]
fn transition_events_record_both_states() {
    for state in states() {
        for outcome in outcomes() {
            let from = state.kind();
            let transition = apply(&state, &update(outcome, true));
            assert_eq!(
                transition.events.first().map(|event| event.from),
                Some(from)
            );
            assert_eq!(
                transition.events.last().map(|event| event.to),
                Some(transition.state.kind())
            );
        }
    }
}

#[test]
fn only_capture_links_expire_at_their_time() {
    for state in states() {
        let (later, died) = state.clone().at(NOW + Duration::minutes(20));
        let owed = state.kind() == StateKind::DocumentsRequired;
        assert_eq!(died, owed);
        assert_eq!(later, if owed { State::Expired } else { state.clone() });
        assert_eq!(
            state.clone().at(NOW + Duration::seconds(1199)),
            (state, false)
        );
    }
}

#[test]
fn state_round_trips_through_json() {
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
