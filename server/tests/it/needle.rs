//! A number in every guise in which it might leak, and the search for it.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

/// A guise: its name and its bytes.
pub(crate) type Guise = (String, Vec<u8>);

/// Base64 of the text at each of the three offsets it may have in a longer
/// one, without the characters that its neighbours would share.
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

/// A number such as `123-45-6789` in every guise.
pub(crate) fn guises(ssn: &str) -> Vec<Guise> {
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
    let mut guises: Vec<Guise> = Vec::new();
    for (name, text) in &written {
        guises.push(((*name).to_owned(), text.clone().into_bytes()));
    }
    for (name, text) in &written[..3] {
        let bytes = text.as_bytes();
        let list: Vec<_> = bytes.iter().map(u8::to_string).collect();
        for between in [", ", ","] {
            let listed = list.join(between).into_bytes();
            guises.push((format!("{name}, bytes listed by {between:?}"), listed));
        }
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        guises.push((format!("{name}, hex"), hex.clone().into_bytes()));
        guises.push((format!("{name}, HEX"), hex.to_uppercase().into_bytes()));
        let percent: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
        guises.push((format!("{name}, percent"), percent.into_bytes()));
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        guises.push((format!("{name}, UTF-16"), wide));
        for (n, base64) in base64s(bytes).into_iter().enumerate() {
            guises.push((format!("{name}, base64 {n}"), base64));
        }
    }
    guises
}

/// The guises found in the bytes.
pub(crate) fn find<'a>(guises: &'a [Guise], hay: &[u8]) -> Vec<&'a str> {
    let found = guises.iter().filter(|(_, needle)| contains(hay, needle));
    found.map(|(name, _)| name.as_str()).collect()
}

/// Whether the bytes hold the needle; quick on megabytes without optimisation.
pub(crate) fn contains(hay: &[u8], needle: &[u8]) -> bool {
    let (first, rest) = needle.split_first().expect("a needle");
    let mut from = 0;
    while let Some(at) = hay[from..].iter().position(|byte| byte == first) {
        if hay[from + at + 1..].starts_with(rest) {
            return true;
        }
        from += at + 1;
    }
    false
}

#[test]
fn a_planted_leak_is_found_in_every_guise() {
    let ssn = "123-45-6789";
    let guises = guises(ssn);
    assert!(guises.len() > 30, "{}", guises.len());
    for (name, needle) in &guises {
        let hay = [b"before ", &needle[..], b" after"].concat();
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
fn base64_of_a_longer_text_shows_the_number_within() {
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
