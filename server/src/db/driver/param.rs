//! The value of a placeholder.

/// A value that a statement binds. It borrows texts and blobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::db) enum Param<'a> {
    /// NULL.
    Null(NullOf),
    /// An integer. Times are milliseconds since 1970, booleans 0 and 1.
    Int(i64),
    /// A text.
    Text(&'a str),
    /// A blob.
    Blob(&'a [u8]),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Param<'_> {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u8> for Param<'_> {
    fn from(value: u8) -> Self {
        Self::Int(value.into())
    }
}

impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Param<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Blob(value)
    }
}

/// The type of an absent value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::db) enum NullOf {
    /// Of an integer.
    Int,
    /// Of a text.
    Text,
    /// Of a blob.
    Blob,
}

/// A type whose value may be absent.
pub(in crate::db) trait Nullable {
    /// The type of its NULL.
    const NULL: NullOf;
}

impl Nullable for i64 {
    const NULL: NullOf = NullOf::Int;
}

impl Nullable for u32 {
    const NULL: NullOf = NullOf::Int;
}

impl Nullable for &str {
    const NULL: NullOf = NullOf::Text;
}

impl Nullable for &String {
    const NULL: NullOf = NullOf::Text;
}

impl Nullable for &[u8] {
    const NULL: NullOf = NullOf::Blob;
}

impl<const N: usize> Nullable for &[u8; N] {
    const NULL: NullOf = NullOf::Blob;
}

impl Nullable for &Vec<u8> {
    const NULL: NullOf = NullOf::Blob;
}

impl<'a, T: Into<Param<'a>> + Nullable> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null(T::NULL), Into::into)
    }
}
