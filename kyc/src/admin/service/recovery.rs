//! Recovery codes, for a lost second factor.

use super::AdminService;
use crate::{
    admin::session::SecretHash,
    id::{base32, from_base32},
    value::code,
};
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

    /// Parses a typed code: in any case, with any separators, and with letters for the digits that
    /// they look like.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let code = Zeroizing::new(code::unambiguous(typed));
        (code.len() == 16 && from_base32(&code).is_some()).then_some(Self(code))
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

crate::pii::redacted!(RecoveryCode);

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
    fn recovery_code_parses_with_typing_variants() {
        let code = RecoveryCode::from_entropy([0xa5; 10]);
        let shown = code.show();
        assert_eq!(shown.len(), 19);
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', " "),
            format!("  {}\n", shown.replace('-', "")),
            shown.replace('-', "–"),
            shown.replace('-', "\u{2011}\u{200b}"),
            format!("\u{200e}{shown}."),
        ] {
            assert_eq!(RecoveryCode::parse(&typed), Some(code.clone()), "{typed}");
        }
        let code =
            RecoveryCode::from_entropy([0, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
        let shown = code.show();
        assert!(shown.contains('0') && shown.contains('1'), "{shown}");
        for (digit, letters) in [('0', "oO"), ('1', "iIlL")] {
            for letter in letters.chars() {
                let typed = shown.replace(digit, &letter.to_string());
                assert_eq!(RecoveryCode::parse(&typed), Some(code.clone()), "{typed}");
            }
        }
        for other in [
            "",
            "abcd",
            "!!!!-!!!!-!!!!-!!!!",
            &"a".repeat(100),
            "uuuu-uuuu-uuuu-uuuu",
        ] {
            assert_eq!(RecoveryCode::parse(other), None, "{other}");
        }
    }
}
