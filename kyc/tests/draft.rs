//! Progress of a draft: which steps are answered, and eligibility.
#![cfg(feature = "native")]

use kyc::{
    eligibility::Ineligible,
    flow::Step,
    form::{Answer, Draft, consent::Consent, ssn::LastFour},
    policy::Policy,
    today::Today,
    value::{FieldError, UsState},
};
use proptest::prelude::*;
use time::{
    Date, OffsetDateTime,
    macros::{date, datetime},
};

const TODAY: Date = date!(2026 - 11 - 23);

/// The contract's example, complete.
fn john() -> Draft {
    let consent = Consent {
        version: Policy::default().agreement_version,
        agreed_at: datetime!(2026-11-23 10:00 UTC),
    };
    let mut draft = Draft {
        consent: Some(consent),
        ..Draft::default()
    };
    let text = |value: &str| value.to_owned();
    (draft.name.typed.given, draft.name.typed.family) = (text("John"), text("Doe"));
    let birth = &mut draft.birth.typed;
    (birth.month, birth.day, birth.year) = (text("1"), text("15"), text("1990"));
    let contact = &mut draft.contact.typed;
    (contact.email, contact.phone) = (text("john.doe@example.com"), text("+15551234567"));
    let address = &mut draft.address.typed;
    (address.line1, address.city) = (text("123 Main Street"), text("New York"));
    (address.state, address.postal) = (text("NY"), text("10001"));
    draft.ssn.last_four = Some(LastFour::new(text("6789")));
    draft.ssn.held = true;
    draft
}

/// Removes the answer of one step.
fn without(mut draft: Draft, step: Step) -> Draft {
    let blank = Draft::default();
    match step {
        Step::Consent => draft.consent = blank.consent,
        Step::Name => draft.name = blank.name,
        Step::BirthDate => draft.birth = blank.birth,
        Step::Contact => draft.contact = blank.contact,
        Step::Address => draft.address = blank.address,
        Step::Ssn => draft.ssn = blank.ssn,
        Step::Check => {}
    }
    draft
}

#[test]
fn complete_draft_opens_check_page_and_empty_draft_nothing() {
    let policy = Policy::default();
    let whole = john().validate(&policy, TODAY);
    assert!(whole.progress.opens(Step::Check) && whole.ineligible.is_none());
    let empty = Draft::default().validate(&policy, TODAY);
    assert_eq!(empty.progress.furthest(), Step::Consent);
    assert_eq!(empty.ineligible, None);
}

#[test]
fn missing_step_is_the_furthest_step() {
    for step in Step::ALL.iter().filter(|step| **step != Step::Check) {
        let progress = without(john(), *step)
            .validate(&Policy::default(), TODAY)
            .progress;
        assert_eq!(progress.furthest(), *step);
        assert!(!progress.has(*step) && !progress.opens(Step::Check));
    }
}

#[test]
fn consent_to_older_agreement_does_not_count() {
    let policy = Policy {
        agreement_version: "2027-01-01".to_owned(),
        ..Policy::default()
    };
    assert_eq!(
        john().validate(&policy, TODAY).progress.furthest(),
        Step::Consent
    );
}

#[test]
fn minimum_age_is_reached_on_the_birthday() {
    for (today, reason) in [
        (date!(2008 - 01 - 14), Some(Ineligible::TooYoung)),
        (date!(2008 - 01 - 15), None),
    ] {
        let assessment = john().validate(&Policy::default(), today);
        assert_eq!(assessment.ineligible, reason, "{today}");
        assert_eq!(assessment.progress.has(Step::BirthDate), reason.is_none());
    }
}

