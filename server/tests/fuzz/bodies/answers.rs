//! Answers of the upstream, in every dialect.

use kyc::{
    flow::Step,
    form::{Draft, prefill::PrefillData},
    policy::Policy,
    provider::ProviderOutcome,
    state::{State, UpdateLog},
};
use server::{config::Dialect, fuzz_api};
use time::macros::date;

/// The words that approve.
const fn approving(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::A => &["approved"],
        Dialect::B => &["accept"],
        Dialect::C => &["accept", "approved"],
    }
}

/// Reads it in each dialect, and lets an application hear it: nobody is approved
/// without the word and two ids that can be read out, and no link leads elsewhere.
pub fn answers(input: &[u8]) {
    for dialect in Dialect::ALL {
        answer_in(dialect, input);
    }
    let _ = fuzz_api::referral_code(input);
    if let Some(found) = fuzz_api::prefilled(input) {
        fills_in(found);
    }
}

/// Whatever is filled in is kept like what is typed, can be judged, and agrees to
/// nothing.
fn fills_in(found: PrefillData) {
    let mut draft = Draft::default();
    draft.fill_in(found);
    let (name, address) = (&draft.name.typed, &draft.address.typed);
    for kept in [
        &name.given,
        &name.middle,
        &name.family,
        &draft.contact.typed.email,
        &address.line1,
        &address.line2,
        &address.city,
        &address.state,
        &address.postal,
    ] {
        assert!(kept.chars().count() <= 300, "{kept}");
    }
    let judged = draft.validate(&Policy::default(), date!(2026 - 11 - 26));
    assert_eq!(judged.progress.furthest(), Step::Consent);
}

fn answer_in(dialect: Dialect, input: &[u8]) {
    let Some(evidence) = fuzz_api::answer(dialect, input) else {
        return;
    };
    match &evidence.outcome {
        ProviderOutcome::Approved(approval) => {
            // Case, spaces and underscores do not count (contract §3); of a very
            // long word only the beginning is kept.
            let letters = evidence
                .status
                .decision
                .chars()
                .filter(|c| c.is_alphabetic());
            let said: String = letters.flat_map(char::to_lowercase).collect();
            let words = approving(dialect);
            assert!(words.iter().any(|word| word.starts_with(&said)), "{said}");
            assert!(evidence.recognised, "{dialect:?}: {said}");
            for id in [approval.participant(), approval.account()] {
                assert!((1..=200).contains(&id.chars().count()), "{id}");
                assert!(!id.chars().any(char::is_control), "{id:?}");
            }
        }
        ProviderOutcome::DocumentsRequired(Some(capture)) => {
            assert!(
                capture
                    .url
                    .expose()
                    .starts_with("https://verify.socure.com/")
            );
        }
        _ => {}
    }
    let states = [
        State::Draft {
            rejected_as_malformed: false,
        },
        State::SUBMITTED,
        State::Processing,
        State::Denied,
    ];
    for state in states {
        let (was_denied, label) = (state == State::Denied, state.kind());
        let heard = state.apply(UpdateLog::default(), &evidence);
        assert!(
            !was_denied || heard.state.kind() == label,
            "denied stays denied"
        );
    }
}
