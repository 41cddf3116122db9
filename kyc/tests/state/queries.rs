//! Queries of a state.

use super::{capture, states};
use kyc::state::{Reason, State, StateKind};

fn parked() -> State {
    State::Parked(Reason::OutOfAttempts)
}

#[test]
fn state_kind_word_is_its_stored_form_and_reads_back() {
    for kind in StateKind::ALL {
        let stored = serde_json::to_value(kind).expect("JSON");
        assert_eq!(stored, kind.as_str());
        assert_eq!(StateKind::parse(kind.as_str()), Some(*kind));
    }
    assert_eq!(StateKind::parse("lost"), None);
    let kinds: Vec<_> = states().iter().map(State::kind).collect();
    assert!(StateKind::ALL.iter().all(|kind| kinds.contains(kind)));
}

#[test]
fn parking_reason_word_is_its_stored_form() {
    for reason in [
        Reason::ProviderUnauthorized,
        Reason::UnexpectedStatus,
        Reason::ApprovedElsewhere,
        Reason::OutOfAttempts,
        Reason::NoDecision,
        Reason::NoProviderId,
        Reason::SharedProviderId,
        Reason::UnusableLink,
    ] {
        let stored = serde_json::to_value(reason).expect("JSON");
        assert_eq!(stored, reason.as_str());
    }
}

#[test]
fn state_kind_waits_for_the_applicant_or_the_provider_as_the_table_says() {
    for kind in StateKind::ALL {
        let (is_final, applicant, provider) = match kind {
            StateKind::Draft | StateKind::Submitting | StateKind::Parked => (false, false, false),
            StateKind::Processing
            | StateKind::DocumentsUnderReview
            | StateKind::ManualReview
            | StateKind::Provisioning => (false, false, true),
            StateKind::DocumentsRequired | StateKind::Resubmit | StateKind::Expired => {
                (false, true, true)
            }
            StateKind::Approved | StateKind::Denied => (true, false, false),
        };
        assert_eq!(kind.is_final(), is_final, "{kind:?}");
        assert_eq!(kind.is_applicants_turn(), applicant, "{kind:?}");
        assert_eq!(kind.awaits_provider(), provider, "{kind:?}");
        let in_progress = (provider && !applicant) || *kind == StateKind::Submitting;
        assert_eq!(kind.is_in_progress(), in_progress, "{kind:?}");
    }
}

#[test]
fn parked_application_awaits_the_provider_without_attempts_or_with_an_unusable_link() {
    let unusable = State::Parked(Reason::UnusableLink);
    for state in states() {
        let expected = state.kind().awaits_provider() || state == parked() || state == unusable;
        assert_eq!(state.awaits_provider(), expected, "{state:?}");
    }
}

#[test]
fn submission_is_delayed_from_the_eleventh_second() {
    let submitting = |wait| State::Submitting {
        failed_rounds: 9,
        wait,
        retry_after: 0,
    };
    assert!(!submitting(10).is_delayed());
    assert!(submitting(11).is_delayed() && submitting(u32::MAX).is_delayed());
    assert!(!states().iter().any(State::is_delayed));
}

#[test]
fn state_without_attempts_is_parked_exactly_where_only_an_attempt_leads_on() {
    for state in states() {
        let lacks_link = matches!(state, State::Expired | State::Resubmit);
        // A link may be used up or broken before it expires.
        let renewable = lacks_link || state.capture().is_some();
        let returned = State::Draft {
            rejected_as_malformed: true,
        };
        let wants = lacks_link || state == returned;
        assert_eq!(state.allows_renewal(), renewable, "{state:?}");
        assert_eq!(state.wants_attempt(), wants, "{state:?}");
        assert_eq!(state.clone().with_attempts_left(1), state);
        let without = state.clone().with_attempts_left(0);
        assert_eq!(without, if wants { parked() } else { state });
    }
}

#[test]
fn capture_link_is_the_same_only_where_both_states_offer_it() {
    let offered = |name| State::DocumentsRequired(capture(name));
    assert!(offered("a").same_capture_link(&offered("a")));
    assert!(!offered("a").same_capture_link(&offered("b")));
    assert!(!offered("a").same_capture_link(&State::Processing));
    assert!(!State::Processing.same_capture_link(&offered("a")));
    assert!(!State::Processing.same_capture_link(&State::Processing));
}
