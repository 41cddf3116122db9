//! An applicant's name, as on their ID.

use super::{FieldError, fold, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// One part of a name: given, middle or family.
///
/// 1 to 50 characters (not bytes) in NFC: letters of any script with their marks, spaces, `-`, `'`
/// and `.`, and marks that belong to a word's spelling ([`is_inner_mark`]). At least one letter is
/// required, and one letter suffices. The case is kept. A suffix may be an ordinal: `Smith 2nd`; a
/// comma before it is dropped. Source: ux-rule 20; contract §3 (50 characters).
///
/// It serialises as the bare string; deserialising parses it again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(Pii<String>);

/// The error codes of one part, so that each part has its own texts (ux-rule 16).
struct Faults {
    too_long: FieldError,
    characters: FieldError,
    no_letter: FieldError,
}

impl Name {
    /// The maximum length, in characters (contract §3).
    pub const MAX: usize = 50;

    /// Parses a given name.
    ///
    /// # Errors
    /// [`FieldError::GivenNameEmpty`], [`FieldError::GivenNameTooLong`],
    /// [`FieldError::GivenNameCharacters`] or [`FieldError::GivenNameNoLetter`].
    pub fn parse_given(typed: &str) -> Result<Self, FieldError> {
        let faults = Faults {
            too_long: FieldError::GivenNameTooLong,
            characters: FieldError::GivenNameCharacters,
            no_letter: FieldError::GivenNameNoLetter,
        };
        Self::parse(typed, &faults)?.ok_or(FieldError::GivenNameEmpty)
    }

    /// Parses a middle name; a blank one is `None` (ux-rule 20).
    ///
    /// # Errors
    /// [`FieldError::MiddleNameFiller`] (`N/A`, `none`), [`FieldError::MiddleNameTooLong`],
    /// [`FieldError::MiddleNameCharacters`] or [`FieldError::MiddleNameNoLetter`].
    pub fn parse_middle(typed: &str) -> Result<Option<Self>, FieldError> {
        let faults = Faults {
            too_long: FieldError::MiddleNameTooLong,
            characters: FieldError::MiddleNameCharacters,
            no_letter: FieldError::MiddleNameNoLetter,
        };
        if is_filler(typed) {
            return Err(FieldError::MiddleNameFiller);
        }
        Self::parse(typed, &faults)
    }

    /// Parses a family name.
    ///
    /// # Errors
    /// [`FieldError::FamilyNameEmpty`], [`FieldError::FamilyNameTooLong`],
    /// [`FieldError::FamilyNameCharacters`] or [`FieldError::FamilyNameNoLetter`].
    pub fn parse_family(typed: &str) -> Result<Self, FieldError> {
        let faults = Faults {
            too_long: FieldError::FamilyNameTooLong,
            characters: FieldError::FamilyNameCharacters,
            no_letter: FieldError::FamilyNameNoLetter,
        };
        Self::parse(typed, &faults)?.ok_or(FieldError::FamilyNameEmpty)
    }

    fn parse(typed: &str, faults: &Faults) -> Result<Option<Self>, FieldError> {
        let name = without_suffix_comma(text::plain(typed));
        if name.is_empty() {
            return Ok(None);
        }
        if name.chars().count() > Self::MAX {
            return Err(faults.too_long);
        }
        // The last word may be an ordinal, the only part with digits.
        let (body, last) = name.rsplit_once(' ').unwrap_or(("", &name));
        let written = if is_ordinal(last) { body } else { &name };
        let marks = inner_marks(written);
        let others = |c| matches!(c, ' ' | '-' | '\'' | '.') || is_inner_mark(c);
        if !text::is_written_with(written, others) || marks != Marks::Inside {
            let mute = marks == Marks::Alone;
            return Err(if mute {
                faults.no_letter
            } else {
                faults.characters
            });
        }
        if !written.chars().any(text::is_letter) {
            return Err(faults.no_letter);
        }
        Ok(Some(Self(Pii::new(name))))
    }

    /// The name, for its owner's page and for the provider.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Where a text has the marks of [`is_inner_mark`].
#[derive(PartialEq, Eq)]
enum Marks {
    /// Only where they belong to a word, or nowhere.
    Inside,
    /// Elsewhere.
    Outside,
    /// In a text that consists of them.
    Alone,
}

fn inner_marks(text: &str) -> Marks {
    let chars: Vec<char> = text.chars().collect();
    let is_part = |c: Option<&char>| c.is_some_and(|c| c.is_alphabetic() || is_joined_mark(*c));
    let mut misplaced = chars.iter().enumerate().filter(|(at, c)| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let between = is_part(before) && (may_end_a_word(**c) || is_part(chars.get(at + 1)));
        is_inner_mark(**c) && !between
    });
    if misplaced.next().is_none() {
        Marks::Inside
    } else if chars.iter().all(|c| is_inner_mark(*c)) {
        Marks::Alone
    } else {
        Marks::Outside
    }
}

/// Whether a character belongs to the spelling of a word when it is between letters. These are the
/// Catalan and the Katakana middle dot, the Hebrew geresh, gershayim and maqaf, and the Armenian
/// apostrophe. So are the Tibetan tsheg, the colon of Mohawk and Swedish, and the stroke of `a/l`
/// and `s/o`.
const fn is_inner_mark(c: char) -> bool {
    matches!(
        c,
        '\u{B7}'
            | '\u{2027}'
            | '\u{30FB}'
            | '\u{FF65}'
            | '\u{5BE}'
            | '\u{55A}'
            | ':'
            | '\u{A789}'
            | '/'
    ) || may_end_a_word(c)
}

/// Whether an inner mark may be the last character of a word.
const fn may_end_a_word(c: char) -> bool {
    matches!(c, '\u{5F3}' | '\u{5F4}' | '\u{F0B}')
}

/// Whether a character is a combining mark or a joiner, as part of a letter.
fn is_joined_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a word is an ordinal suffix: `2nd`, `3rd`, `4th`.
fn is_ordinal(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == 'º');
    let expected = match number {
        "1" => "st",
        "2" => "nd",
        "3" => "rd",
        "4" | "5" | "6" | "7" | "8" | "9" | "10" => "th",
        _ => return false,
    };
    matches!(&word[number.len()..], "º" | "o") || word[number.len()..] == *expected
}

