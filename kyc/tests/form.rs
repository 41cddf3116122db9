//! Forms of the steps: stored values, errors, and redacted `Debug` output.
#![cfg(feature = "native")]

use kyc::{
    form::{
        Draft, Field, address::AddressTyped, birth::BirthTyped, contact::ContactTyped,
        name::NameTyped, prefill::PrefillTyped, ssn::LastFour,
    },
    value::FieldError,
};
use time::{Date, macros::date};

const TODAY: Date = date!(2026 - 11 - 23);

/// Prefix of an error code, and the id of its control.
const CONTROLS: [(&str, &str); 18] = [
    ("consent_", "agreed"),
    ("given_name_", "given"),
    ("middle_name_", "middle"),
    ("family_name_", "family"),
    ("birth_date_", "month"),
    ("birth_month_", "month"),
    ("birth_day_", "day"),
    ("birth_year_", "year"),
    ("email_", "email"),
    ("phone_", "phone"),
    ("referral_code_", "referral"),
    ("address_line1_", "line1"),
    ("address_line2_", "line2"),
    ("city_", "city"),
    ("state_", "state"),
    ("postal_code_", "postal"),
    ("ssn_", "ssn"),
    ("code_", "code"),
];

fn text(value: &str) -> String {
    value.to_owned()
}

#[test]
fn field_error_links_to_the_control_that_its_code_names() {
    for error in FieldError::ALL {
        let code = serde_json::to_value(error).expect("JSON");
        let code = code.as_str().expect("a string");
        let control = CONTROLS.iter().find(|(begins, _)| code.starts_with(begins));
        let (_, id) = control.expect(code);
        assert_eq!(Field::of(*error).id(), *id, "{code}");
    }
}

#[test]
fn birth_date_field_is_the_whole_or_one_of_its_three_boxes() {
    for error in FieldError::ALL {
        let field = Field::of(*error);
        let expected = ["month", "day", "year"].contains(&field.id());
        assert_eq!(field.is_birth_date(), expected, "{field:?}");
    }
}

#[test]
fn form_with_faults_names_one_for_each_field_in_order() {
    let name = NameTyped {
        given: text(""),
        middle: text("3"),
        family: text("-"),
        ..NameTyped::default()
    };
    let expected = [
        FieldError::GivenNameEmpty,
        FieldError::MiddleNameCharacters,
        FieldError::FamilyNameNoLetter,
    ];
    assert_eq!(name.parse(), Err(expected.to_vec()));
    let contact = ContactTyped {
        email: text("jane"),
        phone: text("1"),
        referral: text("?"),
    };
    let expected = [
        FieldError::EmailShape,
        FieldError::PhoneImpossible,
        FieldError::ReferralCodeCharacters,
    ];
    assert_eq!(contact.parse(), Err(expected.to_vec()));
    let address = AddressTyped::default().parse();
    assert_eq!(address.map_err(|faults| faults.len()), Err(4));
    let birth = BirthTyped {
        year: text("90"),
        ..BirthTyped::default()
    };
    assert_eq!(birth.parse(TODAY), Err(vec![FieldError::BirthDayMissing]));
}

#[test]
fn form_with_one_fault_names_no_other() {
    let name = |given: &str, family: &str| NameTyped {
        given: text(given),
        middle: text(""),
        family: text(family),
        ..NameTyped::default()
    };
    assert!(name("John", "Doe").parse().is_ok());
    let fault = name("", "Doe").parse();
    assert_eq!(fault, Err(vec![FieldError::GivenNameEmpty]));
    let fault = name("John", "").parse();
    assert_eq!(fault, Err(vec![FieldError::FamilyNameEmpty]));
    let contact = ContactTyped {
        email: text("john.doe@example.com"),
        phone: text(""),
        referral: text(""),
    };
    assert_eq!(contact.parse(), Err(vec![FieldError::PhoneEmpty]));
}

