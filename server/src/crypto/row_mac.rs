//! MACs of whole rows, for tables whose columns must stay readable to SQL. A row that was written
//! past this software has no MAC, or one of other columns.

use super::seal::{Secret, keyed};
use subtle::ConstantTimeEq;

/// Authenticates rows.
#[derive(Clone)]
pub(crate) struct RowKey(Secret);

impl RowKey {
    /// The key of the admin's rows.
    pub(crate) fn new(admin: &Secret) -> Self {
        Self(keyed(admin, &[b"rows/1"]))
    }

    /// Begins the MAC of a row of this table.
    pub(crate) fn row(&self, table: &str) -> RowMac<'_> {
        let mac = RowMac {
            key: self,
            encoded: Vec::with_capacity(256),
        };
        mac.text(Some(table))
    }
}

/// The columns of a row, each with its length: no two rows share an encoding.
pub(crate) struct RowMac<'a> {
    key: &'a RowKey,
    encoded: Vec<u8>,
}

impl RowMac<'_> {
    /// Adds a blob column.
    pub(crate) fn bytes(mut self, column: Option<&[u8]>) -> Self {
        self.encoded.push(u8::from(column.is_some()));
        let column = column.unwrap_or_default();
        self.encoded.extend((column.len() as u64).to_be_bytes());
        self.encoded.extend(column);
        self
    }

    /// Adds a text column.
    pub(crate) fn text(self, column: Option<&str>) -> Self {
        self.bytes(column.map(str::as_bytes))
    }

    /// Adds an integer column.
    pub(crate) fn int(self, column: Option<i64>) -> Self {
        let bytes = column.map(i64::to_be_bytes);
        self.bytes(bytes.as_ref().map(|bytes| &bytes[..]))
    }

    /// The MAC, to be stored.
    pub(crate) fn finish(self) -> Vec<u8> {
        keyed(&self.key.0, &[&self.encoded]).to_vec()
    }

    /// Whether the stored MAC is of these columns.
    pub(crate) fn is(self, stored: Option<&[u8]>) -> bool {
        stored.is_some_and(|stored| bool::from(self.finish().ct_eq(stored)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn row_mac_covers_table_key_and_each_column() {
        let key = RowKey::new(&Zeroizing::new([7; 32]));
        let row = |table, name| key.row(table).text(name).int(Some(3)).bytes(None);
        let sealed = row("reviewers", Some("ann")).finish();
        assert!(row("reviewers", Some("ann")).is(Some(&sealed)));
        assert!(!row("reviewers", Some("ann")).is(None));
        assert!(!row("reviewers", Some("ann")).is(Some(&sealed[1..])));
        assert!(!row("reviewers", Some("bob")).is(Some(&sealed)));
        assert!(!row("desk_links", Some("ann")).is(Some(&sealed)));
        let other = RowKey::new(&Zeroizing::new([8; 32]));
        let other = other.row("reviewers").text(Some("ann")).int(Some(3));
        assert!(!other.bytes(None).is(Some(&sealed)));
    }

    #[test]
    fn row_mac_tells_null_from_empty_and_one_column_from_two() {
        let key = RowKey::new(&Zeroizing::new([7; 32]));
        let macs = [
            key.row("t").text(None).text(Some("ab")).finish(),
            key.row("t").text(Some("")).text(Some("ab")).finish(),
            key.row("t").text(Some("a")).text(Some("b")).finish(),
            key.row("t").text(Some("ab")).finish(),
            key.row("t").text(Some("ab")).text(None).finish(),
        ];
        for (at, mac) in macs.iter().enumerate() {
            assert!(!macs[at + 1..].contains(mac), "{at}");
        }
    }
}
