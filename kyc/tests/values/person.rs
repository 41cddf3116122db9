//! Name, referral code.

use super::{reads, refuses};
use kyc::value::{FieldError, Name, ReferralCode};

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
fn name_marks_of_spelling_are_kept_inside_a_word() {
    for name in [
        "Gal·la",
        "Col·lell",
        "Gal‧la",
        "ג׳ורג׳",
        "צה״ל",
        "בן־דוד",
        "マリア・ガルシア",
        "ทักษิณ",
        "བཀྲ་ཤིས",
        "Tekarihò:ken",
        "Tekarihò꞉ken",
        "Kumar a/l Rajan",
        "Kaʻahumanu",
        "D՚Armen",
        "GAL·LA",
    ] {
        assert_eq!(Name::parse_given(name).expect(name).as_str(), name);
        assert_eq!(Name::parse_family(name).expect(name).as_str(), name);
        assert!(Name::parse_middle(name).is_ok(), "{name}");
    }
    for odd in [
        "·Galla",
        "Galla·",
        "Gal· la",
        "Gal··la",
        "Galla:",
        "s/",
        "//evil",
        "׳ג",
        "a: b",
        "Jo/",
    ] {
        assert_eq!(
            Name::parse_given(odd),
            Err(FieldError::GivenNameCharacters),
            "{odd}"
        );
    }
    for alone in ["·", "・", "··", "׳", "/"] {
        assert_eq!(
            Name::parse_given(alone),
            Err(FieldError::GivenNameNoLetter),
            "{alone}"
        );
    }
}

#[test]
fn name_joiners_are_kept_where_letters_join() {
    for name in [
        "علی\u{200C}رضا",
        "محمد\u{200C}حسین",
        "امیر\u{200C}علی",
        "ශ්\u{200D}රී",
        "क्\u{200D}ष",
        "മോഹന്\u{200D}",
        "می\u{200C}نا",
    ] {
        assert_eq!(Name::parse_given(name).expect(name).as_str(), name);
    }
    reads(
        |typed| Name::parse_given(typed).map(String::from),
        &[
            ("Ja\u{200C}ne", "Jane"),
            ("Ja\u{200D}ne", "Jane"),
            ("\u{200C}Jane\u{200C}", "Jane"),
            ("\u{200C}علی", "علی"),
            ("علی\u{200C}", "علی"),
            ("علی\u{200C}\u{200C}رضا", "علی\u{200C}رضا"),
            ("علی\u{200B}رضا", "علیرضا"),
            ("علی\u{200C} رضا", "علی رضا"),
            ("Мар\u{200C}ия", "Мария"),
        ],
    );
}

#[test]
fn name_suffixes_are_accepted_and_lose_their_comma() {
    reads(
        |typed| Name::parse_family(typed).map(String::from),
        &[
            ("Smith, Jr.", "Smith Jr."),
            ("Smith,Jr", "Smith Jr"),
            ("SMITH , SR", "SMITH SR"),
            ("Smith, III", "Smith III"),
            ("Smith, 2nd", "Smith 2nd"),
            ("Smith 2nd", "Smith 2nd"),
            ("Smith 2ND", "Smith 2ND"),
            ("Smith 3rd.", "Smith 3rd."),
            ("Smith 4th", "Smith 4th"),
            ("García, hijo", "García hijo"),
            ("Smith, Jr., M.D.", "Smith Jr. M.D."),
            ("Smith Jr.,", "Smith Jr."),
            ("Smith，Jr.", "Smith Jr."),
            ("Smith\u{A0}2nd", "Smith 2nd"),
            ("Smith ２ｎｄ", "Smith 2nd"),
            ("Smith, Esq.", "Smith Esq."),
        ],
    );
    refuses(
        Name::parse_family,
        FieldError::FamilyNameCharacters,
        &[
            "Smith, John",
            "Smith 2",
            "Smith 22",
            "Smith 2x",
            "Smith 1nd",
            "2nd Smith",
            ",Jr",
            "Smith, <b>",
        ],
    );
    refuses(
        Name::parse_family,
        FieldError::FamilyNameNoLetter,
        &["2nd", "3rd."],
    );
}

#[test]
fn middle_name_fillers_are_refused_and_real_names_are_not() {
    refuses(
        Name::parse_middle,
        FieldError::MiddleNameFiller,
        &[
            "N/A",
            "n/a",
            "N.A.",
            "NA",
            "n a",
            "(none)",
            "None",
            "NONE",
            "[none]",
            "none.",
            "0",
            "00",
            "NMN",
            "nmi",
            "No middle name",
            "null",
            "NULL",
            "ninguno",
            "Ninguna",
            "no tengo",
            "xx",
            "Ｎ／Ａ",
            "N\u{200B}/A",
            "Nоne",
            "not applicable",
            "NO",
        ],
    );
    refuses(
        Name::parse_middle,
        FieldError::MiddleNameNoLetter,
        &["-", "--", ".", "–"],
    );
    for name in [
        "Na", "Nil", "X", "A", "Nora", "Nona", "Noel", "Nonee", "Nada", "Null", "Ona", "N",
    ] {
        assert!(Name::parse_middle(name).is_ok(), "{name}");
    }
    for name in ["None", "Na"] {
        assert!(
            Name::parse_given(name).is_ok() && Name::parse_family(name).is_ok(),
            "{name}"
        );
    }
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
            ("SPRING–24", "SPRING-24"),
            ("SPRING\u{2011}24", "SPRING-24"),
            ("SPRING—24", "SPRING-24"),
            ("SPRING - 24", "SPRING-24"),
            ("\u{200E}SPRING-24\u{200B}", "SPRING-24"),
            ("SPRING-24.", "SPRING-24"),
            ("“SPRING-24”", "SPRING-24"),
            ("(spring-24)", "spring-24"),
            ("ＳＰＲＩＮＧ－２４", "SPRING-24"),
            ("#SPRING_24", "SPRING_24"),
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
        &[
            "REF 123", "../kyc", "РEF", "A.B", "–/–", "--/", "REF%31", "RÉF", "a\nb", "a/b", "a?b",
        ],
    );
}
