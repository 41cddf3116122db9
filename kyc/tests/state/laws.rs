//! Properties of any sequence of updates, in any order and with repetitions.

use super::{NOW, approval, capture, outcomes, states, update};
use kyc::{
    provider::{ProviderOutcome, ProviderUpdate},
    state::{State, StateKind, UpdateLog},
};
use proptest::prelude::*;
use time::Duration;

/// Every permutation of the updates.
fn permutations(pieces: &[ProviderUpdate]) -> Vec<Vec<ProviderUpdate>> {
    if pieces.is_empty() {
        return vec![Vec::new()];
    }
    let mut orders = Vec::new();
    for n in 0..pieces.len() {
        let mut rest = pieces.to_vec();
        let first = rest.remove(n);
        for mut order in permutations(&rest) {
            order.insert(0, first.clone());
            orders.push(order);
        }
    }
    orders
}

/// Update that was requested so many minutes after the start.
fn at(minute: i64, outcome: ProviderOutcome, recognised: bool) -> ProviderUpdate {
    let outcome = match outcome {
        // Each response offers its own link.
        ProviderOutcome::DocumentsRequired(Some(_)) => {
            ProviderOutcome::DocumentsRequired(Some(capture(&format!("link-{minute}"))))
        }
        other => other,
    };
    ProviderUpdate {
        requested_at: NOW + Duration::minutes(minute),
        ..update(outcome, recognised)
    }
}

/// Applies the updates in this order and asserts the properties after each. Returns the last
/// state.
fn apply_all(start: &State, order: &[ProviderUpdate]) -> State {
    let (mut state, mut transition) = (start.clone(), UpdateLog::default());
    let mut approved_by_update = matches!(start, State::Approved(_));
    for update in order {
        let before = state.clone();
        let once = state.apply(transition, update);
        let twice = once.state.clone().apply(once.update_log.clone(), update);
        assert_eq!(
            twice.state, once.state,
            "applying an update twice changes nothing"
        );
        (state, transition) = (once.state, once.update_log);
        if before.kind().is_final() || before.kind() == StateKind::Draft {
            assert_eq!(state, before, "{before:?} is not moved");
        }
        approved_by_update |= matches!(update.outcome, ProviderOutcome::Approved(_));
        if let State::Approved(approval) = &state {
            assert!(approved_by_update, "approved by nothing");
            assert!(!approval.participant().is_empty() && !approval.account().is_empty());
        }
    }
    state
}

/// The updates in the order of their requests.
fn in_order(pieces: &[ProviderUpdate]) -> Vec<ProviderUpdate> {
    let mut pieces = pieces.to_vec();
    pieces.sort_by_key(|piece| piece.requested_at);
    pieces
}

#[test]
fn six_updates_in_any_order_reach_the_same_state() {
    let not_final: Vec<_> = outcomes()
        .into_iter()
        .filter(|outcome| !outcome.state_kind().is_final())
        .collect();
    let ends = [
        None,
        Some(ProviderOutcome::Approved(approval("firms/f/accounts/1"))),
        Some(ProviderOutcome::Denied),
    ];
    let mut sequences = 0;
    // Steps through the outcomes, so that each pair meets in every order.
    for (first, step) in (0..not_final.len()).flat_map(|n| (1..=5).map(move |step| (n, step))) {
        for end in &ends {
            let mut pieces: Vec<_> = (0..5)
                .map(|n| {
                    let outcome = not_final[(first + n * step) % not_final.len()].clone();
                    at(i64::try_from(n).expect("five"), outcome, true)
                })
                .collect();
            pieces.extend(end.clone().map(|end| at(5, end, true)));
            let expected = apply_all(&State::SUBMITTED, &in_order(&pieces));
            for mut order in permutations(&pieces) {
                // One update is repeated at any position, as a webhook may be.
                let again = order[sequences % order.len()].clone();
                order.insert(sequences / 7 % (order.len() + 1), again);
                assert_eq!(apply_all(&State::SUBMITTED, &order), expected, "{order:#?}");
                sequences += 1;
            }
        }
    }
    assert!(sequences >= 20_000, "{sequences}");
}

