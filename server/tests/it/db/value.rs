//! Values and rows of either engine.

use sqlx::{
    Column as _, Row as _, TypeInfo as _, ValueRef as _, postgres::PgRow, sqlite::SqliteRow,
};

/// A value that a statement binds or a row has. Conditions are 0 and 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Columns of a row by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row(Vec<(String, Value)>);

impl Row {
    /// The value of a column. Panics if there is no such column, or if it has another type.
    #[track_caller]
    pub(crate) fn get<T: FromValue>(&self, column: &str) -> T {
        let known = self.0.iter().find(|(name, _)| name == column);
        let (_, value) = known.unwrap_or_else(|| panic!("no column {column} in {self:?}"));
        T::from_value(value.clone()).unwrap_or_else(|| panic!("{column} is {value:?}"))
    }

    /// The value of the first column.
    #[track_caller]
    pub(crate) fn first<T: FromValue>(&self) -> T {
        let (_, value) = self.0.first().expect("a column");
        T::from_value(value.clone()).unwrap_or_else(|| panic!("the first column is {value:?}"))
    }

    pub(super) fn of_sqlite(row: &SqliteRow) -> Self {
        let columns = row.columns().iter().enumerate().map(|(index, column)| {
            let value = row.try_get_raw(index).expect("a value");
            let kind = value.type_info().name().to_owned();
            let value = match kind.as_str() {
                _ if value.is_null() => Value::Null,
                "TEXT" => Value::Text(row.get_unchecked(index)),
                "BLOB" => Value::Bytes(row.get_unchecked(index)),
                "INTEGER" | "BOOLEAN" => Value::Int(row.get_unchecked(index)),
                other => panic!("{} is {other}", column.name()),
            };
            (column.name().to_owned(), value)
        });
        Self(columns.collect())
    }

    pub(super) fn of_postgres(row: &PgRow) -> Self {
        let columns = row.columns().iter().enumerate().map(|(index, column)| {
            let value = row.try_get_raw(index).expect("a value");
            let value = match column.type_info().name() {
                _ if value.is_null() => Value::Null,
                "TEXT" | "VARCHAR" | "NAME" => Value::Text(row.get(index)),
                "BYTEA" => Value::Bytes(row.get(index)),
                "INT8" => Value::Int(row.get(index)),
                "INT4" => Value::Int(row.get::<i32, _>(index).into()),
                "BOOL" => Value::Int(row.get::<bool, _>(index).into()),
                other => panic!("{} is {other}", column.name()),
            };
            (column.name().to_owned(), value)
        });
        Self(columns.collect())
    }
}

/// A type that a column is read as.
pub(crate) trait FromValue: Sized {
    /// `None` if the value has another type.
    fn from_value(value: Value) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Option<Self> {
        Some(i64::from_value(value)? != 0)
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<&Vec<u8>> for Value {
    fn from(value: &Vec<u8>) -> Self {
        Self::Bytes(value.clone())
    }
}
