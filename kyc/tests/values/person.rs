//! Name, Social Security number, referral code.

use super::{reads, refuses};
use kyc::{
    value::Ssn,
    value::{FieldError, Name, ReferralCode},
};

#[test]
fn names_of_many_kinds_are_kept_as_typed() {
    for name in [
        "John",
        "J",
        "O'Brien",
        "Smith-Jones",
        "de la Cruz",
        "Martin Jr.",
        "'t Hooft",
        "José",
        "Ngô Văn",
        "Kaʻahumanu",
        "Łukasz",
        "Мария",
        "李小龍",
        "अनिता",
        "mCdONALD",
    ] {
        assert_eq!(Name::parse_given(name).expect(name).as_str(), name);
        assert_eq!(Name::parse_family(name).expect(name).as_str(), name);
    }
}

#[test]
fn name_keyboard_and_clipboard_variants_are_normalised() {
    reads(
        |typed| Name::parse_given(typed).map(String::from),
        &[
            ("\u{FEFF} Jane\u{200B}", "Jane"),
            ("Mary \u{A0}\t Ann\r\n", "Mary Ann"),
            ("O\u{2019}Brien", "O'Brien"),
            ("O`Brien", "O'Brien"),
            ("Anne\u{2011}Marie", "Anne-Marie"),
            ("Jose\u{301}", "José"),
            ("\u{202E}Jane\u{202C}", "Jane"),
        ],
    );
}

#[test]
fn name_empty_is_refused() {
    let nothing = ["", "   ", "\u{200B}\u{A0}", "\0", "\u{3164}"];
    refuses(Name::parse_given, FieldError::GivenNameEmpty, &nothing);
    refuses(Name::parse_family, FieldError::FamilyNameEmpty, &nothing);
    for blank in nothing {
        assert_eq!(Name::parse_middle(blank), Ok(None), "{blank:?}");
    }
}

#[test]
fn name_too_long_counts_characters_not_bytes() {
    let (fits, long) = ("é".repeat(50), "é".repeat(51));
    assert!(Name::parse_given(&fits).is_ok());
    assert!(Name::parse_given(&"e\u{301}".repeat(50)).is_ok());
    refuses(Name::parse_given, FieldError::GivenNameTooLong, &[&long]);
    refuses(Name::parse_middle, FieldError::MiddleNameTooLong, &[&long]);
    refuses(Name::parse_family, FieldError::FamilyNameTooLong, &[&long]);
}

#[test]
fn name_with_odd_characters_is_refused() {
    let odd = [
        "John3",
        "<b>Jo</b>",
        "Jo@hn",
        "Jo,hn",
        "Jo_hn",
        "Jo\"hn",
        "=Jo",
        "👤",
        "\u{301}Jo",
        "Jo \u{301}",
    ];
    refuses(Name::parse_given, FieldError::GivenNameCharacters, &odd);
    refuses(Name::parse_middle, FieldError::MiddleNameCharacters, &odd);
    refuses(Name::parse_family, FieldError::FamilyNameCharacters, &odd);
}

#[test]
fn name_without_letter_is_refused() {
    let mute = ["-", "'", "...", "- -"];
    refuses(Name::parse_given, FieldError::GivenNameNoLetter, &mute);
    refuses(Name::parse_middle, FieldError::MiddleNameNoLetter, &mute);
    refuses(Name::parse_family, FieldError::FamilyNameNoLetter, &mute);
}

fn ssn(typed: &str) -> Result<String, FieldError> {
    Ssn::parse(typed).map(|ssn| ssn.dashed().to_string())
}

#[test]
fn ssn_in_any_format_is_accepted() {
    for typed in [
        "123-45-6789",
        "123456789",
        " 123 45 6789\n",
        "123.45.6789",
        "123\u{2013}45\u{200B}-6789",
    ] {
        let ssn = Ssn::parse(typed).expect(typed);
        assert_eq!(
            (ssn.dashed().as_str(), ssn.digits().as_str()),
            ("123-45-6789", "123456789")
        );
        assert_eq!(ssn.last_four(), "6789");
    }
}

#[test]
fn ssn_empty_short_or_odd_is_refused() {
    refuses(ssn, FieldError::SsnEmpty, &["", " ", "\u{200B}", "--"]);
    refuses(
        ssn,
        FieldError::SsnLength,
        &["1", "123-45-678", "123-45-67890", "6789"],
    );
    refuses(
        ssn,
        FieldError::SsnCharacters,
        &["123-45-678X", "***-**-6789", "123/45/6789", "١23456789"],
    );
}

#[test]
fn ssn_impossible_is_refused() {
    refuses(
        ssn,
        FieldError::SsnImpossible,
        &[
            "000-45-6789",
            "666-45-6789",
            "900-45-6789",
            "999-45-6789",
            "123-00-6789",
            "123-45-0000",
            "000000000",
        ],
    );
    // Only numbers that were never issued are refused (UX rule 25).
    reads(
        ssn,
        &[
            ("667-45-6789", "667-45-6789"),
            ("899-01-0001", "899-01-0001"),
            ("001010001", "001-01-0001"),
        ],
    );
}

fn referral(typed: &str) -> Result<String, FieldError> {
    ReferralCode::parse(typed).map(|code| code.map_or_else(String::new, String::from))
}

#[test]
fn referral_code_is_optional_and_trimmed() {
    let long = "a".repeat(64);
    reads(
        referral,
        &[
            ("REF123", "REF123"),
            ("", ""),
            (" \u{200B}", ""),
            (" a_B-9\n", "a_B-9"),
            (&long, &long),
        ],
    );
}

#[test]
fn referral_code_is_shown_as_typed() {
    let code = ReferralCode::parse("a_B-9").expect("sound");
    assert_eq!(code.expect("given").as_str(), "a_B-9");
}

#[test]
fn referral_code_long_or_odd_is_refused() {
    refuses(
        referral,
        FieldError::ReferralCodeTooLong,
        &[&"a".repeat(65)],
    );
    refuses(
        referral,
        FieldError::ReferralCodeCharacters,
        &["REF 123", "../kyc", "REF%31", "RÉF", "a\nb", "a/b", "a?b"],
    );
}
