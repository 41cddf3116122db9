//! Which passwords are taken: long ones that nobody would try first. No rule
//! about digits or capitals, no expiry (NIST SP 800-63B-4 §3.1.1; ASVS 6.2).

/// The fewest characters.
pub const SHORTEST: usize = 15;
/// The most: more than anybody types, less than a hash would choke on.
pub const LONGEST: usize = 256;

/// What is wrong with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`MAX_ENTRIES`].
    TooLong,
    /// It has the account's or the firm's name in it.
    Named,
    /// It is among those that are tried first.
    Common,
    /// Both times must be the same.
    Differs,
}

impl PasswordFault {
    /// Every one of them.
    pub const ALL: &[Self] = &[
        Self::TooShort,
        Self::TooLong,
        Self::Named,
        Self::Common,
        Self::Differs,
    ];

    /// The code that travels in an address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "short",
            Self::TooLong => "long",
            Self::Named => "named",
            Self::Common => "common",
            Self::Differs => "differs",
        }
    }
}

/// Words that the commonest long passwords are put together from.
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
];

/// The fewest different characters: "aaaaaaaaaaaaaaa" and "abababababababab" are
/// tried first, too.
const FEWEST_DIFFERENT: usize = 6;

/// Judges a password for an account and a firm.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn judge(password: &str, account: &str, firm: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordFault::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordFault::TooLong);
    }
    let plain = folded(password);
    let firm_words = firm.split_whitespace();
    let named = [account, firm].into_iter().chain(firm_words).any(|name| {
        let name = folded(name);
        name.chars().count() >= 4 && plain.contains(&name)
    });
    if named {
        return Err(PasswordFault::Named);
    }
    if is_common(&plain) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

/// Lower case, without what people put between words.
fn folded(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether it is made of a few characters, runs along the alphabet, the digits
/// or a keyboard, or is nothing but common words and some digits.
fn is_common(plain: &str) -> bool {
    let mut different: Vec<char> = plain.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < FEWEST_DIFFERENT {
        return true;
    }
    let mut rest = plain.to_owned();
    // The longest first, or "admin" would leave "istrator" behind.
    let mut words = COMMON.to_vec();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(word, "");
    }
    let rest: Vec<char> = rest.chars().filter(|c| !c.is_ascii_digit()).collect();
    let steps = rest.windows(2).filter(|pair| follow(pair[0], pair[1]));
    let own = rest.len().saturating_sub(steps.count());
    // What is left once words, digits and runs are gone.
    own < 5
}

/// Whether two characters follow each other, up or down.
fn follow(one: char, next: char) -> bool {
    u32::from(one).abs_diff(u32::from(next)) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRM: &str = "Meridian Trading";

    #[test]
    fn long_passwords_of_ones_own_are_taken_whatever_they_are_made_of() {
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
    fn what_is_short_named_or_tried_first_is_not() {
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
        ] {
            assert_eq!(
                judge(password, "jane.smith", FIRM),
                Err(fault),
                "{password}"
            );
        }
    }
}
