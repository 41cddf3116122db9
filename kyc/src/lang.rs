//! The languages of the applicant's pages.

use serde::{Deserialize, Serialize};

/// A language of the i18n catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// English, the fallback.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// All languages, in the order of the language switch.
    pub const ALL: &[Self] = &[Self::En, Self::Es];

    /// The BCP 47 tag, for `lang=` and the language switch.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The name of the language in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The language of a tag such as `es` or `es-MX`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        Self::ALL
            .iter()
            .copied()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// The best match of an `Accept-Language` header (RFC 9110 §12.5.4): highest quality first, the
    /// earlier of equals, else English.
    #[must_use]
    pub fn negotiate(header: &str) -> Self {
        let mut best = (0.0_f32, Self::default());
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default();
            let quality = parts
                .find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            if let Some(lang) = Self::from_tag(tag)
                && quality > best.0
            {
                best = (quality, lang);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supported_language_with_highest_quality_is_negotiated() {
        for (header, expected) in [
            ("", Lang::En),
            ("es", Lang::Es),
            ("es-MX,es;q=0.9,en;q=0.8", Lang::Es),
            ("fr,de;q=0.9", Lang::En),
            ("en;q=0.5, ES;q=0.7", Lang::Es),
            ("es;q=0", Lang::En),
            ("es;q=none", Lang::Es),
        ] {
            assert_eq!(Lang::negotiate(header), expected, "{header}");
        }
    }
}
