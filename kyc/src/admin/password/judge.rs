//! Judges a password: by lists of what is tried first, and by the estimate of `zxcvbn`. It knows
//! the 30,000 most common passwords, English words, names, dates, keyboard walks and repetitions.

use super::{LONGEST, PasswordFault, SHORTEST};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;
use zxcvbn::{Score, zxcvbn};

/// The least score: 10^10 guesses. The throttle allows under 36,000 a year. Who stole database and
/// pepper needs 30 years of one processor for 10^10 hashes. Of passwords with [`SHORTEST`]
/// characters, only those of a few known patterns have less.
const LEAST_SCORE: Score = Score::Four;
/// What takes fewer guesses than this, as a power of ten, is a word of the lists.
const LISTED: f64 = 5.0;

/// Words that common long passwords consist of.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "contraseña",
    "contrasena",
    "letmein",
    "welcome",
    "bienvenido",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwerty",
    "azerty",
    "iloveyou",
    "teamo",
    "admin",
    "administrator",
    "changeme",
    "secret",
    "master",
    "login",
    "dragon",
    "monkey",
    "football",
    "baseball",
    "superman",
    "batman",
    "sunshine",
    "princess",
    "shadow",
    "trustno1",
    "whatever",
    "abc123",
    "correcthorsebatterystaple",
    "correct",
    "horse",
    "battery",
    "staple",
    "vestibule",
    "kyc",
    "compliance",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "default",
    "user",
    "test",
    "guest",
    "root",
    "bienvenida",
    "tequiero",
    "miamor",
    "amorcito",
    "mariposa",
    "estrella",
    "princesa",
    "corazon",
    "corazón",
    "chocolate",
    "familia",
    "barcelona",
    "realmadrid",
    "contrasena",
    "administrador",
    "empresa",
    "secreto",
    "usuario",
    "cambiame",
];

/// The minimum count of different characters: "aaaaaaaaaaaaaaa" and "abababababababab" are common
/// too.
const FEWEST_DIFFERENT: usize = 6;

/// The password in Unicode's form NFKC, in which it is judged and hashed: keyboards differ in how
/// they write the same letter (NIST SP 800-63B-4 §3.1.1.2).
#[must_use]
pub fn normalized(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

/// Checks a password for an account and a firm.
///
/// # Errors
/// The first fault.
pub fn judge(password: &str, account: &str, firm: &str) -> Result<(), PasswordFault> {
    let password = normalized(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordFault::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordFault::TooLong);
    }
    let plain = folded(&password);
    let firm_words = firm.split_whitespace();
    let named = [account, firm].into_iter().chain(firm_words).any(|name| {
        let name = folded(name);
        name.chars().count() >= 4 && plain.contains(&name)
    });
    if named {
        return Err(PasswordFault::Named);
    }
    let known: Vec<&str> = [
        account,
        firm,
        "vestibule",
        "kyc",
        "onboarding",
        "compliance",
    ]
    .into_iter()
    .chain(firm.split_whitespace())
    .collect();
    if is_common(&plain) || is_listed(&plain, &known) {
        return Err(PasswordFault::Common);
    }
    if zxcvbn(&password, &known).score() < LEAST_SCORE {
        return Err(PasswordFault::Guessable);
    }
    Ok(())
}

/// Whether the password without digits around it, or the part that it repeats, is one of the words
/// that are tried first.
fn is_listed(plain: &str, known: &[&str]) -> bool {
    let word = plain.trim_matches(|c: char| c.is_ascii_digit());
    let letters: Vec<char> = word.chars().collect();
    let repeats = |n: &usize| letters.iter().zip(&letters[*n..]).all(|(a, b)| a == b);
    let period = (1..=letters.len() / 2)
        .find(repeats)
        .unwrap_or(letters.len());
    let once: String = letters[..period].iter().collect();
    [word, once.as_str()]
        .iter()
        .any(|word| zxcvbn(word, known).guesses_log10() < LISTED)
}

/// Letters and digits in lower case, without separators.
fn folded(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether the password is common.
///
/// It is common with fewer than [`FEWEST_DIFFERENT`] different characters. It is also common if
/// fewer than five characters remain without common words, digits and alphabetical runs.
fn is_common(plain: &str) -> bool {
    let mut different: Vec<char> = plain.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < FEWEST_DIFFERENT {
        return true;
    }
    let mut rest = plain.to_owned();
    // Replace the longest words first: otherwise "admin" would leave "istrator" behind.
    let mut words = COMMON.to_vec();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(word, "");
    }
    let rest: Vec<char> = rest.chars().filter(|c| !c.is_ascii_digit()).collect();
    let steps = rest.windows(2).filter(|pair| follow(pair[0], pair[1]));
    let own = rest.len().saturating_sub(steps.count());
    // The characters that remain without words, digits and runs.
    own < 5
}

/// Whether two characters are equal or adjacent, in either direction.
fn follow(one: char, next: char) -> bool {
    u32::from(one).abs_diff(u32::from(next)) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRM: &str = "Meridian Trading";

    #[test]
    fn long_password_of_any_characters_is_accepted() {
        let long = "mein kleiner grüner kaktus ".repeat(9);
        for password in [
            "vague otter lends a kettle",
            "ningún río vuelve atrás",
            "日本語でもよいパスワードですよね",
            "kT9$wq!mZ2#xLp7",
            &long[..200],
        ] {
            assert_eq!(judge(password, "jane.smith", FIRM), Ok(()), "{password}");
        }
    }

    #[test]
    fn short_long_personal_or_common_password_is_refused() {
        let (exact, more) = ("x".repeat(256), "quiet lamp ".repeat(30));
        for (password, fault) in [
            ("", PasswordFault::TooShort),
            ("vague otter le", PasswordFault::TooShort),
            (&more, PasswordFault::TooLong),
            ("jane.smith lends a kettle", PasswordFault::Named),
            ("JaneSmith lends a kettle", PasswordFault::Named),
            ("a kettle at meridian", PasswordFault::Named),
            (&exact, PasswordFault::Common),
            ("passwordpassword", PasswordFault::Common),
            ("Password Password 2026!", PasswordFault::Common),
            ("123456789012345", PasswordFault::Common),
            ("abcdefghijklmnop", PasswordFault::Common),
            ("qwertyuiopasdfghjkl", PasswordFault::Common),
            ("correct horse battery staple", PasswordFault::Common),
            ("aaaaaaaaaaaaaaaaaa", PasswordFault::Common),
            ("abababababababab", PasswordFault::Common),
            ("ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ", PasswordFault::Common),
            ("contrasen\u{303}a contrasen\u{303}a", PasswordFault::Common),
            ("12345butterfly67890", PasswordFault::Common),
            ("liverpoolliverpool", PasswordFault::Common),
            ("michael jennifer 88", PasswordFault::Common),
            ("december25christmas", PasswordFault::Guessable),
            ("michaeljordan23bulls", PasswordFault::Guessable),
            ("zaq12wsxcde34rfv", PasswordFault::Guessable),
            ("24/12/1987 24/12/1987", PasswordFault::Common),
        ] {
            assert_eq!(
                judge(password, "jane.smith", FIRM),
                Err(fault),
                "{password}"
            );
        }
    }
}
