//! Answers of the provider, in every dialect.

use kyc::{
    flow::Step,
    form::{Draft, prefill::PrefillData},
    policy::Policy,
    provider::ProviderOutcome,
    state::{State, UpdateLog},
};
use server::{config::Dialect, fuzz_api};
use time::macros::date;

/// The decisions that approve, in lower case.
const fn approving(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::A => &["approved"],
        Dialect::B => &["accept"],
        Dialect::C => &["accept", "approved"],
    }
}

/// Reads the input in each dialect and applies it to an application. An approval needs the exact
/// decision and two printable ids. A capture link leads only to the one host.
pub fn answers(input: &[u8]) {
    for dialect in Dialect::ALL {
        answer_in(dialect, input);
    }
    let _ = fuzz_api::referral_code(input);
    if let Some(found) = fuzz_api::prefilled(input) {
        fills_in(found);
    }
}

/// Prefilled answers are bounded like typed ones, can be validated, and never give consent.
fn fills_in(found: PrefillData) {
    let mut draft = Draft::default();
    draft.fill_in(found);
    let (name, address) = (&draft.name.typed, &draft.address.typed);
    for text in [
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
        assert!(text.chars().count() <= 300, "{text}");
    }
    let judged = draft.validate(&Policy::default(), date!(2026 - 11 - 26));
    assert_eq!(judged.progress.furthest(), Step::Consent);
}

fn answer_in(dialect: Dialect, input: &[u8]) {
    let Some(update) = fuzz_api::answer(dialect, input) else {
        return;
    };
    match &update.outcome {
        ProviderOutcome::Approved(approval) => {
            // The contract ignores case, spaces and underscores (§3). Of a very long decision only
            // the beginning is stored.
            let letters = update.status.decision.chars().filter(|c| c.is_alphabetic());
            let letters_only: String = letters.flat_map(char::to_lowercase).collect();
            let words = approving(dialect);
            assert!(
                words.iter().any(|word| word.starts_with(&letters_only)),
                "{letters_only}"
            );
            assert!(update.recognised, "{dialect:?}: {letters_only}");
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
        let transition = state.apply(UpdateLog::default(), &update);
        assert!(
            !was_denied || transition.state.kind() == label,
            "denied stays denied"
        );
    }
}
