//! The stored rows of every table. Random bytes are equal on both engines, and so are sealed values.

use super::{EngineFixture, Readings};
use crate::db::driver::{ColumnReader, RowError, Tx};
use std::{collections::BTreeMap, fmt::Write};

/// Columns with numbers that the database gives. PostgreSQL leaves gaps where a row is not inserted.
const NUMBERED: [(&str, &str); 2] = [("deliveries", "number"), ("staff_requests", "id")];

/// Tables whose rows have shards: only their sum counts.
const COUNTERS: [&str; 4] = [
    "case_counts",
    "day_counts",
    "step_counts",
    "decision_counts",
];

/// A series that is a sequence on PostgreSQL.
const CASE_NUMBERS: &str = "SELECT * FROM last_numbers WHERE series <> 'cases'";

/// The columns of a table with their kinds.
type Columns = Vec<(String, String)>;

fn tables(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Columns>, RowError> {
    let mut tables = BTreeMap::<String, Columns>::new();
    tx.rows(tx.list_columns(), &[], |row| {
        let (table, column) = (
            row.required_text("table_name")?,
            row.required_text("column_name")?,
        );
        let columns = tables.entry(table.to_owned()).or_default();
        if !NUMBERED.contains(&(table, column)) {
            columns.push((column.to_owned(), row.required_text("kind")?.to_owned()));
        }
        Ok(())
    })?;
    for columns in tables.values_mut() {
        columns.sort();
    }
    Ok(tables)
}

/// A row as text.
fn shown(row: &dyn ColumnReader, columns: &Columns) -> Result<String, RowError> {
    let mut text = String::new();
    for (column, kind) in columns {
        let value = match kind.as_str() {
            "INTEGER" => row.number(column)?.map(|number| number.to_string()),
            "TEXT" => row.text(column)?.map(|text| format!("{text:?}")),
            _ => row.bytes(column)?.map(crate::crypto::hex),
        };
        let value = value.as_deref().unwrap_or("NULL");
        write!(text, "{column} {value}, ").map_err(|_| RowError::Missing)?;
    }
    Ok(text)
}

/// The rows of a table, in an order of their own.
fn rows(tx: &mut Tx<'_>, table: &str, columns: &Columns) -> Result<Vec<String>, RowError> {
    if COUNTERS.contains(&table) {
        return sums(tx, table, columns);
    }
    let sql = match table {
        "last_numbers" => CASE_NUMBERS.to_owned(),
        _ => format!("SELECT * FROM {table}"),
    };
    let mut rows = tx.rows(&sql, &[], |row| shown(row, columns))?;
    rows.sort();
    Ok(rows)
}

/// The counters of a table, each as the sum of its shards.
fn sums(tx: &mut Tx<'_>, table: &str, columns: &Columns) -> Result<Vec<String>, RowError> {
    let keys = columns
        .iter()
        .filter(|(column, _)| column != "shard" && column != "cases");
    let keys: Columns = keys.cloned().collect();
    let mut sums = BTreeMap::<String, i64>::new();
    tx.rows(&format!("SELECT * FROM {table}"), &[], |row| {
        *sums.entry(shown(row, &keys)?).or_default() += row.required_int("cases")?;
        Ok(())
    })?;
    Ok(sums
        .into_iter()
        .map(|(key, cases)| format!("{key}cases {cases}"))
        .collect())
}

impl EngineFixture {
    pub(super) async fn read_rows(&self, readings: &mut Readings) {
        let read = self.store.scan(|tx| {
            let tables = tables(tx)?.into_iter();
            let read = tables.map(|(table, columns)| {
                let rows = rows(tx, &table, &columns)?;
                Ok((table, rows))
            });
            read.collect::<Result<Vec<_>, RowError>>()
        });
        match read.await {
            Ok(tables) => {
                for (table, rows) in tables {
                    readings.add(format!("rows of {table}"), Ok::<_, RowError>(rows));
                }
            }
            Err(error) => readings.add("stored rows", Err::<(), _>(error)),
        }
    }
}