#[test]
fn typed_form_keeps_the_first_300_characters_of_each_field() {
    let long = "é".repeat(NameTyped::LONGEST + 1);
    let name = NameTyped {
        given: long.clone(),
        middle: text("short"),
        family: long,
        ..NameTyped::default()
    };
    let name = name.bounded();
    assert_eq!(name.given, "é".repeat(300));
    assert_eq!((name.middle.as_str(), name.family), ("short", name.given));
}

#[test]
fn typed_form_is_blank_only_without_a_visible_character_in_any_field() {
    assert!(AddressTyped::default().is_blank());
    for value in ["", " \t", "\u{200B}", "x"] {
        let address = AddressTyped {
            postal: text(value),
            ..AddressTyped::default()
        };
        assert_eq!(address.is_blank(), value != "x", "{value:?}");
    }
}

#[test]
fn typed_form_and_last_four_digits_print_redacted() {
    let mut draft = Draft::default();
    draft.name.typed.given = text("Zz9");
    draft.birth.typed.year = text("Zz9");
    draft.contact.typed.email = text("Zz9");
    draft.address.typed.line1 = text("Zz9");
    draft.ssn.last_four = Some(LastFour::new(text("6789")));
    draft.prefill.typed = Some(PrefillTyped {
        phone: text("Zz9"),
        ..PrefillTyped::default()
    });
    let printed = format!("{draft:?}");
    assert!(!printed.contains("Zz9") && !printed.contains("6789"));
    assert_eq!(printed.matches("Typed [redacted]").count(), 5, "{printed}");
    let last_four = draft.ssn.last_four.expect("four digits");
    assert_eq!(last_four.expose(), "6789");
    assert_eq!(format!("{last_four:?}"), "[redacted]");
}

#[test]
fn stored_draft_leaves_out_prefill_and_lookup_until_they_are_used() {
    let stored = serde_json::to_value(Draft::default()).expect("JSON");
    assert!(stored.get("prefill").is_none() && stored.get("looked_up").is_none());
    let mut draft = Draft::default();
    draft.referral_lookup.record("REF123", true);
    draft.prefill.faults = vec![FieldError::PhoneEmpty];
    let stored = serde_json::to_value(&draft).expect("JSON");
    assert!(stored.get("prefill").is_some() && stored.get("looked_up").is_some());
    let read: Draft = serde_json::from_value(stored).expect("a draft");
    assert_eq!(read, draft);
}

#[test]
fn one_legal_name_is_sent_as_family_name_with_fnu() {
    let name = |given: &str, family: &str, single: &str| NameTyped {
        given: text(given),
        family: text(family),
        single: text(single),
        ..NameTyped::default()
    };
    for typed in [name("", "Suharto", "yes"), name("Suharto", " ", "yes")] {
        let (given, middle, family) = typed.parse().expect("one name");
        assert_eq!((given.as_str(), family.as_str()), ("FNU", "Suharto"));
        assert_eq!(middle, None);
        assert!(typed.is_one_name());
        assert_eq!(typed.full(), "FNU Suharto");
    }
    // The box does not change two names.
    let both = name("John", "Doe", "yes");
    let (given, _, family) = both.parse().expect("two names");
    assert_eq!((given.as_str(), family.as_str()), ("John", "Doe"));
    assert_eq!(both.full(), "John Doe");
    for (typed, fault) in [
        (name("", "Suharto", ""), FieldError::GivenNameEmpty),
        (name("Suharto", "", ""), FieldError::FamilyNameEmpty),
        (name("", "", "yes"), FieldError::GivenNameEmpty),
        (name("Suh4rto", "", "yes"), FieldError::GivenNameCharacters),
        (name("", "Suh4rto", "yes"), FieldError::FamilyNameCharacters),
        (name("", "·", "yes"), FieldError::FamilyNameNoLetter),
    ] {
        assert_eq!(typed.parse().err(), Some(vec![fault]));
    }
}
