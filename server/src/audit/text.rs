//! Verification of staff texts: an audit event carries the hash of its sealed text.

use super::FaultKind;
use crate::crypto::hex;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The stored text of a row.
#[derive(Clone, Copy)]
pub(crate) struct SealedText<'a> {
    /// The sealed text; empty after an erasure, `None` if there is none.
    pub(crate) sealed: Option<&'a [u8]>,
    /// Whether the text's kind matches the row's action.
    pub(crate) fits: bool,
    /// Whether the application was erased.
    pub(crate) erased: bool,
}

/// The text hash in a row's detail; empty if it has none.
#[derive(Deserialize)]
struct TextHash {
    #[serde(default)]
    text: String,
}

impl SealedText<'_> {
    /// The fault of this text for a row with this detail, if any.
    pub(super) fn fault(&self, detail: &str) -> Option<FaultKind> {
        let stored =
            serde_json::from_str::<TextHash>(detail).map_or_else(|_| String::new(), |it| it.text);
        match (stored.as_str(), self.sealed) {
            ("", None) => None,
            ("", Some(_)) => Some(FaultKind::UnreferencedText),
            (_, None) => Some(FaultKind::NoText),
            (_, Some(_)) if !self.fits => Some(FaultKind::Text),
            (_, Some([])) => (!self.erased).then_some(FaultKind::NoText),
            (hash, Some(sealed)) => {
                (hex(&Sha256::digest(sealed)) != hash).then_some(FaultKind::Text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_text_matches_the_hash_in_its_event() {
        let detail = format!(
            r#"{{"action":"noted","text":"{}"}}"#,
            hex(&Sha256::digest(b"sealed"))
        );
        let without_hash = r#"{"action":"heard"}"#;
        let text = |sealed, erased| SealedText {
            sealed,
            fits: true,
            erased,
        };
        let fault = |sealed, erased, detail: &str| text(sealed, erased).fault(detail);
        assert_eq!(fault(Some(b"sealed"), false, &detail), None);
        let unfit = SealedText {
            fits: false,
            ..text(Some(b"sealed"), false)
        };
        assert_eq!(unfit.fault(&detail), Some(FaultKind::Text));
        assert_eq!(
            fault(Some(b"healed"), false, &detail),
            Some(FaultKind::Text)
        );
        assert_eq!(fault(Some(b""), false, &detail), Some(FaultKind::NoText));
        assert_eq!(
            fault(None, true, &detail),
            Some(FaultKind::NoText),
            "its row stays"
        );
        assert_eq!(
            fault(Some(b""), true, &detail),
            None,
            "the erased text is unreadable"
        );
        assert_eq!(fault(None, false, without_hash), None);
        assert_eq!(
            fault(Some(b""), true, without_hash),
            Some(FaultKind::UnreferencedText)
        );
        assert_eq!(
            fault(Some(b"sealed"), false, "{"),
            Some(FaultKind::UnreferencedText)
        );
    }
}
