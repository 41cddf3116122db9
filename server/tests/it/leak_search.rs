//! The SSN in every encoding in which it might leak, and the search for it.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

/// Encoding of an SSN: its name and its bytes.
pub(crate) struct Encoding {
    name: String,
    bytes: Vec<u8>,
    /// Whether a match inside a longer number does not count, because few digits are ambiguous.
    alone: bool,
}

impl Encoding {
    fn of(name: String, bytes: Vec<u8>) -> Self {
        Self {
            name,
            bytes,
            alone: false,
        }
    }

    fn is_in(&self, hay: &[u8]) -> bool {
        let mut places = places(hay, &self.bytes);
        places.any(|at| {
            let (before, after) = (&hay[..at], &hay[at + self.bytes.len()..]);
            let neighbours = [before.last(), after.first()].into_iter().flatten();
            !self.alone
                || neighbours
                    .into_iter()
                    .all(|byte| !byte.is_ascii_alphanumeric())
        })
    }
}

/// Base64 of the text at each of three offsets in a longer text. Characters that also encode
/// neighbouring bytes are cut off.
fn base64s(text: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for offset in 0..3 {
        let padded = [&vec![0; offset], text].concat();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&padded);
            let first = (offset * 8).div_ceil(6);
            let last = padded.len() * 8 / 6;
            found.push(encoded.as_bytes()[first..last].to_vec());
        }
    }
    found
}

/// An SSN such as `123-45-6789` in every encoding.
pub(crate) fn guises(ssn: &str) -> Vec<Encoding> {
    let digits: String = ssn.chars().filter(char::is_ascii_digit).collect();
    let parts = [&digits[..3], &digits[3..5], &digits[5..]];
    let reversed: String = digits.chars().rev().collect();
    let written = [
        ("digits", digits.clone()),
        ("dashed", parts.join("-")),
        ("spaced", parts.join(" ")),
        ("dotted", parts.join(".")),
        ("escaped", parts.join("%2D")),
        ("escaped small", parts.join("%2d")),
        ("form-encoded", parts.join("+")),
        ("reversed", reversed),
    ];
    let mut guises = Vec::new();
    for (name, text) in &written {
        guises.push(Encoding::of((*name).to_owned(), text.clone().into_bytes()));
    }
    // The last four digits may be known, so the first five alone are a leak (security §3).
    for (name, text) in [
        ("first five", digits[..5].to_owned()),
        ("first five, dashed", parts[..2].join("-")),
    ] {
        guises.push(Encoding {
            alone: true,
            ..Encoding::of(name.to_owned(), text.into_bytes())
        });
    }
    for (name, text) in &written[..3] {
        let bytes = text.as_bytes();
        let mut add =
            |what: String, bytes| guises.push(Encoding::of(format!("{name}, {what}"), bytes));
        let list: Vec<_> = bytes.iter().map(u8::to_string).collect();
        for between in [", ", ","] {
            let listed = list.join(between).into_bytes();
            add(format!("bytes listed by {between:?}"), listed);
        }
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        add("hex".to_owned(), hex.clone().into_bytes());
        add("HEX".to_owned(), hex.to_uppercase().into_bytes());
        let percent: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
        add("percent".to_owned(), percent.into_bytes());
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        add("UTF-16".to_owned(), wide);
        for (n, base64) in base64s(bytes).into_iter().enumerate() {
            add(format!("base64 {n}"), base64);
        }
    }
    guises
}

/// Names of the encodings found in the bytes.
pub(crate) fn find<'a>(guises: &'a [Encoding], hay: &[u8]) -> Vec<&'a str> {
    let found = guises.iter().filter(|guise| guise.is_in(hay));
    found.map(|guise| guise.name.as_str()).collect()
}

/// Whether the bytes contain the needle.
pub(crate) fn contains(hay: &[u8], needle: &[u8]) -> bool {
    places(hay, needle).next().is_some()
}

/// Offsets of the needle. Fast enough for megabytes in a debug build.
fn places(hay: &[u8], needle: &[u8]) -> impl Iterator<Item = usize> {
    let (first, rest) = needle.split_first().expect("a needle");
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(at) = hay[from..].iter().position(|byte| byte == first) {
            let place = from + at;
            from = place + 1;
            if hay[from..].starts_with(rest) {
                return Some(place);
            }
        }
        None
    })
}

#[test]
fn planted_ssn_is_found_in_every_encoding() {
    let ssn = "123-45-6789";
    let guises = guises(ssn);
    assert!(guises.len() > 30, "{}", guises.len());
    for Encoding { name, bytes, .. } in &guises {
        let hay = [b"before ", &bytes[..], b" after"].concat();
        assert!(find(&guises, &hay).contains(&name.as_str()), "{name}");
        let mut bent = hay.clone();
        bent[7] ^= 1;
        assert!(
            !find(&guises, &bent).contains(&name.as_str()),
            "{name} is found where it is not"
        );
    }
}

#[test]
fn first_five_digits_are_found_alone_and_not_inside_longer_numbers() {
    let guises = guises("123-45-6789");
    for (hay, found) in [
        ("ssn=12345&", vec!["first five"]),
        ("12345", vec!["first five"]),
        ("\"123-45-****\"", vec!["first five, dashed"]),
        ("5551234567, 612345, a12345", vec![]),
        ("5551234567, then 12345.", vec!["first five"]),
    ] {
        assert_eq!(find(&guises, hay.as_bytes()), found, "{hay}");
    }
}

#[test]
fn ssn_inside_longer_base64_text_is_found() {
    let guises = guises("123-45-6789");
    for before in ["", "a", "ab", "abc"] {
        for written in ["123456789", "123-45-6789", "123 45 6789"] {
            let text = STANDARD_NO_PAD.encode(format!("{before}{written}x"));
            assert!(
                !find(&guises, text.as_bytes()).is_empty(),
                "{before}{written}"
            );
        }
    }
}
