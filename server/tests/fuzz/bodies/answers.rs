//! Answers of the upstream, in every dialect.

use kyc::{
    state::{State, Timeline},
    upstream::Finding,
};
use server::{config::Dialect, untrusted};

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
}

fn answer_in(dialect: Dialect, input: &[u8]) {
    let Some(evidence) = untrusted::answer(dialect, input) else {
        return;
    };
    match &evidence.finding {
        Finding::Approved(approval) => {
            // Case, spaces and underscores do not count (contract §3); of a very
            // long word only the beginning is kept.
            let letters = evidence
                .words
                .decision
                .chars()
                .filter(|c| c.is_alphabetic());
            let said: String = letters.flat_map(char::to_lowercase).collect();
            let words = approving(dialect);
            assert!(words.iter().any(|word| word.starts_with(&said)), "{said}");
            assert!(evidence.understood, "{dialect:?}: {said}");
            for id in [approval.participant(), approval.account()] {
                assert!((1..=200).contains(&id.chars().count()), "{id}");
                assert!(!id.chars().any(char::is_control), "{id:?}");
            }
        }
        Finding::DocumentsRequired(Some(capture)) => {
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
        State::Draft { sent_back: false },
        State::HANDED_IN,
        State::Processing,
        State::Denied,
    ];
    for state in states {
        let (was_denied, label) = (state == State::Denied, state.label());
        let heard = state.hear(Timeline::default(), &evidence);
        assert!(
            !was_denied || heard.state.label() == label,
            "denied stays denied"
        );
    }
}
