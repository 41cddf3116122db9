//! The tables that two databases have in common.

use super::TransferError;
use crate::db::{
    driver::{NullOf, Tx},
    rows::RowError,
};
use std::collections::{BTreeMap, BTreeSet};

/// A table with its columns.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    /// The type of each column.
    pub(super) kinds: Vec<NullOf>,
}

/// Columns with their types, by table.
type Schema = BTreeMap<String, BTreeMap<String, String>>;

fn schema(tx: &mut Tx<'_>) -> Result<Schema, RowError> {
    let mut schema = Schema::new();
    tx.rows(tx.list_columns(), &[], |row| {
        let columns = schema.entry(row.required_text("table_name")?.to_owned());
        let column = row.required_text("column_name")?.to_owned();
        let kind = row.required_text("kind")?.to_owned();
        columns.or_default().insert(column, kind);
        Ok(())
    })?;
    Ok(schema)
}

/// The first table or column that one of the schemas lacks or has otherwise.
fn difference(from: &Schema, to: &Schema) -> Option<String> {
    if let Some(table) = from.keys().find(|table| !to.contains_key(*table)) {
        return Some(format!("the table {table} is missing at the far end"));
    }
    if let Some(table) = to.keys().find(|table| !from.contains_key(*table)) {
        return Some(format!("only the far end has a table {table}"));
    }
    let table = from.keys().find(|table| from[*table] != to[*table])?;
    let (from, to) = (&from[table], &to[table]);
    let names: BTreeSet<_> = from.keys().chain(to.keys()).collect();
    let column = names
        .into_iter()
        .find(|name| from.get(*name) != to.get(*name))?;
    Some(format!("the column {column} of {table}"))
}

/// The tables of both databases, each after those that its foreign keys name at the far end.
///
/// # Errors
/// [`TransferError::Schema`] if the databases have different tables or columns.
pub(super) fn in_order(from: &mut Tx<'_>, to: &mut Tx<'_>) -> Result<Vec<Table>, TransferError> {
    let ours = schema(from).map_err(TransferError::Source)?;
    if let Some(difference) = difference(&ours, &schema(to)?) {
        return Err(TransferError::Schema(difference));
    }
    let parents = to.rows(to.list_foreign_keys(), &[], |row| {
        let child = row.required_text("child")?.to_owned();
        Ok((child, row.required_text("parent")?.to_owned()))
    })?;
    let mut tables: Vec<Table> = Vec::new();
    let mut left: Vec<_> = ours.into_iter().collect();
    while !left.is_empty() {
        let waiting: BTreeSet<_> = left.iter().map(|(name, _)| name.clone()).collect();
        let is_ready = |table: &String| {
            let mut own = parents.iter().filter(|(child, _)| child == table);
            own.all(|(_, parent)| parent == table || !waiting.contains(parent))
        };
        let (ready, later): (Vec<_>, _) = left.into_iter().partition(|(name, _)| is_ready(name));
        if ready.is_empty() {
            let circle = "foreign keys lead in a circle".to_owned();
            return Err(TransferError::Schema(circle));
        }
        for (name, columns) in ready {
            tables.push(table(name, columns)?);
        }
        left = later;
    }
    Ok(tables)
}

fn table(name: String, columns: BTreeMap<String, String>) -> Result<Table, TransferError> {
    let kinds = columns.iter().map(|(column, kind)| match kind.as_str() {
        "INTEGER" => Ok(NullOf::Int),
        "TEXT" => Ok(NullOf::Text),
        "BLOB" => Ok(NullOf::Blob),
        other => Err(TransferError::Schema(format!(
            "the type {other} of the column {column} of {name}"
        ))),
    });
    Ok(Table {
        kinds: kinds.collect::<Result<_, _>>()?,
        columns: columns.into_keys().collect(),
        name,
    })
}
