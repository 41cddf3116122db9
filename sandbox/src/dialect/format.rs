//! Parsers for single values, shared by the dialects (contract §3).
//!
//! Each returns `None` if the text is malformed.

use std::net::IpAddr;

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

/// An existing calendar day: `1990-01-15`.
pub(crate) fn date(text: &str) -> Option<Date> {
    // The parser alone accepts signs and years of other lengths too.
    let has_shape = matches(text, "0000-00-00");
    let format = format_description!("[year]-[month]-[day]");
    has_shape.then(|| Date::parse(text, format).ok()).flatten()
}

/// An RFC 3339 time: `2024-01-15T10:30:00Z`.
pub(crate) fn instant(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

/// A phone number in E.164 form: `+15551234567`.
pub(crate) fn phone(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('+')?;
    let valid = (8..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    valid.then_some(text)
}

/// A local part, one `@`, and a host name with a dot.
pub(crate) fn email(text: &str) -> Option<&str> {
    let (local, host) = text.split_once('@')?;
    let valid = text.len() <= 254
        && !local.is_empty()
        && !text.contains(char::is_whitespace)
        && !host.contains('@')
        && host.split('.').count() >= 2
        && host.split('.').all(|label| !label.is_empty());
    valid.then_some(text)
}

/// A Social Security number with dashes: `123-45-6789`.
pub(crate) fn dashed_ssn(text: &str) -> Option<()> {
    matches(text, "000-00-0000").then_some(())
}

/// A Social Security number without dashes: `123456789`.
pub(crate) fn undashed_ssn(text: &str) -> Option<()> {
    matches(text, "000000000").then_some(())
}

/// A five-digit ZIP code: `10001`.
pub(crate) fn five_digits(text: &str) -> Option<()> {
    matches(text, "00000").then_some(())
}

/// At most `max` characters.
pub(crate) fn at_most(text: &str, max: usize) -> Option<&str> {
    (text.chars().count() <= max).then_some(text)
}

/// A ZIP code: `10001` or `10001-1234`.
pub(crate) fn zip(text: &str) -> Option<()> {
    (matches(text, "00000") || matches(text, "00000-0000")).then_some(())
}

/// Two capital letters: a state, or a country.
pub(crate) fn two_letters(text: &str) -> Option<()> {
    matches(text, "AA").then_some(())
}

/// An IPv4 or IPv6 address.
pub(crate) fn ip(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

/// An https address. Plain http is valid for loopback, where it cannot leave the
/// machine.
pub(crate) fn webhook_url(text: &str) -> Option<&str> {
    let valid = text.starts_with("https://")
        || text.strip_prefix("http://").is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            ["localhost", "127.0.0.1", "[::1]"].contains(&name)
        });
    valid.then_some(text)
}

/// Whether the text has the pattern's shape: `0` matches any digit, `A` any
/// capital letter.
fn matches(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, expected)| match expected {
                b'0' => byte.is_ascii_digit(),
                b'A' => byte.is_ascii_uppercase(),
                _ => byte == expected,
            })
}
