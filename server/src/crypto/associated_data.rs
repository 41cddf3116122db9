//! Names the table, column, row and version of an encrypted value. `seal.rs` binds the value to them
//! (security case 19).

/// The location of a sealed value. It is authenticated, so a value moved to another row or column
/// does not open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AssociatedData<'a> {
    /// Table and column.
    pub(crate) column: &'a str,
    /// The row's key.
    pub(crate) row: &'a [u8],
    /// The row's version, if the value changes with it; otherwise 0.
    pub(crate) version: u64,
}

impl AssociatedData<'_> {
    /// The length-prefixed encoding; no two locations share one.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32 + self.column.len() + self.row.len());
        for part in [self.column.as_bytes(), self.row] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part);
        }
        bytes.extend(self.version.to_be_bytes());
        bytes
    }
}
