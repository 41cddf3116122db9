//! Where a page begins: behind, or before, a row by what it is sorted by.

use crate::id::{base32, from_base32};
use time::OffsetDateTime;

/// A row's place in an order: the time that is sorted by, and the case's number,
/// which breaks ties. Names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The case's number.
    pub number: i64,
}

impl Cursor {
    /// Before everything.
    pub const FIRST: Self = Self {
        at: i64::MIN,
        number: i64::MIN,
    };
    /// Behind everything.
    pub const LAST: Self = Self {
        at: i64::MAX,
        number: i64::MAX,
    };

    /// The text for an address.
    #[must_use]
    pub fn text(self) -> String {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.at.to_be_bytes());
        bytes[8..].copy_from_slice(&self.number.to_be_bytes());
        base32(&bytes)
    }

    /// The cursor of a text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 16] = from_base32(text)?.try_into().ok()?;
        let (at, number) = bytes.split_at(8);
        Some(Self {
            at: i64::from_be_bytes(at.try_into().ok()?),
            number: i64::from_be_bytes(number.try_into().ok()?),
        })
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// With the first row.
    #[default]
    Start,
    /// Behind this one.
    After(Cursor),
    /// It ends before this one.
    Before(Cursor),
}

/// Milliseconds since 1970.
pub(super) fn millis(at: OffsetDateTime) -> i64 {
    // Fits until the year 292 million.
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_from_its_text() {
        for cursor in [
            Cursor::FIRST,
            Cursor::LAST,
            Cursor { at: 0, number: 1 },
            Cursor {
                at: 1_795_000_000_123,
                number: 1_000_000,
            },
        ] {
            assert_eq!(cursor.text().len(), 26);
            assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        }
        for other in ["", "0", "é", &"0".repeat(27), &"z".repeat(26)] {
            assert_eq!(Cursor::parse(other), None, "{other}");
        }
    }
}
