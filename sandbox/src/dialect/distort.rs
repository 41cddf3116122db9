//! Lies told in otherwise sound answers, and the gateway's habits (contract §1),
//! to see what the caller makes of them.

use serde_json::{Map, Value, json};

use super::tongue::{Tongue, Words};
use crate::registry::inquiry::State;

/// What is done to an answer's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Distortion {
    /// Words that were never published.
    UnknownDecision,
    /// Approved, without the ids that approval brings.
    ApprovedWithoutIds,
    /// As if nothing had been started.
    NotStarted,
    /// Other words for the same state.
    OtherWords,
    /// What is absent is written out: strings as `""`, messages as `null`.
    AbsentAsNull,
    /// What is absent is written out: strings as `""`, messages with every
    /// field empty.
    AbsentAsEmpty,
}

const DOCV: [&str; 5] = ["sdkKey", "docvTransactionToken", "eventId", "qrCode", "url"];
const ADDRESS: [&str; 6] = [
    "addressLine1",
    "addressLine2",
    "city",
    "state",
    "postalCode",
    "country",
];
const PERSON: [&str; 7] = [
    "firstName",
    "middleName",
    "lastName",
    "dateOfBirth",
    "phoneNumber",
    "email",
    "ssn",
];

/// Distorts the answer of a start, a status or a prefill; any other is left alone.
pub(super) fn distort(tongue: &Tongue, body: &mut Value, distortion: Distortion) {
    let Some(answer) = body.as_object_mut() else {
        return;
    };
    if !answer.get("status").is_some_and(Value::is_object) {
        return;
    }
    match distortion {
        Distortion::UnknownDecision => lie(tongue, answer, tongue.unheard_of),
        Distortion::ApprovedWithoutIds => lie(tongue, answer, (tongue.words)(State::Approved)),
        Distortion::NotStarted => lie(tongue, answer, tongue.not_started),
        Distortion::OtherWords => reword(tongue, answer),
        Distortion::AbsentAsNull => write_out(tongue, answer, |_| Value::Null),
        Distortion::AbsentAsEmpty => write_out(tongue, answer, |fields| {
            fields.iter().map(|name| (*name, "")).collect()
        }),
    }
}

/// Other words, and neither ids nor a link.
fn lie(tongue: &Tongue, answer: &mut Map<String, Value>, words: Words) {
    say(answer, words);
    answer.remove("docv");
    answer.remove(tongue.account);
    answer.insert("participantId".into(), "".into());
}

fn reword(tongue: &Tongue, answer: &mut Map<String, Value>) {
    let said = |words: &Words| {
        let status = answer.get("status");
        ["decision", "status", "subStatus"]
            .iter()
            .zip(words)
            .all(|(name, word)| status.is_some_and(|status| status[name] == **word))
    };
    if let Some((_, other)) = tongue.synonyms.iter().find(|(usual, _)| said(usual)) {
        say(answer, *other);
    }
}

fn say(answer: &mut Map<String, Value>, [decision, status, sub_status]: Words) {
    if let Some(Value::Object(words)) = answer.get_mut("status") {
        words.insert("decision".into(), decision.into());
        words.insert("status".into(), status.into());
        words.insert("subStatus".into(), sub_status.into());
    }
}

/// Names every field there is, and one of each kind that nobody published: 64-bit
/// integers travel as strings.
fn write_out(
    tongue: &Tongue,
    answer: &mut Map<String, Value>,
    absent: impl Fn(&[&'static str]) -> Value,
) {
    let is_inquiry = answer.contains_key("participantId");
    let is_prefill = answer
        .get("status")
        .is_some_and(|status| status["status"] == (tongue.words)(State::Prefilled)[1]);
    if is_inquiry {
        answer.entry("docv").or_insert_with(|| absent(&DOCV));
        answer.entry(tongue.account).or_insert_with(|| json!(""));
    } else if is_prefill {
        answer.entry("address").or_insert_with(|| absent(&ADDRESS));
        for name in PERSON {
            answer.entry(name).or_insert_with(|| json!(""));
        }
    }
    answer.insert("revision".into(), "9007199254740993".into());
    answer.insert("reviewer".into(), absent(&["name", "comment"]));
}
