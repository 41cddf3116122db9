//! Laws that hold for any evidence in any order, with repetitions.

use super::{NOW, approval, capture, evidence, findings, states};
use kyc::{
    state::{Label, State, Timeline},
    upstream::{Evidence, Finding},
};
use proptest::prelude::*;
use time::Duration;

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

/// Evidence asked for so many minutes after the start.
fn at(minute: i64, finding: Finding, understood: bool) -> Evidence {
    let finding = match finding {
        // Each answer offers a link of its own.
        Finding::DocumentsRequired(Some(_)) => {
            Finding::DocumentsRequired(Some(capture(&format!("link-{minute}"))))
        }
        other => other,
    };
    Evidence {
        as_of: NOW + Duration::minutes(minute),
        ..evidence(finding, understood)
    }
}

/// Checks the laws along one order of evidence; returns the end.
fn follow(start: &State, order: &[Evidence]) -> State {
    let (mut state, mut heard) = (start.clone(), Timeline::default());
    let mut approved_by_evidence = matches!(start, State::Approved(_));
    for evidence in order {
        let before = state.clone();
        let once = state.hear(heard, evidence);
        let twice = once.state.clone().hear(once.heard.clone(), evidence);
        assert_eq!(twice.state, once.state, "heard twice is heard once");
        (state, heard) = (once.state, once.heard);
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

/// The pieces as they were asked for.
fn in_order(pieces: &[Evidence]) -> Vec<Evidence> {
    let mut pieces = pieces.to_vec();
    pieces.sort_by_key(|piece| piece.as_of);
    pieces
}

#[test]
fn every_order_of_six_comes_to_the_state_of_the_order_of_asking() {
    let not_final: Vec<_> = findings()
        .into_iter()
        .filter(|finding| !finding.label().is_final())
        .collect();
    let ends = [
        None,
        Some(Finding::Approved(approval("firms/f/accounts/1"))),
        Some(Finding::Denied),
    ];
    let mut sequences = 0;
    // Walks through the findings so that each meets each other in each place.
    for (first, step) in (0..not_final.len()).flat_map(|n| (1..=5).map(move |step| (n, step))) {
        for end in &ends {
            let mut pieces: Vec<_> = (0..5)
                .map(|n| {
                    let finding = not_final[(first + n * step) % not_final.len()].clone();
                    at(i64::try_from(n).expect("five"), finding, true)
                })
                .collect();
            pieces.extend(end.clone().map(|end| at(5, end, true)));
            let expected = follow(&State::HANDED_IN, &in_order(&pieces));
            for mut order in permutations(&pieces) {
                // One comes twice, as a webhook might, and anywhere.
                let again = order[sequences % order.len()].clone();
                order.insert(sequences / 7 % (order.len() + 1), again);
                assert_eq!(follow(&State::HANDED_IN, &order), expected, "{order:#?}");
                sequences += 1;
            }
        }
    }
    assert!(sequences >= 20_000, "{sequences}");
}

#[test]
fn a_late_piece_never_takes_back_what_is_known_since() {
    let required = || Finding::DocumentsRequired(Some(capture("a")));
    for (earlier, later) in [
        (required(), Finding::DocumentsUnderReview),
        (required(), Finding::ManualReview),
        (Finding::Processing, Finding::Provisioning),
        (Finding::DocumentsUnderReview, Finding::Resubmit),
        (Finding::ManualReview, required()),
    ] {
        let (earlier, later) = (at(0, earlier, true), at(1, later, true));
        let end = follow(&State::HANDED_IN, &[later.clone(), earlier]);
        assert_eq!(end.label(), later.finding.label());
    }
}

/// Whatever is said in one moment comes to the same, whoever is heard first.
#[test]
fn answers_of_one_moment_come_to_the_same_in_any_order() {
    let not_final = |finding: &Finding| !finding.label().is_final();
    let findings: Vec<_> = findings().into_iter().filter(not_final).collect();
    for one in &findings {
        for other in &findings {
            for third in &findings {
                let pieces = [
                    at(0, third.clone(), true),
                    at(1, one.clone(), true),
                    at(1, other.clone(), true),
                ];
                let ends = permutations(&pieces);
                let ends = ends.iter().map(|order| follow(&State::HANDED_IN, order));
                let ends: Vec<_> = ends.collect();
                assert!(
                    ends.iter().all(|end| *end == ends[0]),
                    "{pieces:#?}: {ends:#?}"
                );
            }
        }
    }
}

fn any_timeline() -> impl Strategy<Value = Vec<Evidence>> {
    let piece = (prop::sample::select(findings()), any::<bool>());
    prop::collection::vec(piece, 0..=9).prop_map(|pieces| {
        let mut minute = 0;
        let mut last_word: Option<Finding> = None;
        let mut timeline = Vec::new();
        for (finding, understood) in pieces {
            // An upstream that is in its right mind decides once.
            if finding.label().is_final() && last_word.get_or_insert(finding.clone()) != &finding {
                continue;
            }
            timeline.push(at(minute, finding, understood));
            minute += 1;
        }
        timeline
    })
}

fn any_evidence() -> impl Strategy<Value = Evidence> {
    let piece = (0..6_i64, prop::sample::select(findings()), any::<bool>());
    piece.prop_map(|(minute, finding, understood)| at(minute, finding, understood))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_disorder_with_repetitions_comes_to_the_same(
        (timeline, disorder) in any_timeline().prop_flat_map(|timeline| {
            let twice = [&timeline[..], &timeline[..]].concat();
            (Just(timeline), Just(twice).prop_shuffle())
        })
    ) {
        let expected = follow(&State::HANDED_IN, &timeline);
        prop_assert_eq!(follow(&State::HANDED_IN, &disorder), expected);
    }

    #[test]
    fn the_first_final_word_stands_whatever_comes_after_it(
        start in prop::sample::select(states()),
        order in prop::collection::vec(any_evidence(), 0..=8),
    ) {
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
