//! Laws that hold for any evidence in any order, with repetitions.

use super::{approval, capture, evidence, findings, states};
use kyc::{
    state::{Label, State},
    upstream::{Evidence, Finding},
};
use proptest::prelude::*;

/// Every order of the pieces.
fn permutations(pieces: &[Evidence]) -> Vec<Vec<Evidence>> {
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

/// Checks the laws along one order of evidence; returns the end.
fn follow(start: &State, order: &[Evidence]) -> State {
    let mut state = start.clone();
    let mut approved_by_evidence = matches!(start, State::Approved(_));
    for evidence in order {
        let before = state.clone();
        state = state.hear(evidence).state;
        assert_eq!(
            state.clone().hear(evidence).state,
            state,
            "heard twice is heard once"
        );
        if before.label().is_final() || before.label() == Label::Draft {
            assert_eq!(state, before, "{before:?} is not moved");
        }
        approved_by_evidence |= matches!(evidence.finding, Finding::Approved(_));
        if let State::Approved(approval) = &state {
            assert!(approved_by_evidence, "approved by nothing");
            assert!(!approval.participant().is_empty() && !approval.account().is_empty());
        }
    }
    state
}

#[test]
fn in_every_order_of_five_the_first_final_word_stands() {
    let late = [
        evidence(Finding::Processing, true),
        evidence(Finding::DocumentsRequired(Some(capture("new"))), true),
        evidence(Finding::DocumentsUnderReview, true),
        evidence(Finding::Provisioning, true),
    ];
    for last in [
        Finding::Approved(approval("firms/f/accounts/1")),
        Finding::Denied,
    ] {
        let mut pieces = late.to_vec();
        pieces.push(evidence(last.clone(), true));
        for order in permutations(&pieces) {
            // Each piece once, then the whole once more, as a webhook might repeat it.
            let twice = [&order[..], &order[..]].concat();
            let end = follow(&State::Submitting { failed_rounds: 0 }, &twice);
            assert_eq!(end.label(), last.label());
        }
    }
}

fn any_evidence() -> impl Strategy<Value = Evidence> {
    (prop::sample::select(findings()), any::<bool>())
        .prop_map(|(finding, understood)| evidence(finding, understood))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_for_all_orders_of_up_to_five(
        start in prop::sample::select(states()),
        pieces in prop::collection::vec(any_evidence(), 0..=5),
    ) {
        let orders = if pieces.len() <= 4 { permutations(&pieces) } else { vec![pieces.clone()] };
        for order in orders {
            let end = follow(&start, &order);
            let first_final = order.iter().find(|e| e.finding.label().is_final());
            let moves = !start.label().is_final() && start.label() != Label::Draft;
            if let Some(first) = first_final.filter(|_| moves) {
                prop_assert_eq!(end.label(), first.finding.label());
            } else {
                prop_assert_eq!(end.label().is_final(), start.label().is_final());
            }
        }
    }
}
