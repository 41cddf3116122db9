//! Email and phone.

use super::{reads, refuses};
use kyc::value::{Email, FieldError, Phone};

#[test]
fn email_valid_shapes_are_accepted() {
    reads(
        |typed| Email::parse(typed).map(String::from),
        &[
            ("john.doe@example.com", "john.doe@example.com"),
            (
                " Jane.Smith@EXAMPLE.Com\u{200B}\n",
                "Jane.Smith@example.com",
            ),
            (
                "a+b_c-d@xn--exmple-cua.example",
                "a+b_c-d@xn--exmple-cua.example",
            ),
            ("o'brien@mail.example.co", "o'brien@mail.example.co"),
            ("o’brien@example.com", "o'brien@example.com"),
            ("o‘brien@example.com", "o'brien@example.com"),
            ("oʼbrien@example.com", "o'brien@example.com"),
            ("o`brien@example.com", "o`brien@example.com"),
            ("anne\u{2011}marie@example.com", "anne-marie@example.com"),
            ("jane＠example．com", "jane@example.com"),
            ("mailto:jane@example.com", "jane@example.com"),
            ("MAILTO: jane@EXAMPLE.com", "jane@example.com"),
            ("\u{200E}jane@example.com\u{FEFF}", "jane@example.com"),
        ],
    );
}

#[test]
fn email_empty_is_refused() {
    refuses(
        Email::parse,
        FieldError::EmailEmpty,
        &["", " ", "\u{200B}\t"],
    );
}

#[test]
fn email_too_long_names_the_limit_that_is_exceeded() {
    let local = format!("{}@example.com", "a".repeat(65));
    let whole = format!("a@{}com", "example.".repeat(32));
    let both = format!("{}@{}com", "a".repeat(65), "example.".repeat(32));
    refuses(Email::parse, FieldError::EmailLocalTooLong, &[&local]);
    refuses(Email::parse, FieldError::EmailTooLong, &[&whole, &both]);
    assert!(Email::parse(&local[1..]).is_ok());
}

#[test]
fn email_of_greatest_length_is_accepted() {
    let label = "b".repeat(63);
    let whole = format!("a@{label}.{label}.{label}.{}.com", "c".repeat(56));
    assert_eq!(whole.len(), Email::MAX);
    for longest in [whole, format!("a@{label}.co")] {
        assert_eq!(Email::parse(&longest).map(String::from), Ok(longest));
    }
}

#[test]
fn email_error_says_what_is_wrong() {
    refuses(
        Email::parse,
        FieldError::EmailShape,
        &[
            "jane",
            "jane@",
            "@example.com",
            "jane@example",
            "jane@@example.com",
            "jane@ex@ample.com",
            "jane@.com",
            "jane@com.",
            "mailto:jane",
        ],
    );
    refuses(
        Email::parse,
        FieldError::EmailCharacters,
        &[
            "jane smith@example.com",
            "jane@exam ple.com",
            "jane,smith@example.com",
            "<jane@example.com>",
            "\"jane\"@example.com",
            "jané@example.com",
            "jane@exämple.com",
            "jane@[127.0.0.1]",
            "jаne@example.com",
        ],
    );
    refuses(
        Email::parse,
        FieldError::EmailDots,
        &[
            ".jane@example.com",
            "jane.@example.com",
            "ja..ne@example.com",
        ],
    );
    refuses(
        Email::parse,
        FieldError::EmailDomain,
        &[
            "jane@-example.com",
            "jane@example-.com",
            "jane@example..com",
            "jane@example.com.",
            "jane@127.0.0.1",
            "jane@example.c",
            &format!("jane@{}.com", "a".repeat(64)),
        ],
    );
}

#[test]
fn email_cannot_inject_a_header() {
    for typed in [
        "jane@example.com\r\nBcc: x@example.com",
        "jane@example.com\nSubject:x",
        "jane\r@example.com",
        "jane@example.com%0aBcc:x@example.com",
        "jane@example.com,x@example.com",
        "jane@example.com;x",
    ] {
        assert!(Email::parse(typed).is_err(), "{typed:?}");
    }
}

