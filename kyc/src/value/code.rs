//! Codes as people type, paste and copy them by hand.
//!
//! Every parser of a code begins here, so that all of them ignore the same separators.

use super::text;

/// The letters and digits of a code, in lower case. Separators, invisible characters and other signs
/// are no part of a code.
///
/// ```
/// use kyc::value::code::characters;
/// assert_eq!(characters("\u{200E}123.456"), "123456");
/// assert_eq!(characters("VB–RAB2 EN5Y."), "vbrab2en5y");
/// ```
#[must_use]
pub fn characters(typed: &str) -> String {
    let typed = typed.chars().map(text::narrow);
    typed
        .filter(|c| c.is_alphanumeric() && !text::is_invisible(*c))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The characters of a code without letters that look like digits: `o` is 0, `i` and `l` are 1.
///
/// Our codes have none of these letters (Crockford's base 32), and codes of digits have no letters.
///
/// ```
/// assert_eq!(kyc::value::code::unambiguous("I23-45O"), "123450");
/// ```
#[must_use]
pub fn unambiguous(typed: &str) -> String {
    let characters = characters(typed);
    characters
        .chars()
        .map(|c| match c {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect()
}

/// A code of digits; `None` if it does not have exactly `count` digits.
#[must_use]
pub fn digits(typed: &str, count: usize) -> Option<String> {
    let code = unambiguous(typed);
    let is_code = code.len() == count && code.bytes().all(|b| b.is_ascii_digit());
    is_code.then_some(code)
}
