//! Cleaning typed text before validation (ux-rule 18).

/// Whether a character is invisible but not white space: controls, zero-width and direction marks,
/// fillers, variation selectors, tags.
///
/// Copy and paste inserts them, and header injection and look-alike attacks use them (ASVS 2.2.1).
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character is a hyphen or a common substitute.
#[must_use]
pub const fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// Whether a character is an apostrophe or a common substitute. The Hawaiian ʻokina (U+02BB) is a
/// letter instead.
#[must_use]
pub const fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{B4}' | '\u{2BC}' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{FF07}'
    )
}

/// Whether a character only separates digits: white space, hyphens, dots, brackets and invisible
/// characters.
#[must_use]
pub const fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || is_hyphen(c)
        || matches!(c, '.' | '(' | ')' | '[' | ']' | '{' | '}')
}

/// Removes invisible characters, folds white space and line breaks to single spaces and trims both
/// ends.
///
/// ```
/// assert_eq!(kyc::value::text::tidy("\u{200B} New \t York\r\n"), "New York");
/// ```
#[must_use]
pub fn tidy(typed: &str) -> String {
    let mut tidy = String::with_capacity(typed.len());
    for c in typed.chars().filter(|c| !is_invisible(*c)) {
        if !c.is_whitespace() {
            tidy.push(c);
        } else if !tidy.is_empty() && !tidy.ends_with(' ') {
            tidy.push(' ');
        }
    }
    if tidy.ends_with(' ') {
        tidy.pop();
    }
    tidy
}

/// Removes every separator, for numeric input.
///
/// ```
/// assert_eq!(kyc::value::text::compact(" 10001-1234 "), "100011234");
/// ```
#[must_use]
pub fn compact(typed: &str) -> String {
    typed.chars().filter(|c| !is_separator(*c)).collect()
}

/// Whether the input has no visible character.
#[must_use]
pub fn is_blank(typed: &str) -> bool {
    typed.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Tidies, composes (NFC) and unifies hyphens and apostrophes.
///
/// The same name then has the same bytes from any keyboard. The case is kept.
///
/// ```
/// assert_eq!(kyc::value::text::plain("Jose\u{301}  O’Brien"), "José O'Brien");
/// assert_eq!(kyc::value::text::plain(" O`Brien  "), "O'Brien");
/// ```
#[cfg(feature = "native")]
#[must_use]
pub fn plain(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;

    // Fast path: ASCII text is already composed and has one kind of hyphen.
    if typed.is_ascii() {
        return tidy(typed).replace('`', "'");
    }
    let composed: String = tidy(typed)
        .nfc()
        .map(|c| match c {
            c if is_hyphen(c) => '-',
            c if is_apostrophe(c) => '\'',
            c => c,
        })
        .collect();
    tidy(&composed)
}

/// Whether a character is a letter of any script, without combining marks.
#[cfg(feature = "native")]
#[must_use]
pub fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !unicode_normalization::char::is_combining_mark(c)
}

/// Whether a text consists of letters with their marks and of `others`. A mark needs a letter
/// before it: otherwise it would overlap other text of the page.
#[cfg(feature = "native")]
#[must_use]
pub fn is_written_with(text: &str, others: impl Fn(char) -> bool) -> bool {
    let mut after_letter = false;
    text.chars().all(|c| {
        let mark = unicode_normalization::char::is_combining_mark(c);
        let fits = if mark {
            after_letter
        } else {
            is_letter(c) || others(c)
        };
        after_letter = mark || is_letter(c);
        fits
    })
}
