//! The rules for passwords: a minimum length, and no common password. There is no rule about digits
//! or capitals, and no expiry (NIST SP 800-63B-4 §3.1.1; ASVS 6.2).

/// The minimum length, in characters.
pub const SHORTEST: usize = 15;
/// The maximum length, in characters: it limits the work of the hash.
pub const LONGEST: usize = 256;

/// Why a password is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// It contains the account's or the firm's name.
    Named,
    /// It is a common password.
    Common,
    /// The two inputs differ.
    Differs,
}

impl PasswordFault {
    /// All faults.
    pub const ALL: &[Self] = &[
        Self::TooShort,
        Self::TooLong,
        Self::Named,
        Self::Common,
        Self::Differs,
    ];

    /// The code in a URL.
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
];

/// The minimum count of different characters: "aaaaaaaaaaaaaaa" and "abababababababab" are common
/// too.
const FEWEST_DIFFERENT: usize = 6;

/// Checks a password for an account and a firm.
///
/// # Errors
/// The first fault.
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
        ] {
            assert_eq!(
                judge(password, "jane.smith", FIRM),
                Err(fault),
                "{password}"
            );
        }
    }
}