#[test]
fn minimum_age_counts_by_the_date_of_the_home() {
    let policy = Policy::default();
    let reason = |state: &str, zip: &str, now: OffsetDateTime| {
        let mut draft = john();
        draft.address.typed.state = state.to_owned();
        draft.address.typed.postal = zip.to_owned();
        draft.validate(&policy, Today::at(now)).ineligible
    };
    // John's 18th birthday is 15 January 2008.
    for (state, zip, now, is_old_enough) in [
        ("NY", "10001", datetime!(2008-01-16 03:00 UTC), true),
        ("NY", "10001", datetime!(2008-01-15 05:00 UTC), true),
        ("NY", "10001", datetime!(2008-01-15 04:59 UTC), false),
        ("CA", "90012", datetime!(2008-01-15 07:59 UTC), false),
        ("CA", "90012", datetime!(2008-01-15 08:00 UTC), true),
        ("HI", "96813", datetime!(2008-01-15 09:59 UTC), false),
        ("GU", "96910", datetime!(2008-01-14 14:00 UTC), true),
        ("GU", "96910", datetime!(2008-01-14 13:59 UTC), false),
    ] {
        let expected = (!is_old_enough).then_some(Ineligible::TooYoung);
        assert_eq!(reason(state, zip, now), expected, "{state} at {now}");
    }
    // Without an address, the latest date in a served state counts.
    let before = datetime!(2008-01-14 14:00 UTC);
    assert_eq!(reason("", "", before), None);
    assert_eq!(reason("NY", "90012", before), None);
    let policy = Policy {
        served_states: vec![UsState::Ny, UsState::Ca],
        ..Policy::default()
    };
    let mut without_address = john();
    without_address.address = Answer::default();
    let reason = |now| without_address.validate(&policy, Today::at(now)).ineligible;
    assert_eq!(reason(before), Some(Ineligible::TooYoung));
    assert_eq!(reason(datetime!(2008-01-15 05:00 UTC)), None);
}

#[test]
fn unserved_state_is_ineligible() {
    let texas = UsState::parse("TX").expect("a state");
    let policy = Policy {
        served_states: vec![texas],
        ..Policy::default()
    };
    let assessment = john().validate(&policy, TODAY);
    assert_eq!(assessment.ineligible, Some(Ineligible::NotServed));
    assert_eq!(assessment.progress.furthest(), Step::Address);
}

#[test]
fn erased_or_invalid_ssn_is_asked_again() {
    let mut shredded = john();
    shredded.ssn.held = false;
    let mut faulty = john();
    faulty.ssn.faults = vec![FieldError::SsnLength];
    for draft in [shredded, faulty] {
        assert_eq!(
            draft
                .validate(&Policy::default(), TODAY)
                .progress
                .furthest(),
            Step::Ssn
        );
    }
}

#[test]
fn contact_with_a_rejected_referral_code_is_not_answered() {
    let with = |typed: &str, looked_up: &str, known: bool| {
        let mut draft = john();
        draft.contact.typed.referral = typed.to_owned();
        draft.referral_lookup.record(looked_up, known);
        draft
    };
    for (draft, unknown) in [
        (with("REF123", "REF123", false), true),
        (with(" REF123 ", "REF123", false), true),
        (with("REF123", "REF123", true), false),
        (with("REF124", "REF123", false), false),
        (with("", "REF123", false), false),
    ] {
        assert_eq!(draft.has_unknown_code(), unknown);
        let progress = draft.validate(&Policy::default(), TODAY).progress;
        assert_eq!(progress.has(Step::Contact), !unknown);
    }
}

proptest! {
    #[test]
    fn first_missing_step_is_asked_first(missing in prop::sample::subsequence(Step::ALL, 0..7)) {
        let draft = missing.iter().fold(john(), |draft, step| without(draft, *step));
        let progress = draft.validate(&Policy::default(), TODAY).progress;
        let first = missing.first().copied().unwrap_or(Step::Check);
        prop_assert_eq!(progress.furthest(), first);
    }

    #[test]
    fn birth_date_step_requires_a_valid_year(text in "\\PC{0,40}") {
        let mut draft = john();
        draft.birth.typed.year = text;
        let assessment = draft.validate(&Policy::default(), TODAY);
        let year = draft.birth.typed.parse(TODAY).map(|birth| birth.date().year());
        prop_assert_eq!(assessment.progress.has(Step::BirthDate), year.is_ok_and(|year| (1896..=2008).contains(&year)));
    }
}
