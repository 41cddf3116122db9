use super::{
    pending_code::{LIFE, LOOK, PENDING, TRIES},
    *,
};
use crate::form::{Draft, address::AddressTyped, name::NameTyped};
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-26 10:00 UTC);
const PHONE: &str = "+14155551212";

fn id(text: &str) -> ExternalId {
    ExternalId::parse(text).expect("an id")
}

#[test]
fn code_with_separators_reads_as_six_digits() {
    for typed in [
        "123456",
        " 123 456 ",
        "123-456",
        "12\u{a0}34 56",
        "123.456",
        "\u{200E}123.456",
        "123–456",
        "\u{feff}123·456\u{200b}",
        "“123456”",
        "１２３４５６",
        "I23456",
        "(123) 456.",
    ] {
        let code = Code::parse(typed).ok();
        assert_eq!(code.as_ref().map(Code::as_str), Some("123456"), "{typed}");
    }
    for (typed, fault) in [
        ("", FieldError::CodeEmpty),
        (" - ", FieldError::CodeEmpty),
        ("00000", FieldError::CodeShape),
        ("1234567", FieldError::CodeShape),
        ("12345a", FieldError::CodeShape),
        ("\u{200E}…", FieldError::CodeEmpty),
        ("123.45", FieldError::CodeShape),
        ("١٢٣٤٥٦", FieldError::CodeShape),
    ] {
        assert_eq!(Code::parse(typed).err(), Some(fault), "{typed}");
    }
}

#[test]
fn code_expires_after_three_tries_or_ten_minutes_and_three_codes_are_the_limit() {
    let mut prefill = Prefill::default();
    assert!(prefill.may_begin() && prefill.waits_for(NOW).is_none());
    for n in 1..=3_u8 {
        assert!(prefill.may_begin(), "code {n}");
        let name = format!("ext_{n}");
        assert_eq!(prefill.begun(PHONE, NOW), n);
        prefill.sent(n, id(&name), NOW);
        assert_eq!(prefill.waits_for(NOW), Some(&id(&name)));
        assert_eq!(prefill.last_two(), "12");
        assert!(!prefill.has_one_try());
        assert!(prefill.waits_for(NOW + LIFE).is_none());
        assert!(prefill.has_expired(NOW + LIFE) && !prefill.has_expired(NOW));
        prefill.tried(NOW);
        prefill.tried(NOW);
        assert!(prefill.has_one_try());
        assert!(prefill.waits_for(NOW).is_some());
        prefill.tried(NOW);
        assert!(prefill.waits_for(NOW).is_none() && prefill.has_expired(NOW));
        prefill.looked_at(&id("another"), CodeCheck::Unasked);
        assert!(prefill.waits_for(NOW).is_none());
        prefill.looked_at(&id(&name), CodeCheck::Unasked);
        assert!(prefill.waits_for(NOW).is_some());
        prefill.tried(NOW);
    }
    assert!(!prefill.may_begin());
}

#[test]
fn code_check_is_in_flight_until_its_result_or_a_timeout() {
    for look in [CodeCheck::Counts, CodeCheck::Pending, CodeCheck::Unasked] {
        let mut prefill = Prefill::default();
        prefill.begun(PHONE, NOW);
        prefill.sent(1, id("ext_1"), NOW);
        assert!(!prefill.is_check_in_flight(NOW));
        prefill.tried(NOW);
        assert!(prefill.is_check_in_flight(NOW) && !prefill.is_check_in_flight(NOW + LOOK));
        prefill.looked_at(&id("ext_1"), look);
        assert!(!prefill.is_check_in_flight(NOW));
        prefill.tried(NOW);
        assert_eq!(prefill.has_one_try(), look == CodeCheck::Counts, "{look:?}");
    }
}

#[test]
fn pending_code_expires_after_repeated_postponements() {
    let mut prefill = Prefill::default();
    prefill.begun(PHONE, NOW);
    prefill.sent(1, id("ext_1"), NOW);
    for _ in 0..PENDING {
        assert!(prefill.waits_for(NOW).is_some());
        prefill.tried(NOW);
        prefill.looked_at(&id("ext_1"), CodeCheck::Pending);
    }
    assert!(prefill.waits_for(NOW).is_none());
}

#[test]
fn latest_code_wins_in_any_order_of_responses() {
    let mut prefill = Prefill::default();
    let (first, second) = (prefill.begun(PHONE, NOW), prefill.begun(PHONE, NOW));
    prefill.sent(second, id("ext_2"), NOW);
    prefill.sent(first, id("ext_1"), NOW);
    assert_eq!(prefill.waits_for(NOW), Some(&id("ext_2")));
}

