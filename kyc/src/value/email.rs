//! An email address.

use super::{FieldError, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// An email address of the form `someone@example.com`.
///
/// Only the form is checked (ux-rule 22), not whether mail arrives. It has at most 254 characters,
/// and at most 64 before the `@`. Only ASCII is accepted:
///
/// - The local part is an unquoted dot-string (RFC 5321).
/// - The domain has at least one dot, labels of at most 63 characters and no numeric last label.
/// - An internationalised domain is accepted as `xn--…`.
///
/// Control characters, spaces, commas, angle brackets and a second `@` are rejected. Therefore an
/// address cannot inject a mail header (ASVS 2.2.1). The local part keeps its case; the domain
/// becomes lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(Pii<String>);

impl Email {
    /// The maximum length of an address, in characters (ux-rule 22).
    pub const MAX: usize = 254;
    /// The maximum length before the `@`, in characters (RFC 5321 §4.5.3.1.1).
    pub const MAX_LOCAL: usize = 64;

    /// Parses an address; white space around it, invisible characters and a leading `mailto:` are
    /// ignored. Typographic apostrophes and hyphens, as phones type them, become ASCII.
    ///
    /// # Errors
    /// [`FieldError::EmailEmpty`], [`FieldError::EmailTooLong`],
    /// [`FieldError::EmailLocalTooLong`], [`FieldError::EmailShape`],
    /// [`FieldError::EmailCharacters`], [`FieldError::EmailDots`] or [`FieldError::EmailDomain`].
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        let typed: String = text::tidy(typed).chars().map(typewritten).collect();
        let typed = without_scheme(&typed);
        if typed.is_empty() {
            return Err(FieldError::EmailEmpty);
        }
        if typed.chars().count() > Self::MAX {
            return Err(FieldError::EmailTooLong);
        }
        let (local, domain) = typed.split_once('@').ok_or(FieldError::EmailShape)?;
        let has_dot = domain.trim_matches('.').contains('.');
        if local.is_empty() || domain.contains('@') || !has_dot {
            return Err(FieldError::EmailShape);
        }
        if !local.chars().all(|c| c == '.' || is_in_atom(c)) || !domain.chars().all(is_in_domain) {
            return Err(FieldError::EmailCharacters);
        }
        if local.split('.').any(str::is_empty) {
            return Err(FieldError::EmailDots);
        }
        if local.len() > Self::MAX_LOCAL {
            return Err(FieldError::EmailLocalTooLong);
        }
        if !is_domain(domain) {
            return Err(FieldError::EmailDomain);
        }
        Ok(Self(Pii::new(format!(
            "{local}@{}",
            domain.to_ascii_lowercase()
        ))))
    }

    /// The address, for its owner's page and for the provider.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// The ASCII character of a typographic one. A backquote is an atom's character (RFC 5321).
const fn typewritten(c: char) -> char {
    match c {
        '`' => c,
        c if text::is_apostrophe(c) => '\'',
        c if text::is_hyphen(c) => '-',
        c => c,
    }
}

fn without_scheme(typed: &str) -> &str {
    let scheme = typed.split_at_checked("mailto:".len());
    scheme
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto:"))
        .map_or(typed, |(_, address)| address.trim_start())
}

/// Whether an RFC 5321 atom may have the character.
fn is_in_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c)
}

/// Whether a domain may have the character.
const fn is_in_domain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.')
}

/// Whether the text is a domain: two or more labels of letters, digits and inner hyphens. The last
/// label is no number.
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top =
        |label: &str| label.len() >= 2 && label.starts_with(|c: char| c.is_ascii_alphabetic());
    domain.split('.').all(is_label) && domain.rsplit_once('.').is_some_and(|(_, last)| top(last))
}

stored_text!(Email, |stored| Email::parse(&stored));
