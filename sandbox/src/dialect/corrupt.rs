//! Rewrites a correct answer into one that a caller has to survive: false statements, and the
//! gateway variations of contract §1.

use serde_json::{Map, Value, json};

use super::spec::{DialectSpec, StatusWords};
use crate::fault::FaultKind;
use crate::registry::inquiry::InquiryState;

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

/// Rewrites the answer of a start, a status or a prefill. Other answers, and
/// kinds of fault that do not concern the body, change nothing.
pub(super) fn corrupt(spec: &dyn DialectSpec, body: &mut Value, kind: FaultKind) {
    let Some(answer) = body.as_object_mut() else {
        return;
    };
    if !answer.get("status").is_some_and(Value::is_object) {
        return;
    }
    match kind {
        FaultKind::UnknownDecision => {
            replace_outcome(spec, answer, spec.fault_words().unpublished_words);
        }
        FaultKind::ApprovedWithoutIds => {
            replace_outcome(spec, answer, spec.words(InquiryState::Approved));
        }
        FaultKind::OtherId => set_id(answer, "of_another_inquiry"),
        FaultKind::WithoutId => set_id(answer, ""),
        FaultKind::NotStarted => replace_outcome(spec, answer, spec.fault_words().not_started),
        FaultKind::OtherWords => use_synonym(spec, answer),
        FaultKind::AbsentAsNull => write_absent_fields(spec, answer, |_| Value::Null),
        FaultKind::AbsentAsEmpty => write_absent_fields(spec, answer, |fields| {
            fields.iter().map(|name| (*name, "")).collect()
        }),
        FaultKind::Latency(_)
        | FaultKind::LatencyAfter(_)
        | FaultKind::RateLimited(_)
        | FaultKind::Error(_)
        | FaultKind::ErrorAfter(_)
        | FaultKind::NonJson(_)
        | FaultKind::EmptyBody
        | FaultKind::DropBefore
        | FaultKind::DropAfter => {}
    }
}

/// Sets other words and removes the ids and the link.
fn replace_outcome(spec: &dyn DialectSpec, answer: &mut Map<String, Value>, words: StatusWords) {
    set_words(answer, words);
    answer.remove("docv");
    answer.remove(spec.layout().account_field);
    answer.insert("participantId".into(), "".into());
}

fn use_synonym(spec: &dyn DialectSpec, answer: &mut Map<String, Value>) {
    let has_words = |words: &StatusWords| {
        let status = answer.get("status");
        ["decision", "status", "subStatus"]
            .iter()
            .zip(words)
            .all(|(name, word)| status.is_some_and(|status| status[name] == **word))
    };
    let mut synonyms = spec.fault_words().synonyms.iter();
    if let Some((_, synonym)) = synonyms.find(|(usual, _)| has_words(usual)) {
        set_words(answer, *synonym);
    }
}

fn set_id(answer: &mut Map<String, Value>, id: &str) {
    if let Some(Value::Object(status)) = answer.get_mut("status") {
        status.insert("externalId".into(), id.into());
    }
}

fn set_words(answer: &mut Map<String, Value>, [decision, status, sub_status]: StatusWords) {
    if let Some(Value::Object(words)) = answer.get_mut("status") {
        words.insert("decision".into(), decision.into());
        words.insert("status".into(), status.into());
        words.insert("subStatus".into(), sub_status.into());
    }
}

/// Adds every absent field, and one unpublished field of each kind. 64-bit
/// integers travel as strings.
fn write_absent_fields(
    spec: &dyn DialectSpec,
    answer: &mut Map<String, Value>,
    absent: impl Fn(&[&'static str]) -> Value,
) {
    let is_inquiry = answer.contains_key("participantId");
    let is_prefill = answer
        .get("status")
        .is_some_and(|status| status["status"] == spec.words(InquiryState::Prefilled)[1]);
    if is_inquiry {
        let account_field = spec.layout().account_field;
        answer.entry("docv").or_insert_with(|| absent(&DOCV));
        answer.entry(account_field).or_insert_with(|| json!(""));
    } else if is_prefill {
        answer.entry("address").or_insert_with(|| absent(&ADDRESS));
        for name in PERSON {
            answer.entry(name).or_insert_with(|| json!(""));
        }
    }
    answer.insert("revision".into(), "9007199254740993".into());
    answer.insert("reviewer".into(), absent(&["name", "comment"]));
}