#[test]
fn phone_any_format_becomes_e164() {
    reads(
        |typed| Phone::parse(typed).map(String::from),
        &[
            // Published sandbox values (contract §3 and §8).
            ("+15551234567", "+15551234567"),
            ("+12125551234", "+12125551234"),
            ("+14155551212", "+14155551212"),
            ("+12067890036", "+12067890036"),
            ("(212) 555-1234", "+12125551234"),
            ("212.555.1234", "+12125551234"),
            ("1 212 555 1234", "+12125551234"),
            ("[212] 555\u{2011}1234", "+12125551234"),
            (
                "\u{202A}+1\u{A0}(212)\u{200B}555/1234\u{202C}",
                "+12125551234",
            ),
            ("(+1) 212-555-1234", "+12125551234"),
            ("212 555 1234 x5", "+12125551234"),
            ("212 555 1234 ext. 1234", "+12125551234"),
            ("212-555-1234, extension 12", "+12125551234"),
            ("2125551234#12", "+12125551234"),
            // Numbers that Ofcom reserves for fiction, and invented ones.
            ("+44 20 7946 0958", "+442079460958"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("011 44 20 7946 0958", "+442079460958"),
            ("+49 1512 3456789", "+4915123456789"),
            ("+49 (0)1512 3456789", "+4915123456789"),
            ("+39 06 0000 0000", "+390600000000"),
            ("+7 812 000 00 00", "+78120000000"),
            ("＋1 212 555 1234", "+12125551234"),
        ],
    );
}

#[test]
fn phone_with_the_international_prefix_of_another_country_is_accepted() {
    reads(
        |typed| Phone::parse(typed).map(String::from),
        &[
            ("0044 20 7946 0958", "+442079460958"),
            ("00 44 (0)20 7946 0958", "+442079460958"),
            ("00.44.20.7946.0958", "+442079460958"),
            ("(00) 44 20 7946 0958", "+442079460958"),
            ("\u{200E}0044\u{A0}20 7946 0958", "+442079460958"),
            ("００４４ ２０ ７９４６ ０９５８", "+442079460958"),
            ("+0044 20 7946 0958", "+442079460958"),
            ("00 1 212 555 0123", "+12125550123"),
            ("001-212-555-0123", "+12125550123"),
            ("0011 44 20 7946 0958", "+442079460958"),
            ("0061255501234", "+61255501234"),
            ("0052 55 1234 5678", "+525512345678"),
        ],
    );
    refuses(
        Phone::parse,
        FieldError::PhoneImpossible,
        &["00 999 2125551234", "0044 1", "0012125"],
    );
    refuses(
        Phone::parse,
        FieldError::PhoneShape,
        &["00", "0044 20 CATS", "+ +0044"],
    );
}

#[test]
fn phone_extension_in_any_spelling_is_dropped() {
    for extension in [
        "extensión 45",
        "Extension 45",
        "EXTENSIÓN: 45",
        "ext #45",
        "ext. no. 45",
        "ext 45",
        "ext:45",
        "extn 45",
        ", x45",
        ",x 45",
        ",45",
        ",,45#",
        ";45",
        ";ext=45",
        "; ext 45",
        "#45",
        "x45",
        "X45",
        "(x45)",
        "(ext. 45)",
        "int. 45",
        "interno 45",
        "anexo 45",
        "\u{200B}x\u{200B}45",
        "ｘ４５",
        "ех 45",
        "*45",
        "- ext. 45",
    ] {
        let typed = format!("212-555-0123 {extension}");
        let phone = Phone::parse(&typed).map(String::from);
        assert_eq!(phone.as_deref(), Ok("+12125550123"), "{typed}");
    }
    for extension in [
        "ext",
        "x",
        "x123456789",
        "cats 45",
        "x45 y",
        "extensión",
        "ext 45 ext 46",
    ] {
        let typed = format!("212-555-0123 {extension}");
        assert_eq!(Phone::parse(&typed), Err(FieldError::PhoneShape), "{typed}");
    }
}

#[test]
fn phone_as_autofill_writes_it_is_accepted() {
    for typed in [
        "tel:+12125550123",
        "TEL:+1-212-555-0123",
        "tel://+12125550123",
        "tel:2125550123",
        "tel:%2B12125550123",
        "tel:+1%20212%20555%200123",
        "<tel:+12125550123>",
        "tel:+12125550123;ext=45",
        "tel:212-555-0123;phone-context=+1",
        "sms:+12125550123",
        "callto:+12125550123",
        "TEL;TYPE=CELL:+12125550123",
        "Mobile: +1 (212) 555-0123",
        "Tel. 212-555-0123",
        "Teléfono: 212 555 0123",
        "(212) 555-0123 (mobile)",
        "Cell 212.555.0123",
        "\u{202A}+1 (212) 555\u{2011}0123\u{202C}",
        "212·555·0123",
        "＋１ ２１２ ５５５ ０１２３",
    ] {
        let phone = Phone::parse(typed).map(String::from);
        assert_eq!(phone.as_deref(), Ok("+12125550123"), "{typed}");
    }
    refuses(
        Phone::parse,
        FieldError::PhoneShape,
        &[
            "tel:",
            "tel:cats",
            "javascript:alert",
            "call 2125550123",
            "jane 2125550123",
        ],
    );
}

#[test]
fn phone_empty_is_refused() {
    refuses(
        Phone::parse,
        FieldError::PhoneEmpty,
        &["", "  ", "\u{200B}"],
    );
}

#[test]
fn phone_of_wrong_shape_is_refused() {
    refuses(
        Phone::parse,
        FieldError::PhoneShape,
        &[
            "call me",
            "212-555-CATS",
            "+",
            "-",
            "++12125551234",
            "12+125551234",
            "212 555 1234 x",
            "x5",
            "212 555 1234 x123456789",
            "jane@example.com",
            "٢١٢٥٥٥١٢٣٤",
        ],
    );
}

#[test]
fn phone_impossible_is_refused() {
    refuses(
        Phone::parse,
        FieldError::PhoneImpossible,
        &[
            "5551234",
            "1",
            "212555123",
            "21255512345",
            "1234567890",
            "0125551234",
            "+1 012 555 1234",
            "+999 2125551234",
            "+44 1",
            "+1212555123456789012",
        ],
    );
}

#[test]
fn phone_country_code_needs_a_plus_outside_north_america() {
    // Eleven digits of an Australian number. Without a plus, it is never dialled like this.
    refuses(Phone::parse, FieldError::PhoneImpossible, &["61255501234"]);
    assert_eq!(
        Phone::parse("+61255501234").map(String::from),
        Ok("+61255501234".to_owned())
    );
}

#[test]
fn phone_trunk_prefix_stays_where_no_number_exists_without_it() {
    assert_eq!(
        Phone::parse("+49 (0)000000").map(String::from),
        Ok("+490000000".to_owned())
    );
}

#[test]
fn phone_of_more_than_fifteen_digits_is_refused() {
    // German numbers are possible up to 15 digits without the country code, E.164 only with it.
    let fits = format!("+49{}", "3".repeat(13));
    assert_eq!(Phone::parse(&fits).map(String::from), Ok(fits.clone()));
    refuses(
        Phone::parse,
        FieldError::PhoneImpossible,
        &[&format!("{fits}3")],
    );
}

#[test]
fn phone_is_formatted_for_display() {
    for (typed, read) in [
        ("2125551234", "+1 (212) 555-1234"),
        ("+44 20 7946 0018", "+442079460018"),
        ("+52 55 1234 5678", "+525512345678"),
    ] {
        let phone = Phone::parse(typed).map(|phone| phone.readable());
        assert_eq!(phone.as_deref(), Ok(read), "{typed}");
    }
}
