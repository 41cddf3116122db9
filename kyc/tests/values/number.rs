//! Social Security number.

use super::{reads, refuses};
use kyc::value::{FieldError, Ssn};

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
            "987-65-4320",
            "987-65-4329",
            "900-49-6789",
            "912-66-6789",
            "912-89-6789",
            "912-93-6789",
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

#[test]
fn ssn_itin_is_recognised() {
    refuses(
        ssn,
        FieldError::SsnItin,
        &[
            "912-70-3456",
            "912703456",
            "900-50-0001",
            "999-65-1234",
            "900-88-0001",
            "912-90-3456",
            "912-92-3456",
            "912-94-3456",
            "912-99-3456",
            "９１２-７０-３４５６",
            "912\u{200B}70 3456",
            "912.70.3456",
        ],
    );
}

#[test]
fn ssn_of_advertisements_is_recognised() {
    for typed in [
        "078-05-1120",
        "219-09-9999",
        "123-45-6789",
        "457 55 5462",
        "219099999",
    ] {
        assert!(Ssn::parse(typed).expect(typed).is_advertised(), "{typed}");
    }
    for typed in ["078-05-1121", "123-45-6788", "219-09-9998"] {
        assert!(!Ssn::parse(typed).expect(typed).is_advertised(), "{typed}");
    }
    assert!(Ssn::parse("123-45-6789").expect("sound").is_example());
    assert!(!Ssn::parse("078-05-1120").expect("sound").is_example());
}
