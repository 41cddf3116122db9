//! Labels and icons for states, decisions and events.

mod staff_event;
mod time;

pub(crate) use staff_event::{staff_actor, staff_event, staff_event_kind, staff_request};
pub(crate) use time::{RelativeTime, Timestamp};

use crate::{
    admin::{
        context::admin_context,
        i18n::{case as admin_case, disclosure as admin_disclosure, list as words},
    },
    components::{Icon, Shape},
    i18n::{Text, steps},
};
use kyc::{
    admin::{
        case::PersonalField,
        list::{AgeFilter, AssigneeFilter, Decision, Direction, Sort},
        overrides::{OverrideOutcome, RequestStatus},
    },
    flow::Step,
    lang::Lang,
    provider::ProviderStatus,
    state::{Reason, StateKind},
    value::text::is_invisible,
};
use leptos::prelude::*;

/// Label of a state.
pub(crate) const fn state(label: StateKind) -> Text {
    match label {
        StateKind::Draft => words::STATE_DRAFT,
        StateKind::Submitting => words::STATE_SUBMITTING,
        StateKind::Processing => words::STATE_PROCESSING,
        StateKind::DocumentsRequired => words::STATE_DOCUMENTS,
        StateKind::DocumentsUnderReview => words::STATE_UNDER_REVIEW,
        StateKind::ManualReview => words::STATE_MANUAL,
        StateKind::Provisioning => words::STATE_PROVISIONING,
        StateKind::Approved => words::STATE_APPROVED,
        StateKind::Denied => words::STATE_DENIED,
        StateKind::Resubmit => words::STATE_RESUBMIT,
        StateKind::Expired => words::STATE_EXPIRED,
        StateKind::Parked => words::STATE_PARKED,
    }
}

/// State badge of label, icon and colour (ux rule 39).
#[component]
pub(crate) fn StateMark(label: StateKind) -> impl IntoView {
    let lang = admin_context().lang;
    let (tone, shape) = match label {
        StateKind::Approved => ("good", Shape::Approved),
        StateKind::Denied => ("bad", Shape::Denied),
        StateKind::Parked => ("warn", Shape::Alert),
        StateKind::ManualReview | StateKind::DocumentsUnderReview => ("busy", Shape::Shield),
        StateKind::DocumentsRequired | StateKind::Resubmit | StateKind::Expired => {
            ("calm", Shape::IdCard)
        }
        StateKind::Draft => ("calm", Shape::Document),
        StateKind::Submitting | StateKind::Processing | StateKind::Provisioning => {
            ("calm", Shape::Clock)
        }
    };
    view! {
        <span class=format!("standing {tone}")><Icon shape/>{state(label).to(lang)}</span>
    }
}

/// Label of a decision.
pub(crate) const fn decision(decision: Decision) -> Text {
    match decision {
        Decision::None => words::DECISION_NONE,
        Decision::Review => words::DECISION_REVIEW,
        Decision::Documents => words::DECISION_DOCUMENTS,
        Decision::Approved => words::DECISION_APPROVED,
        Decision::Denied => words::DECISION_DENIED,
    }
}

/// Label of an age filter.
pub(crate) const fn age(age: AgeFilter) -> Text {
    match age {
        AgeFilter::Day => words::AGE_DAY,
        AgeFilter::Days => words::AGE_DAYS,
        AgeFilter::Week => words::AGE_WEEK,
        AgeFilter::Month => words::AGE_MONTH,
        AgeFilter::Older => words::AGE_OLDER,
    }
}

/// Label of an assignee filter. A staff member is shown by name instead.
pub(crate) const fn whose(whose: AssigneeFilter) -> Text {
    match whose {
        AssigneeFilter::Anyone => words::WHOSE_ANYONE,
        AssigneeFilter::Mine => words::WHOSE_MINE,
        AssigneeFilter::Unassigned => words::WHOSE_UNASSIGNED,
        AssigneeFilter::Of(_) => words::WHOSE_COLLEAGUE,
    }
}

/// Labels of a sort column and of its direction.
pub(crate) const fn sorted(sort: Sort, way: Direction) -> (Text, Text) {
    let (name, up, down) = match sort {
        Sort::Event => (words::COLUMN_EVENT, words::SORT_OLDEST, words::SORT_NEWEST),
        Sort::Age => (words::AGE, words::SORT_OLDEST, words::SORT_NEWEST),
        Sort::Reference => (words::COLUMN_REFERENCE, words::SORT_A, words::SORT_Z),
        Sort::State => (words::STATE, words::SORT_BEGINNING, words::SORT_END),
        Sort::Assignee => (words::ASSIGNEE, words::SORT_A, words::SORT_Z),
    };
    match way {
        Direction::Asc => (name, up),
        Direction::Desc => (name, down),
    }
}

/// Label of the reason why a case is parked.
pub(crate) const fn reason(reason: Reason) -> Text {
    match reason {
        Reason::ProviderUnauthorized => admin_case::REASON_REFUSES,
        Reason::UnexpectedStatus => admin_case::REASON_STATUS,
        Reason::ApprovedElsewhere => admin_case::REASON_ELSEWHERE,
        Reason::OutOfAttempts => admin_case::REASON_ATTEMPTS,
        Reason::NoDecision => admin_case::REASON_NO_DECISION,
        Reason::NoProviderId => admin_case::REASON_NO_ID,
        Reason::SharedProviderId => admin_case::REASON_SHARED_ID,
        Reason::UnusableLink => admin_case::REASON_LINK,
    }
}

/// Label of a stored reason, by its word.
pub(crate) fn stored_reason(word: &str) -> Option<Text> {
    Reason::parse(word).map(reason)
}

