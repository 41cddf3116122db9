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
fn email_too_long_is_refused() {
    let local = format!("{}@example.com", "a".repeat(65));
    let whole = format!("a@{}com", "example.".repeat(32));
    refuses(Email::parse, FieldError::EmailTooLong, &[&local, &whole]);
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
fn email_of_wrong_shape_is_refused() {
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
            "jane smith@example.com",
            "jane@exam ple.com",
            "jane,smith@example.com",
            "<jane@example.com>",
            "jane@-example.com",
            "jane@example-.com",
            "jane@.com",
            "jane@example..com",
            "jane@example.com.",
            ".jane@example.com",
            "jane.@example.com",
            "ja..ne@example.com",
            "\"jane\"@example.com",
            "jane@127.0.0.1",
            "jane@[127.0.0.1]",
            "jané@example.com",
            "jane@exämple.com",
            "jane@example.c",
            &format!("jane@{}.com", "a".repeat(64)),
        ],
    );
}

#[test]
fn email_cannot_inject_a_header() {
    refuses(
        Email::parse,
        FieldError::EmailShape,
        &[
            "jane@example.com\r\nBcc: x@example.com",
            "jane@example.com\nSubject:x",
            "jane\r@example.com",
            "jane@example.com%0aBcc:x@example.com",
            "jane@example.com,x@example.com",
            "jane@example.com;x",
        ],
    );
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
    refuses(
        Phone::parse,
        FieldError::PhoneImpossible,
        &["61255501234", "0061255501234"],
    );
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
