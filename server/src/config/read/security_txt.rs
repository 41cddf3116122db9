//! Settings of `security.txt` (RFC 9116).

use super::SettingsReader;
use url::Url;

/// Where to report a vulnerability. A bare email address becomes `mailto:`.
pub(super) fn contact(r: &mut SettingsReader<'_>) -> Option<Url> {
    const NAME: &str = "VESTIBULE_SECURITY_CONTACT";
    let text = r.set(NAME)?.trim().to_owned();
    let is_email = !text.contains(':') && text.contains('@');
    let address = if is_email {
        format!("mailto:{text}")
    } else {
        text
    };
    let contact = address_of(&address, &["mailto", "tel", "https"]);
    if contact.is_none() {
        r.fault(
            NAME,
            "an email address, or a mailto:, tel: or https: address",
        );
    }
    contact
}

/// Page with the rules for reports.
pub(super) fn policy(r: &mut SettingsReader<'_>) -> Option<Url> {
    const NAME: &str = "VESTIBULE_SECURITY_POLICY";
    let text = r.set(NAME)?;
    let policy = address_of(text.trim(), &["https"]);
    if policy.is_none() {
        r.fault(NAME, "an https address");
    }
    policy
}

/// An address with one of these schemes, without characters that a parser would remove: a line
/// break would be another field of the file.
fn address_of(text: &str, schemes: &[&str]) -> Option<Url> {
    let is_plain = text.chars().all(|c| c.is_ascii_graphic());
    let url = Url::parse(text).ok().filter(|_| is_plain)?;
    let is_empty = url.cannot_be_a_base() && url.path().is_empty();
    (schemes.contains(&url.scheme()) && !is_empty).then_some(url)
}