/// Label of a requested override outcome.
pub(crate) const fn outcome(outcome: OverrideOutcome) -> Text {
    match outcome {
        OverrideOutcome::Approve => admin_disclosure::OVERRIDE_APPROVE,
        OverrideOutcome::Deny => admin_disclosure::OVERRIDE_DENY,
    }
}

/// Label of an override request's status.
pub(crate) const fn request_status(status: RequestStatus) -> Text {
    match status {
        RequestStatus::Open => admin_disclosure::OVERRIDE_OPEN,
        RequestStatus::Confirmed => admin_disclosure::OVERRIDE_CONFIRMED,
        RequestStatus::TurnedDown => admin_disclosure::OVERRIDE_REJECTED,
        RequestStatus::Void => admin_disclosure::OVERRIDE_VOID,
    }
}

/// Label of a personal field.
pub(crate) const fn datum(datum: PersonalField) -> Text {
    match datum {
        PersonalField::Name => steps::NAME,
        PersonalField::BirthDate => steps::BIRTH_DATE,
        PersonalField::Email => steps::EMAIL,
        PersonalField::Phone => steps::PHONE,
        PersonalField::Address => steps::ADDRESS,
        PersonalField::Ssn => steps::SSN_LABEL,
    }
}

/// Label of a form step, by the step's name.
pub(crate) fn step(name: &str) -> Option<Text> {
    Some(match name {
        name if name == Step::Consent.as_str() => steps::AGREEMENT,
        name if name == Step::Contact.as_str() => steps::GROUP_CONTACT,
        name => {
            let mut all = PersonalField::ALL.iter();
            datum(*all.find(|datum| datum.step().as_str() == name)?)
        }
    })
}

/// The provider's status and sub-status, as the provider spells them.
pub(crate) fn provider_status(words: &ProviderStatus) -> String {
    let words = [words.status.as_str(), words.sub_status.as_str()];
    let parts: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    visible(&parts.join(" / "))
}

/// A text of the provider in which each invisible character is shown as U+FFFD. A direction mark
/// could otherwise reorder what stands around it, also out of a `bdi` element.
pub(crate) fn visible(text: &str) -> String {
    let shown = |c| if is_invisible(c) { '\u{FFFD}' } else { c };
    text.chars().map(shown).collect()
}

/// Labels of audit events, by their stored action.
const EVENTS: &[(&str, Text)] = &[
    ("opened", words::EVENT_OPENED),
    ("consented", words::EVENT_CONSENTED),
    ("answered", words::EVENT_ANSWERED),
    ("submitted", words::EVENT_SUBMITTED),
    ("heard", words::EVENT_HEARD),
    ("undelivered", words::EVENT_UNDELIVERED),
    ("refused", words::EVENT_REFUSED),
    ("shredded", words::EVENT_SHREDDED),
    ("capture_expired", words::EVENT_CAPTURE_EXPIRED),
    ("contradicted", words::EVENT_CONTRADICTED),
    ("other_id", words::EVENT_OTHER_ID),
    ("parked", words::EVENT_PARKED),
    ("retried", words::EVENT_RETRIED),
    ("released", words::EVENT_RELEASED),
    ("assigned", admin_case::EVENT_ASSIGNED),
    ("noted", admin_case::EVENT_NOTED),
    ("messaged", admin_case::EVENT_MESSAGED),
    ("asked", admin_case::EVENT_ASKED),
    ("invited", admin_case::EVENT_INVITED),
    ("link_made", words::EVENT_LINK_MADE),
    ("came_back", words::EVENT_CAME_BACK),
    ("link_refused", words::EVENT_LINK_REFUSED),
    ("access_ended", words::EVENT_ACCESS_ENDED),
    ("code_sent", words::EVENT_CODE_SENT),
    ("code_refused", words::EVENT_CODE_REFUSED),
    ("prefilled", words::EVENT_PREFILLED),
    ("revealed", words::EVENT_REVEALED),
    ("overrule_asked", words::EVENT_OVERRIDE_REQUESTED),
    ("overrule_confirmed", words::EVENT_OVERRIDE_CONFIRMED),
    ("overrule_turned_down", words::EVENT_OVERRIDE_REJECTED),
    ("erased", words::EVENT_ERASED),
];

/// Label of an audit event. An unknown action is shown as it is stored.
pub(crate) fn event(lang: Lang, word: &str) -> String {
    let known = EVENTS.iter().find(|(event, _)| *event == word);
    known.map_or_else(
        || word.replace('_', " "),
        |(_, text)| text.to(lang).to_owned(),
    )
}

/// A figure with commas between thousands, as both languages write it.
pub(crate) fn figure(n: u64) -> String {
    let digits = n.to_string();
    let mut parted = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_thousands_separators() {
        for (n, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(figure(n), expected);
        }
    }

    #[test]
    fn provider_words_show_their_invisible_characters() {
        let words = ProviderStatus {
            decision: String::new(),
            status: "in\u{202E}weiver\u{2069}".to_owned(),
            sub_status: "é\u{200B}\u{2066}".to_owned(),
        };
        assert_eq!(
            provider_status(&words),
            "in\u{FFFD}weiver\u{FFFD} / é\u{FFFD}\u{FFFD}"
        );
        for mark in ('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}') {
            assert_eq!(visible(&format!("a{mark}b")), "a\u{FFFD}b", "{mark:?}");
        }
    }

    #[test]
    fn event_without_a_label_shows_its_word() {
        assert_eq!(event(Lang::Es, "heard"), "Respuesta del proveedor");
        assert_eq!(event(Lang::En, "note_written"), "note written");
    }
}
