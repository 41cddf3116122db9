//! The rules for passwords: a minimum length, and no password that is guessed soon. There is no rule
//! about digits or capitals, and no expiry (NIST SP 800-63B-4 §3.1.1; ASVS 6.2).

#[cfg(feature = "native")]
mod judge;

#[cfg(feature = "native")]
pub use judge::{judge, normalized};

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
    /// Words, names, dates or patterns make it easy to guess.
    Guessable,
    /// The two inputs differ.
    Differs,
}

crate::word_table! {
    /// The code in a URL.
    PasswordFault: code {
        TooShort => "short",
        TooLong => "long",
        Named => "named",
        Common => "common",
        Guessable => "guessable",
        Differs => "differs",
    }
}
