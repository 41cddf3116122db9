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

/// Whether a character only separates digits: white space, hyphens, dots of any height, brackets
/// and invisible characters.
#[must_use]
pub const fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || is_hyphen(c)
        || matches!(
            c,
            '.' | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '\u{B7}'
                | '\u{2022}'
                | '\u{2027}'
                | '\u{30FB}'
        )
}

/// The ASCII form of a full-width character, as East Asian keyboards type it.
///
/// ```
/// assert_eq!("１２Ａ＠".chars().map(kyc::value::text::narrow).collect::<String>(), "12A@");
/// ```
#[must_use]
pub const fn narrow(c: char) -> char {
    match char::from_u32((c as u32).wrapping_sub(0xFEE0)) {
        Some(narrow @ '!'..='~') => narrow,
        _ => c,
    }
}

/// Removes invisible characters, folds white space and line breaks to single spaces, trims both
/// ends and replaces full-width characters by ASCII.
///
/// ```
/// assert_eq!(kyc::value::text::tidy("\u{200B} New \t York\r\n"), "New York");
/// ```
#[must_use]
pub fn tidy(typed: &str) -> String {
    // Fast path: most input is tidy, and every page tidies every field.
    let is_tidy = typed.bytes().all(|b| matches!(b, b' '..=b'~'))
        && typed.trim_ascii() == typed
        && !typed.as_bytes().windows(2).any(|pair| pair == b"  ");
    if is_tidy {
        return typed.to_owned();
    }
    single_spaced(typed.chars().filter(|c| !is_invisible(*c)).map(narrow))
}

/// Folds white space to single spaces and trims both ends.
fn single_spaced(text: impl Iterator<Item = char>) -> String {
    let mut tidy = String::new();
    for c in text {
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
    let narrow = typed.chars().map(narrow);
    narrow.filter(|c| !is_separator(*c)).collect()
}

/// Whether the input has no visible character.
#[must_use]
pub fn is_blank(typed: &str) -> bool {
    typed.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Tidies, composes (NFC) and unifies hyphens and apostrophes.
///
/// The same name then has the same bytes from any keyboard. The case is kept. Unlike [`tidy`], it
/// keeps a joiner where the spelling needs it ([`joins`]).
///
/// ```
/// assert_eq!(kyc::value::text::plain("Jose\u{301}  O’Brien"), "José O'Brien");
/// assert_eq!(kyc::value::text::plain(" O`Brien  "), "O'Brien");
/// assert_eq!(kyc::value::text::plain("علی\u{200C}رضا"), "علی\u{200C}رضا");
/// ```
#[cfg(feature = "native")]
#[must_use]
pub fn plain(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;

    // Fast path: ASCII text is already composed and has one kind of hyphen.
    if typed.is_ascii() {
        return tidy(typed).replace('`', "'");
    }
    let composed = joined(typed).nfc().map(|c| match c {
        c if is_hyphen(c) => '-',
        c if is_apostrophe(c) => '\'',
        c => c,
    });
    single_spaced(composed)
}

/// Removes invisible characters except the joiners that belong to the spelling, and replaces
/// full-width characters by ASCII.
#[cfg(feature = "native")]
fn joined(typed: &str) -> impl Iterator<Item = char> {
    let visible = |c: &char| !is_invisible(*c) || is_joiner(*c);
    let typed: Vec<char> = typed.chars().filter(visible).map(narrow).collect();
    let mut joined: Vec<char> = Vec::with_capacity(typed.len());
    for (at, c) in typed.iter().copied().enumerate() {
        let next = || typed[at..].iter().copied().find(|c| !is_joiner(*c));
        if !is_joiner(c) || joined.last().is_some_and(|last| joins(*last, next())) {
            joined.push(c);
        }
    }
    joined.into_iter()
}

/// Whether a character is U+200C or U+200D.
#[cfg(feature = "native")]
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a joiner between these characters changes the spelling (RFC 5892, appendix A.1). It does
/// behind a virama, and between letters of a script whose letters join.
#[cfg(feature = "native")]
fn joins(last: char, next: Option<char>) -> bool {
    const VIRAMA: u8 = 9;
    let in_joining_script = |c: char| {
        matches!(c,
            '\u{600}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{18AF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
    };
    let is_mark = unicode_normalization::char::is_combining_mark;
    unicode_normalization::char::canonical_combining_class(last) == VIRAMA
        || (in_joining_script(last)
            && (is_letter(last) || is_mark(last))
            && next.is_some_and(|next| in_joining_script(next) && is_letter(next)))
}

/// Whether a character is a letter of any script, without combining marks.
#[cfg(feature = "native")]
#[must_use]
pub fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !unicode_normalization::char::is_combining_mark(c)
}

/// Whether a text of [`plain`] consists of letters with their marks and joiners, and of `others`. A
/// mark needs a letter before it: otherwise it would overlap other text of the page.
#[cfg(feature = "native")]
#[must_use]
pub fn is_written_with(text: &str, others: impl Fn(char) -> bool) -> bool {
    let mut after_letter = false;
    text.chars().all(|c| {
        let mark = unicode_normalization::char::is_combining_mark(c) || is_joiner(c);
        let fits = if mark {
            after_letter
        } else {
            is_letter(c) || others(c)
        };
        after_letter = mark || is_letter(c);
        fits
    })
}
