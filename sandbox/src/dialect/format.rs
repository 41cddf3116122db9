//! The shapes of single values, shared by the dialects (contract §3).
//!
//! Each returns what it read, or nothing.

use std::net::IpAddr;

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

/// `1990-01-15`, a day that exists.
pub(crate) fn date(text: &str) -> Option<Date> {
    // The parser alone would also take signs and years of other lengths.
    let shaped = matches(text, "0000-00-00");
    let format = format_description!("[year]-[month]-[day]");
    shaped.then(|| Date::parse(text, format).ok()).flatten()
}

/// `2024-01-15T10:30:00Z`.
pub(crate) fn instant(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

/// `+15551234567`: E.164.
pub(crate) fn phone(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('+')?;
    let sound = (8..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    sound.then_some(text)
}

/// One `@` with something before it and a dotted host behind it.
pub(crate) fn email(text: &str) -> Option<&str> {
    let (local, host) = text.split_once('@')?;
    let sound = text.len() <= 254
        && !local.is_empty()
        && !text.contains(char::is_whitespace)
        && !host.contains('@')
        && host.split('.').count() >= 2
        && host.split('.').all(|label| !label.is_empty());
    sound.then_some(text)
}

/// `123-45-6789`.
pub(crate) fn dashed_ssn(text: &str) -> Option<()> {
    matches(text, "000-00-0000").then_some(())
}

/// `123456789`.
pub(crate) fn bare_ssn(text: &str) -> Option<()> {
    matches(text, "000000000").then_some(())
}

/// `10001`.
pub(crate) fn five_digits(text: &str) -> Option<()> {
    matches(text, "00000").then_some(())
}

/// At most so many characters.
pub(crate) fn within(text: &str, longest: usize) -> Option<&str> {
    (text.chars().count() <= longest).then_some(text)
}

/// `10001` or `10001-1234`.
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

/// An https address; plain http is let through where it cannot leave the machine.
pub(crate) fn webhook_url(text: &str) -> Option<&str> {
    let sound = text.starts_with("https://")
        || text.strip_prefix("http://").is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            ["localhost", "127.0.0.1", "[::1]"].contains(&name)
        });
    sound.then_some(text)
}

/// Compares with a pattern in which `0` stands for any digit and `A` for any
/// capital letter.
fn matches(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'A' => byte.is_ascii_uppercase(),
                _ => byte == wanted,
            })
}
