//! The comparison form of a text: what a reader sees, in lower-case ASCII where ASCII has it.

use super::text;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Letters that look like, or stand for, ASCII letters and have no decomposition (Unicode TR39), by
/// script and in lower case. Each is at the position of its ASCII letter in the second text.
const LOOK_ALIKES: [(&str, &str); 6] = [
    ("абвгекмнорстухіјѕԁһԛԝьӏүґ", "abbrekmhopctyxijsdhqwbiyr"),
    ("αβγεζηικμνορτυχωϲϳ", "abyeznikmvoptyxwcj"),
    ("օսոհցյ", "ounhgj"),
    ("ıȷłøđħŧƀɓɑɡɩɪ", "ijlodhtbbagii"),
    ("ᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢꜱ", "abcdeghjklmnoprtuvwyzs"),
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "bpdtgkjczfmnlsrvhwxyaeiou"),
];

/// Folds a text for comparison. Compatibility forms (full width, circled, ligatures) and
/// look-alikes become ASCII. Marks and invisible characters disappear, letters become lower case.
///
/// ```
/// use kyc::value::fold::fold;
/// assert_eq!(fold("ＰО  Bóx"), "po box");
/// assert_eq!(fold("Hawaiʻi"), "hawai'i");
/// ```
#[must_use]
pub fn fold(typed: &str) -> String {
    let tidy = text::tidy(typed);
    if tidy.is_ascii() {
        return tidy.to_ascii_lowercase().replace('`', "'");
    }
    let decomposed = tidy.nfkd().filter(|c| !is_combining_mark(*c));
    let lower = decomposed.flat_map(char::to_lowercase);
    let folded: String = lower
        .filter(|c| !is_combining_mark(*c) && !text::is_invisible(*c))
        .flat_map(ascii)
        .collect();
    text::tidy(&folded)
}

/// The words of a folded text: runs of letters and digits. An apostrophe or an okina is no gap.
#[must_use]
pub fn words(typed: &str) -> Vec<String> {
    let folded = fold(typed).replace('\'', "");
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The letters and digits of a folded text.
#[must_use]
pub fn squeeze(typed: &str) -> String {
    fold(typed)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The ASCII spelling of a lower-case character, or the character itself.
fn ascii(c: char) -> impl Iterator<Item = char> {
    let pair = match c {
        'ß' => ['s', 's'],
        'æ' => ['a', 'e'],
        'œ' => ['o', 'e'],
        'þ' => ['t', 'h'],
        'ð' => ['d', '\0'],
        '\u{2BB}' | '\u{2BD}'..='\u{2BF}' | '\u{A78C}' => ['\'', '\0'],
        c if text::is_apostrophe(c) => ['\'', '\0'],
        c if text::is_hyphen(c) => ['-', '\0'],
        c => [look_alike(c).unwrap_or(c), '\0'],
    };
    pair.into_iter().filter(|c| *c != '\0')
}

fn look_alike(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find_map(|(theirs, ours)| {
        let at = theirs.chars().position(|it| it == c)?;
        ours.chars().nth(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_pair_each_letter_with_an_ascii_letter() {
        for (theirs, ours) in LOOK_ALIKES {
            assert_eq!(theirs.chars().count(), ours.len(), "{theirs}");
            assert!(ours.bytes().all(|b| b.is_ascii_alphabetic()));
        }
    }

    #[test]
    fn look_alikes_fold_to_ascii() {
        for (typed, folded) in [
            ("Р.О. Вох", "p.o. box"),
            ("ＰＯ Ｂｏｘ １２", "po box 12"),
            ("ΡΟ ΒΟΧ", "po box"),
            ("𝐏𝐎 𝑩𝒐𝒙", "po box"),
            ("Ⓟⓞ bⓞx", "po box"),
            ("P\u{200B}O B\u{AD}ox", "po box"),
            ("Işık IŞIK", "isik isik"),
            ("Łukasz Strauß", "lukasz strauss"),
            ("Kaʻahumanu", "ka'ahumanu"),
            ("№ 5", "no 5"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }
}
