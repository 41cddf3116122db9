//! Catalogue of all displayed texts, in English and Spanish.
//!
//! A text without both languages does not compile. Tests compare the placeholders
//! and find missing translations. Style: short, plain, second person, active (ux
//! rule 42).

use kyc::lang::Lang;

/// One text in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Spanish.
    pub es: &'static str,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub const fn to(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Es => self.es,
        }
    }

    /// The text with its `{placeholders}` filled. Placeholders inside the values
    /// are not expanded.
    #[must_use]
    pub fn fill(self, lang: Lang, values: &[(&str, &str)]) -> String {
        let value = |wanted: &str| values.iter().find(|(name, _)| *name == wanted);
        let mut rest = self.to(lang);
        let mut filled = String::with_capacity(rest.len() + 40);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            rest = match after.split_once('}') {
                Some((name, after)) => {
                    filled.push_str(value(name).map_or(name, |(_, value)| value));
                    after
                }
                None => after,
            };
        }
        filled.push_str(rest);
        filled
    }
}

/// Declares one constant per text, and the list of all texts for the tests.
macro_rules! texts {
    ($($name:ident { $en:literal, $es:literal })+) => {
        $(
            #[doc = concat!("“", $en, "”")]
            pub const $name: $crate::i18n::Text = $crate::i18n::Text { en: $en, es: $es };
        )+
        #[cfg(test)]
        pub(super) const ALL: &[(&str, $crate::i18n::Text)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use texts;

pub mod common;
pub mod field_errors;
pub mod outcome;
pub mod prefill;
pub mod problem;
pub mod resume;
pub mod start;
pub mod steps;

#[cfg(test)]
pub(crate) mod checks {
    //! What holds for each catalogue: this one, and the admin's.

    use super::Text;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect()
    }

    /// Both languages are there.
    pub(crate) fn assert_complete(all: &[(&str, Text)]) {
        for (name, text) in all {
            assert!(!text.en.trim().is_empty(), "{name} has no English");
            assert!(!text.es.trim().is_empty(), "{name} has no Spanish");
        }
    }

    /// Both languages have the same placeholders.
    pub(crate) fn assert_same_placeholders(all: &[(&str, Text)]) {
        for (name, text) in all {
            assert_eq!(placeholders(text.en), placeholders(text.es), "{name}");
        }
    }

    /// No text is the same in both languages, except those named.
    pub(crate) fn assert_translated(all: &[(&str, Text)], same_in_both: &[&str]) {
        for (name, text) in all.iter().filter(|(name, _)| !same_in_both.contains(name)) {
            assert_ne!(text.en, text.es, "{name} reads the same in both languages");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{checks::*, *};

    fn all() -> Vec<(&'static str, Text)> {
        [
            common::ALL,
            field_errors::ALL,
            resume::ALL,
            outcome::ALL,
            prefill::ALL,
            problem::ALL,
            start::ALL,
            steps::ALL,
        ]
        .concat()
    }

    #[test]
    fn text_exists_in_every_language() {
        assert_complete(&all());
    }

    #[test]
    fn both_languages_fill_the_same_placeholders() {
        assert_same_placeholders(&all());
    }

    #[test]
    fn placeholder_value_is_inserted_verbatim() {
        let text = Text {
            en: "{org}: {age} years, {org}",
            es: "{age}, {org}.",
        };
        let values = [("org", "{age} & Co"), ("age", "18")];
        assert_eq!(
            text.fill(Lang::En, &values),
            "{age} & Co: 18 years, {age} & Co"
        );
        assert_eq!(text.fill(Lang::Es, &values), "18, {age} & Co.");
    }

    #[test]
    fn spanish_text_differs_from_english() {
        assert_translated(
            &all(),
            &["SEPARATOR", "NO_WORD", "ERROR_PREFIX", "ERROR_HIDDEN"],
        );
    }

    #[test]
    fn error_messages_keep_the_house_style() {
        for (name, text) in field_errors::ALL {
            let lower = text.en.to_lowercase();
            for word in ["please", "invalid", "required", "oops", "sorry"] {
                assert!(!lower.contains(word), "{name} says \"{word}\" (ux rule 16)");
            }
        }
    }
}
