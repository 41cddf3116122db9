//! Cursors: the start of a page, after or before a row.

use crate::{
    admin::ReviewerId,
    id::{Reference, base32, from_base32},
    state::StateKind,
};
use time::OffsetDateTime;

/// A time and the case's number, which breaks ties. It contains no personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeKey {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The case's number.
    pub number: i64,
}

impl TimeKey {
    /// Before all others.
    pub const FIRST: Self = Self {
        at: i64::MIN,
        number: i64::MIN,
    };
    /// After all others.
    pub const LAST: Self = Self {
        at: i64::MAX,
        number: i64::MAX,
    };

    fn text(self) -> String {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.at.to_be_bytes());
        bytes[8..].copy_from_slice(&self.number.to_be_bytes());
        base32(&bytes)
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 16] = from_base32(text)?.try_into().ok()?;
        let (at, number) = bytes.split_at(8);
        Some(Self {
            at: i64::from_be_bytes(at.try_into().ok()?),
            number: i64::from_be_bytes(number.try_into().ok()?),
        })
    }
}

/// The position of a row in a sorted list. It contains no personal data: only ids and references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// In a list by time.
    Time(TimeKey),
    /// In a list by reference; references are unique.
    Reference(Reference),
    /// In a list by state, and by time within each state.
    State(StateKind, TimeKey),
    /// In a list by assignee or none, and by time within each assignee.
    Holder(Option<ReviewerId>, TimeKey),
}

/// The word for "no assignee" in a URL.
const NOBODY: &str = "nobody";

impl Cursor {
    /// The text for a URL. Its characters need no encoding.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Time(key) => key.text(),
            Self::Reference(reference) => reference.as_str().to_owned(),
            Self::State(label, key) => format!("{}.{}", label.as_str(), key.text()),
            Self::Holder(None, key) => format!("{NOBODY}.{}", key.text()),
            Self::Holder(Some(who), key) => format!("{who}.{}", key.text()),
        }
    }

    /// Parses a cursor's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some((run, key)) = text.split_once('.') else {
            let reference = Reference::parse(text).filter(|it| it.as_str() == text);
            return reference
                .map(Self::Reference)
                .or_else(|| TimeKey::parse(text).map(Self::Time));
        };
        let key = TimeKey::parse(key)?;
        if run == NOBODY {
            return Some(Self::Holder(None, key));
        }
        let state = StateKind::parse(run).map(|label| Self::State(label, key));
        state.or_else(|| Some(Self::Holder(Some(ReviewerId::parse(run)?), key)))
    }
}

/// The position of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PagePosition {
    /// At the first row.
    #[default]
    Start,
    /// After this row.
    After(Cursor),
    /// Ends before this row.
    Before(Cursor),
}

impl PagePosition {
    /// The cursor of the position.
    #[must_use]
    pub const fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::Start => None,
            Self::After(cursor) | Self::Before(cursor) => Some(cursor),
        }
    }
}

/// Milliseconds since 1970.
pub(super) fn millis(at: OffsetDateTime) -> i64 {
    // An `i64` suffices until the year 292 million.
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPOT: TimeKey = TimeKey {
        at: 1_795_000_000_123,
        number: 1_000_000,
    };

    #[test]
    fn cursor_round_trips_through_text() {
        let nought = TimeKey { at: 0, number: 1 };
        for key in [TimeKey::FIRST, TimeKey::LAST, nought, SPOT] {
            let cursor = Cursor::Time(key);
            assert_eq!(cursor.text().len(), 26, "as it always was");
            assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        }
        let reference = Reference::from_entropy([0xff, 7, 0, 0, 1]);
        let states = StateKind::ALL
            .iter()
            .map(|label| Cursor::State(*label, SPOT));
        let others = [
            Cursor::Reference(reference),
            Cursor::Holder(None, SPOT),
            Cursor::Holder(Some(ReviewerId::new([0; 16])), SPOT),
            Cursor::Holder(Some(ReviewerId::new([0xff; 16])), SPOT),
        ];
        for cursor in states.chain(others) {
            let text = cursor.text();
            assert_eq!(Cursor::parse(&text), Some(cursor), "{text}");
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
            assert!(text.bytes().all(plain), "{text}");
        }
    }

    #[test]
    fn malformed_cursor_is_refused() {
        let key = SPOT.text();
        for other in [
            "",
            "0",
            "é",
            ".",
            "denied",
            "nobody.",
            "vb-28t5-cy4t",
            " VB-28T5-CY4T",
            "VB-28T5",
            &"0".repeat(27),
            &"z".repeat(26),
            &format!(".{key}"),
            &format!("Denied.{key}"),
            &format!("nowhere.{key}"),
            &format!("denied.{key}0"),
            &format!("denied.nobody.{key}"),
            &format!("{}.{key}", &"0".repeat(25)),
        ] {
            assert_eq!(Cursor::parse(other), None, "{other}");
        }
    }
}
