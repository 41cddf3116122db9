//! The words and marks that the desk has for states, decisions and events.

use crate::{
    components::{Icon, Shape},
    desk::visit::desk_visit,
    text::{Text, desk_case, desk_list as words, steps},
};
use kyc::{
    desk::{
        case::Datum,
        list::{Age, Decision, Whose},
    },
    flow::Step,
    lang::Lang,
    state::{Label, Reason},
    upstream::Words,
};
use leptos::prelude::*;
use time::{Duration, OffsetDateTime};

/// The word of a state.
pub(crate) const fn state(label: Label) -> Text {
    match label {
        Label::Draft => words::STATE_DRAFT,
        Label::Submitting => words::STATE_SUBMITTING,
        Label::Processing => words::STATE_PROCESSING,
        Label::DocumentsRequired => words::STATE_DOCUMENTS,
        Label::DocumentsUnderReview => words::STATE_UNDER_REVIEW,
        Label::ManualReview => words::STATE_MANUAL,
        Label::Provisioning => words::STATE_PROVISIONING,
        Label::Approved => words::STATE_APPROVED,
        Label::Denied => words::STATE_DENIED,
        Label::Resubmit => words::STATE_RESUBMIT,
        Label::Expired => words::STATE_EXPIRED,
        Label::Parked => words::STATE_PARKED,
    }
}

/// A state as word, icon and colour together (ux rule 39).
#[component]
pub(crate) fn StateMark(label: Label) -> impl IntoView {
    let lang = desk_visit().lang;
    let (tone, shape) = match label {
        Label::Approved => ("good", Shape::Approved),
        Label::Denied => ("bad", Shape::Denied),
        Label::Parked => ("warn", Shape::Alert),
        Label::ManualReview | Label::DocumentsUnderReview => ("busy", Shape::Shield),
        Label::DocumentsRequired | Label::Resubmit | Label::Expired => ("calm", Shape::IdCard),
        Label::Draft => ("calm", Shape::Document),
        Label::Submitting | Label::Processing | Label::Provisioning => ("calm", Shape::Clock),
    };
    view! {
        <span class=format!("standing {tone}")><Icon shape/>{state(label).to(lang)}</span>
    }
}

/// The word of a decision.
pub(crate) const fn decision(decision: Decision) -> Text {
    match decision {
        Decision::None => words::DECISION_NONE,
        Decision::Review => words::DECISION_REVIEW,
        Decision::Documents => words::DECISION_DOCUMENTS,
        Decision::Approved => words::DECISION_APPROVED,
        Decision::Denied => words::DECISION_DENIED,
    }
}

/// The words of an age.
pub(crate) const fn age(age: Age) -> Text {
    match age {
        Age::Day => words::AGE_DAY,
        Age::Days => words::AGE_DAYS,
        Age::Week => words::AGE_WEEK,
        Age::Month => words::AGE_MONTH,
        Age::Older => words::AGE_OLDER,
    }
}

/// The word for whose cases they are.
pub(crate) const fn whose(whose: Whose) -> Text {
    match whose {
        Whose::Anyone => words::WHOSE_ANYONE,
        Whose::Mine => words::WHOSE_MINE,
        Whose::Nobody => words::WHOSE_NOBODY,
    }
}

/// Why something is parked.
pub(crate) const fn reason(reason: Reason) -> Text {
    match reason {
        Reason::UpstreamRefusesUs => desk_case::REASON_REFUSES,
        Reason::ApprovedElsewhere => desk_case::REASON_ELSEWHERE,
        Reason::OutOfAttempts => desk_case::REASON_ATTEMPTS,
        Reason::NoDecision => desk_case::REASON_NO_DECISION,
    }
}

/// One thing that is known about a person.
pub(crate) const fn datum(datum: Datum) -> Text {
    match datum {
        Datum::Name => steps::NAME,
        Datum::BirthDate => steps::BIRTH_DATE,
        Datum::Email => steps::EMAIL,
        Datum::Phone => steps::PHONE,
        Datum::Address => steps::ADDRESS,
        Datum::Ssn => steps::SSN_LABEL,
    }
}

/// A step of the form, by its name.
pub(crate) fn step(name: &str) -> Option<Text> {
    Some(match name {
        name if name == Step::Consent.as_str() => steps::AGREEMENT,
        name if name == Step::Contact.as_str() => steps::GROUP_CONTACT,
        name => {
            let mut all = Datum::ALL.iter();
            datum(*all.find(|datum| datum.step().as_str() == name)?)
        }
    })
}

/// What the upstream said, in its own words.
pub(crate) fn said(words: &Words) -> String {
    let words = [words.status.as_str(), words.sub_status.as_str()];
    let said: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    said.join(" / ")
}