#[test]
fn recent_code_is_fresh_until_it_fails_or_expires() {
    let mut prefill = Prefill::default();
    assert!(!prefill.is_fresh(NOW));
    prefill.begun(PHONE, NOW);
    assert!(prefill.is_fresh(NOW) && !prefill.is_fresh(NOW + AGAIN));
    prefill.not_sent(false);
    assert!(!prefill.is_fresh(NOW));
    prefill.begun(PHONE, NOW);
    prefill.sent(2, id("ext_2"), NOW);
    assert!(prefill.is_fresh(NOW));
    for _ in 0..TRIES {
        prefill.tried(NOW);
    }
    assert!(!prefill.is_fresh(NOW), "it has run out");
    assert!(prefill.may_begin());
    prefill.begun(PHONE, NOW);
    assert!(prefill.is_fresh(NOW), "the next one is on its way");
    assert!(!prefill.may_begin());
    prefill.not_sent(true);
    assert!(prefill.may_begin());
}

#[test]
fn correct_code_ends_prefill() {
    let mut prefill = Prefill::default();
    prefill.begun(PHONE, NOW);
    prefill.sent(1, id("ext_1"), NOW);
    prefill.passed();
    assert!(prefill.is_over() && !prefill.may_begin() && prefill.waits_for(NOW).is_none());
}

#[test]
fn prefill_form_gives_the_birth_date_and_is_forgotten_with_its_faults() {
    let typed = PrefillTyped {
        month: "1".to_owned(),
        day: "15".to_owned(),
        year: "1990".to_owned(),
        phone: PHONE.to_owned(),
    };
    let birth = typed.birth();
    let birth = [birth.month, birth.day, birth.year];
    assert_eq!(birth, ["1", "15", "1990"]);
    let mut prefill = Prefill {
        typed: Some(typed),
        faults: vec![FieldError::PhoneShape],
        ..Prefill::default()
    };
    assert!(!prefill.was_begun());
    prefill.begun(PHONE, NOW);
    assert!(prefill.was_begun());
    prefill.forget();
    assert!(prefill.typed.is_none() && prefill.faults.is_empty());
    assert!(prefill.was_begun(), "the codes still count");
}

fn found() -> PrefillData {
    PrefillData {
        name: NameTyped {
            given: "Jane".to_owned(),
            family: "Smith".to_owned(),
            ..NameTyped::default()
        },
        email: "jane.smith@example.com".to_owned().into(),
        address: AddressTyped {
            line1: "123 Main St".to_owned(),
            city: "New York".to_owned(),
            state: "NY".to_owned(),
            postal: "10001".to_owned(),
            ..AddressTyped::default()
        },
    }
}

#[test]
fn prefill_keeps_typed_answers() {
    let mut draft = Draft::default();
    draft.name.typed.family = "Doe".to_owned();
    draft.contact.typed.email = "john.doe@example.com".to_owned();
    draft.contact.typed.phone = "+12125551234".to_owned();
    assert!(draft.may_be_filled_in());
    assert!(draft.fill_in(found()));
    assert_eq!(draft.name.typed.given, "");
    assert_eq!(draft.contact.typed.email, "john.doe@example.com");
    assert_eq!(draft.contact.typed.phone, "+12125551234");
    assert_eq!(draft.address.typed, found().address);
    assert!(
        !draft.may_be_filled_in(),
        "there is nothing left to fill in"
    );
    assert!(!draft.fill_in(found()));
    assert!(!Draft::default().fill_in(PrefillData::default()));
    for part in 0..5 {
        let mut draft = Draft::default();
        let AddressTyped {
            line1,
            line2,
            city,
            state,
            postal,
        } = &mut draft.address.typed;
        *[line1, line2, city, state, postal][part] = "typed".to_owned();
        let typed = draft.address.typed.clone();
        draft.fill_in(found());
        assert_eq!(draft.address.typed, typed);
    }
}

#[test]
fn prefill_clears_errors_of_the_fields_it_fills() {
    let mut draft = Draft::default();
    draft.name.faults = vec![FieldError::GivenNameEmpty];
    draft.contact.faults = vec![FieldError::EmailEmpty];
    draft.address.faults = vec![FieldError::AddressLine1Empty];
    assert!(draft.fill_in(found()));
    let faults = [
        draft.name.faults,
        draft.contact.faults,
        draft.address.faults,
    ];
    assert_eq!(faults.concat(), []);
}

#[test]
fn prefilled_values_are_truncated_like_typed_ones() {
    let mut draft = Draft::default();
    let mut long = found();
    long.email = "a".repeat(10_000).into();
    long.name.given = "b".repeat(10_000);
    assert!(draft.fill_in(long));
    assert_eq!(draft.contact.typed.email.len(), 300);
    assert_eq!(draft.name.typed.given.len(), 300);
}

#[test]
fn prefill_debug_output_has_no_personal_data() {
    let typed = PrefillTyped {
        phone: PHONE.to_owned(),
        ..PrefillTyped::default()
    };
    let mut prefill = Prefill {
        typed: Some(typed),
        ..Prefill::default()
    };
    prefill.begun(PHONE, NOW);
    prefill.sent(1, id("ext_1"), NOW);
    let printed = format!("{prefill:?} {:?}", found());
    for secret in ["4155551212", "12\"", "Jane", "jane", "Main"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