/// Removes the comma before a suffix: `Smith, Jr.` becomes `Smith Jr.`.
fn without_suffix_comma(name: String) -> String {
    let Some((before, after)) = name.rsplit_once(',') else {
        return name;
    };
    let (before, after) = (before.trim_end(), after.trim_start());
    if before.is_empty() || !(after.is_empty() || is_suffix(after)) {
        return name;
    }
    let before = without_suffix_comma(before.to_owned());
    format!("{before} {after}").trim_end().to_owned()
}

/// Whether a text is a suffix of a name: of a generation, or a title behind the name.
fn is_suffix(text: &str) -> bool {
    let word: String = fold::squeeze(text);
    let is_numeral = (1..=4).contains(&word.len()) && word.bytes().all(|b| b"ivx".contains(&b));
    let titles = [
        "jr", "jnr", "junior", "sr", "snr", "senior", "hijo", "esq", "md", "phd", "dds", "jd", "rn",
    ];
    is_numeral || is_ordinal(text) || titles.contains(&&*word)
}

/// Whether a text says that there is no middle name.
fn is_filler(typed: &str) -> bool {
    const WORDS: [&str; 23] = [
        "none",
        "nomiddlename",
        "nomiddle",
        "nomiddleinitial",
        "nmn",
        "nmi",
        "mnu",
        "na",
        "no",
        "nil",
        "null",
        "notapplicable",
        "notavailable",
        "empty",
        "donthave",
        "idonthaveone",
        "notiene",
        "ninguno",
        "ninguna",
        "notengo",
        "noaplica",
        "sinsegundonombre",
        "nohay",
    ];
    // These are names too, written like one.
    const NAMES: [&str; 4] = ["Na", "No", "Nil", "Null"];
    let word = fold::squeeze(typed);
    let is_zero = !word.is_empty() && word.bytes().all(|b| b == b'0');
    let is_crossed_out = word.len() > 1 && word.bytes().all(|b| b == b'x');
    let is_name = NAMES.contains(&text::tidy(typed).as_str());
    is_zero || is_crossed_out || (WORDS.contains(&&*word) && !is_name)
}

// Deserialising parses again. All three parts have the same rule; the errors are those of a given
// name.
stored_text!(Name, |stored| Name::parse_given(&stored));
