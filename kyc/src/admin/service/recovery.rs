//! Recovery codes, for a lost second factor.

use super::AdminService;
use crate::{
    admin::session::SecretHash,
    id::{base32, from_base32},
};
use std::fmt;
use zeroize::Zeroizing;

/// How many codes an account gets.
const COUNT: usize = 10;

/// A code: 80 random bits, in four groups of four.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// A new code from 80 random bits.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 10]) -> Self {
        Self(Zeroizing::new(base32(&bytes)))
    }

    /// Parses a typed code: in any case, with blanks and hyphens.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let code: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(17)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        (from_base32(&code)?.len() == 10).then(|| Self(Zeroizing::new(code)))
    }

    /// The code as it is shown.
    #[must_use]
    pub fn show(&self) -> String {
        let groups = [0, 4, 8, 12].map(|from| &self.0[from..from + 4]);
        groups.join("-")
    }

    /// The hash that the database has. A plain hash suffices: 80 random bits resist guessing.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        use sha2::Digest;
        SecretHash(sha2::Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl AdminService {
    /// A new set of codes.
    pub(super) fn recovery_codes(&self) -> Vec<RecoveryCode> {
        let fresh = |_| RecoveryCode::from_entropy(self.random());
        (0..COUNT).map(fresh).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = RecoveryCode::from_entropy([0xa5; 10]);
        let shown = code.show();
        assert_eq!(shown.len(), 19);
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', " "),
            format!("  {}\n", shown.replace('-', "")),
        ] {
            assert_eq!(RecoveryCode::parse(&typed), Some(code.clone()), "{typed}");
        }
        for other in ["", "abcd", "!!!!-!!!!-!!!!-!!!!", &"a".repeat(100)] {
            assert_eq!(RecoveryCode::parse(other), None, "{other}");
        }
    }
}