#[test]
fn late_update_never_reverts_a_newer_one() {
    let required = || ProviderOutcome::DocumentsRequired(Some(capture("a")));
    for (earlier, later) in [
        (required(), ProviderOutcome::DocumentsUnderReview),
        (required(), ProviderOutcome::ManualReview),
        (ProviderOutcome::Processing, ProviderOutcome::Provisioning),
        (
            ProviderOutcome::DocumentsUnderReview,
            ProviderOutcome::Resubmit,
        ),
        (ProviderOutcome::ManualReview, required()),
    ] {
        let (earlier, later) = (at(0, earlier, true), at(1, later, true));
        let end = apply_all(&State::SUBMITTED, &[later.clone(), earlier]);
        assert_eq!(end.kind(), later.outcome.state_kind());
    }
}

/// Updates requested at the same time lead to the same state in any order.
#[test]
fn simultaneous_updates_in_any_order_reach_the_same_state() {
    let not_final = |outcome: &ProviderOutcome| !outcome.state_kind().is_final();
    let outcomes: Vec<_> = outcomes().into_iter().filter(not_final).collect();
    for one in &outcomes {
        for other in &outcomes {
            for third in &outcomes {
                let pieces = [
                    at(0, third.clone(), true),
                    at(1, one.clone(), true),
                    at(1, other.clone(), true),
                ];
                let ends = permutations(&pieces);
                let ends = ends.iter().map(|order| apply_all(&State::SUBMITTED, order));
                let ends: Vec<_> = ends.collect();
                assert!(
                    ends.iter().all(|end| *end == ends[0]),
                    "{pieces:#?}: {ends:#?}"
                );
            }
        }
    }
}

fn any_updates() -> impl Strategy<Value = Vec<ProviderUpdate>> {
    let piece = (prop::sample::select(outcomes()), any::<bool>());
    prop::collection::vec(piece, 0..=9).prop_map(|pieces| {
        let mut minute = 0;
        let mut decision: Option<ProviderOutcome> = None;
        let mut timeline = Vec::new();
        for (outcome, recognised) in pieces {
            // A consistent provider decides once.
            if outcome.state_kind().is_final()
                && decision.get_or_insert(outcome.clone()) != &outcome
            {
                continue;
            }
            timeline.push(at(minute, outcome, recognised));
            minute += 1;
        }
        timeline
    })
}

fn any_update() -> impl Strategy<Value = ProviderUpdate> {
    let piece = (0..6_i64, prop::sample::select(outcomes()), any::<bool>());
    piece.prop_map(|(minute, outcome, recognised)| at(minute, outcome, recognised))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffled_repeated_updates_reach_the_same_state(
        (timeline, disorder) in any_updates().prop_flat_map(|timeline| {
            let twice = [&timeline[..], &timeline[..]].concat();
            (Just(timeline), Just(twice).prop_shuffle())
        })
    ) {
        let expected = apply_all(&State::SUBMITTED, &timeline);
        prop_assert_eq!(apply_all(&State::SUBMITTED, &disorder), expected);
    }

    #[test]
    fn first_final_outcome_is_never_changed(
        start in prop::sample::select(states()),
        order in prop::collection::vec(any_update(), 0..=8),
    ) {
        let end = apply_all(&start, &order);
        let first_final = order.iter().find(|e| e.outcome.state_kind().is_final());
        let moves = !start.kind().is_final() && start.kind() != StateKind::Draft;
        if let Some(first) = first_final.filter(|_| moves) {
            prop_assert_eq!(end.kind(), first.outcome.state_kind());
        } else {
            prop_assert_eq!(end.kind().is_final(), start.kind().is_final());
        }
    }
}
