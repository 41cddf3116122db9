//! Labels of the staff audit trail.

use crate::{
    admin::{components::role, context::AdminContext, i18n::staff as words},
    i18n::Text,
};
use kyc::admin::{
    activity::StaffLine,
    audit::{StaffActor, StaffEvent},
    four_eyes::{StaffChange, StaffRequest},
};

/// The label of an event's stored word.
pub(crate) fn staff_event_kind(word: &str) -> Option<Text> {
    Some(match word {
        "added" => words::EVENT_ADDED,
        "invited" => words::EVENT_INVITED,
        "withdrawn" => words::EVENT_WITHDRAWN,
        "enrolled" => words::EVENT_ENROLLED,
        "signed_in" => words::EVENT_SIGNED_IN,
        "refused" => words::EVENT_REFUSED,
        "locked" => words::EVENT_LOCKED,
        "held_back" => words::EVENT_HELD_BACK,
        "confirmed" => words::EVENT_CONFIRMED,
        "signed_out" => words::EVENT_SIGNED_OUT,
        "sessions_ended" => words::EVENT_SESSIONS_ENDED,
        "password_changed" => words::EVENT_PASSWORD_CHANGED,
        "totp_set" => words::EVENT_TOTP_SET,
        "totp_removed" => words::EVENT_TOTP_REMOVED,
        "passkey_added" => words::EVENT_PASSKEY_ADDED,
        "passkey_removed" => words::EVENT_PASSKEY_REMOVED,
        "recovery_made" => words::EVENT_RECOVERY_MADE,
        "role_changed" => words::EVENT_ROLE_CHANGED,
        "change_requested" => words::EVENT_CHANGE_REQUESTED,
        "change_confirmed" => words::EVENT_CHANGE_CONFIRMED,
        "change_rejected" => words::EVENT_CHANGE_REJECTED,
        "change_withdrawn" => words::EVENT_CHANGE_WITHDRAWN,
        "disabled" => words::EVENT_DISABLED,
        "enabled" => words::EVENT_ENABLED,
        "reset" => words::EVENT_RESET,
        "case_opened" => words::EVENT_CASE_OPENED,
        "activity_exported" => words::EVENT_ACTIVITY_EXPORTED,
        "searched" => words::EVENT_SEARCHED,
        "exported" => words::EVENT_EXPORTED,
        "revealed" => words::EVENT_REVEALED,
        "over_budget" => words::EVENT_OVER_BUDGET,
        "alert_seen" => words::EVENT_ALERT_SEEN,
        "evidence_taken" => words::EVENT_EVIDENCE_TAKEN,
        "denied" => words::EVENT_DENIED,
        _ => return None,
    })
}

/// What an event did, with its role or case.
pub(crate) fn staff_event(context: &AdminContext, event: &StaffEvent) -> String {
    let Some(text) = staff_event_kind(event.as_str()) else {
        return event.as_str().to_owned();
    };
    let lang = context.lang;
    match event {
        StaffEvent::Added { role: new } | StaffEvent::RoleChanged { to: new, .. } => {
            text.fill(lang, &[("role", role(*new).to(lang))])
        }
        StaffEvent::CaseOpened { case }
        | StaffEvent::Revealed { case, .. }
        | StaffEvent::EvidenceTaken { case, .. } => text.fill(lang, &[("case", case)]),
        StaffEvent::Refused { refusal, .. } | StaffEvent::HeldBack { refusal } => {
            let event = text.to(lang);
            refusal.times.map_or_else(
                || event.to_owned(),
                |n| words::EVENT_TIMES.fill(lang, &[("event", event), ("n", &n.to_string())]),
            )
        }
        _ => text.to(lang).to_owned(),
    }
}

/// The actor of an event.
pub(crate) fn staff_actor(context: &AdminContext, line: &StaffLine) -> String {
    let text = match line.actor {
        StaffActor::Anonymous => words::ACTOR_ANONYMOUS,
        StaffActor::System => words::ACTOR_SYSTEM,
        StaffActor::Operator => words::ACTOR_OPERATOR,
        StaffActor::Reviewer(_) => match &line.actor_name {
            Some(name) => return name.clone(),
            None => words::REMOVED_ACCOUNT,
        },
    };
    text.to(context.lang).to_owned()
}

/// What a request changes. `name` is the account's name.
pub(crate) fn staff_request(context: &AdminContext, request: &StaffRequest, name: &str) -> String {
    let lang = context.lang;
    let fill = |text: Text, new| text.fill(lang, &[("name", name), ("role", new)]);
    match &request.change {
        StaffChange::Add { role: new, .. } => fill(words::REQUEST_ADD, role(*new).to(lang)),
        StaffChange::Reset => fill(words::REQUEST_RESET, ""),
        StaffChange::Enable => fill(words::REQUEST_ENABLE, ""),
        StaffChange::SetRole(new) => fill(words::REQUEST_ROLE, role(*new).to(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_staff_event_has_a_label() {
        for word in StaffEvent::ALL {
            assert!(staff_event_kind(word).is_some(), "{word}");
        }
    }
}