/// What is said of events, by the word that the trail has for them.
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
    ("parked", words::EVENT_PARKED),
    ("retried", words::EVENT_RETRIED),
    ("released", words::EVENT_RELEASED),
    ("assigned", desk_case::EVENT_ASSIGNED),
    ("noted", desk_case::EVENT_NOTED),
    ("messaged", desk_case::EVENT_MESSAGED),
    ("asked", desk_case::EVENT_ASKED),
    ("invited", desk_case::EVENT_INVITED),
    ("link_made", words::EVENT_LINK_MADE),
    ("came_back", words::EVENT_CAME_BACK),
    ("link_refused", words::EVENT_LINK_REFUSED),
    ("revealed", words::EVENT_REVEALED),
    ("overrule_asked", words::EVENT_OVERRULE_ASKED),
    ("overrule_confirmed", words::EVENT_OVERRULE_CONFIRMED),
    ("overrule_turned_down", words::EVENT_OVERRULE_TURNED_DOWN),
    ("erased", words::EVENT_ERASED),
];

/// The words of an event; of one that has none, its own word.
pub(crate) fn event(lang: Lang, word: &str) -> String {
    let known = EVENTS.iter().find(|(event, _)| *event == word);
    known.map_or_else(
        || word.replace('_', " "),
        |(_, text)| text.to(lang).to_owned(),
    )
}

/// How long ago, in the largest unit that says enough.
pub(crate) fn ago(lang: Lang, at: OffsetDateTime, now: OffsetDateTime) -> String {
    let past = (now - at).max(Duration::ZERO);
    let (minutes, hours, days) = (past.whole_minutes(), past.whole_hours(), past.whole_days());
    let so_many = |text: Text, n: i64| text.fill(lang, &[("n", &n.to_string())]);
    let some = |one: Text, some: Text, n: i64| match n {
        1 => one.to(lang).to_owned(),
        n => so_many(some, n),
    };
    match (minutes, hours, days) {
        (0, ..) => words::AGO_NOW.to(lang).to_owned(),
        (_, 0, _) => so_many(words::AGO_MINUTES, minutes),
        (_, _, 0) => so_many(words::AGO_HOURS, hours),
        (_, _, 1..=59) => some(words::AGO_DAY, words::AGO_DAYS, days),
        (_, _, 60..=729) => some(words::AGO_MONTH, words::AGO_MONTHS, days / 30),
        _ => some(words::AGO_YEAR, words::AGO_YEARS, days / 365),
    }
}

/// A time as an age in words. The exact time takes its place while the pointer
/// is on it or the focus in its row; readers hear both (ux rule 41).
#[component]
pub(crate) fn When(
    at: OffsetDateTime,
    /// Whether it takes the focus by itself, where it stands in no row.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let visit = desk_visit();
    let (exact, stamp) = exact(at);
    let stop = alone.then_some("0");
    view! {
        <time class="when" datetime=stamp tabindex=stop>
            <span class="ago">{ago(visit.lang, at, visit.now)}</span>
            " "
            <span class="exact">{exact}</span>
        </time>
    }
}

/// A time where it matters to the minute, with its age.
#[component]
pub(crate) fn Exactly(at: OffsetDateTime) -> impl IntoView {
    let visit = desk_visit();
    let (exact, stamp) = exact(at);
    view! { <time datetime=stamp>{exact}" · "{ago(visit.lang, at, visit.now)}</time> }
}

/// A time to read, and the same for programs.
fn exact(at: OffsetDateTime) -> (String, String) {
    let (date, time) = (at.date(), crate::components::time_of_day(at));
    (format!("{date} {time} UTC"), format!("{date}T{time}Z"))
}

/// A figure with its thousands parted, as both languages write it here.
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
    fn ages_are_said_in_the_largest_unit_that_says_enough() {
        let now = time::macros::datetime!(2026-11-23 12:00 UTC);
        for (past, said) in [
            (Duration::seconds(-5), "just now"),
            (Duration::seconds(59), "just now"),
            (Duration::minutes(1), "1 min"),
            (Duration::minutes(59), "59 min"),
            (Duration::hours(23), "23 h"),
            (Duration::days(1), "1 day"),
            (Duration::days(59), "59 days"),
            (Duration::days(60), "2 months"),
            (Duration::days(730), "2 years"),
        ] {
            assert_eq!(ago(Lang::En, now - past, now), said);
        }
    }

    #[test]
    fn figures_are_parted_by_thousands() {
        for (n, said) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(figure(n), said);
        }
    }

    #[test]
    fn an_event_without_words_says_its_own() {
        assert_eq!(event(Lang::Es, "heard"), "Respondió el socio");
        assert_eq!(event(Lang::En, "note_written"), "note written");
    }
}
