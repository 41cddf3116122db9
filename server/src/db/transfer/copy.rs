//! Copies the rows of every table.

use super::{
    TransferError,
    checks::{self, Heads},
    tables::{self, Table},
};
use crate::{
    db::{
        driver::{ColumnReader, NullOf, Param, Tx},
        rows::RowError,
    },
    failpoint::{Point, reach},
};

/// Rows that go to the far end at once, or fewer if they are long.
const BATCH_ROWS: usize = 5_000;

/// Bytes of texts and blobs after which a batch goes to the far end.
const BATCH_BYTES: usize = 1_000_000;

/// Tables that the migrations of PostgreSQL put rows into. The rows of the source replace them.
const SEEDED: [&str; 2] = ["chores", "last_numbers"];

/// The last case number. PostgreSQL has a sequence for it.
const LAST_CASE: &str = "SELECT last FROM last_numbers WHERE series = 'cases'";

/// What the source has, as of the snapshot.
pub(super) struct Copied {
    /// Each table with the count of its rows.
    pub(super) tables: Vec<(String, u64)>,
    pub(super) heads: Heads,
}

/// Copies every table from one snapshot into a database without rows.
///
/// # Errors
/// [`TransferError`] of either database, or if the far end has rows or other tables.
pub(super) fn every_table(from: &mut Tx<'_>, to: &mut Tx<'_>) -> Result<Copied, TransferError> {
    let tables = tables::in_order(from, to)?;
    for table in tables.iter().map(|table| &table.name) {
        if SEEDED.contains(&&**table) {
            to.execute(&format!("DELETE FROM \"{table}\""), &[])?;
            continue;
        }
        let sql = format!("SELECT 1 FROM \"{table}\" LIMIT 1");
        if to.row(&sql, &[], |_| Ok(()))?.is_some() {
            return Err(TransferError::NotNew(table.clone()));
        }
    }
    let mut copied = Vec::new();
    for table in &tables {
        copied.push((table.name.clone(), rows(from, to, table)?));
        reach(Point::InMove);
    }
    let last_case = from.row(LAST_CASE, &[], |row| row.required_int("last"));
    let last_case = last_case
        .map_err(TransferError::Source)?
        .unwrap_or_default();
    let names: Vec<_> = tables.iter().map(|table| &*table.name).collect();
    to.end_load(&names, last_case)?;
    Ok(Copied {
        tables: copied,
        heads: checks::heads(from).map_err(TransferError::Source)?,
    })
}

/// Copies a table. Returns the count of its rows.
fn rows(from: &mut Tx<'_>, to: &mut Tx<'_>, table: &Table) -> Result<u64, TransferError> {
    let columns = table.columns.join("\", \"");
    let condition = match &*table.name {
        "last_numbers" => " WHERE series <> 'cases'",
        _ => "",
    };
    let sql = format!("SELECT \"{columns}\" FROM \"{}\"{condition}", table.name);
    let (mut batch, mut count) = (Batch::default(), 0);
    // An error of the far end ends the read, and is kept apart from one of the source.
    let mut lost = None;
    let read = from.rows(&sql, &[], |row| {
        batch.add(table, row)?;
        count += 1;
        if batch.is_full() {
            batch.send(table, to).map_err(|error| {
                lost = Some(error);
                RowError::Closed
            })?;
        }
        Ok(())
    });
    if let Some(error) = lost {
        return Err(error.into());
    }
    read.map_err(TransferError::Source)?;
    batch.send(table, to)?;
    Ok(count)
}

/// A value on its way.
enum Cell {
    Null(NullOf),
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl Cell {
    fn read(row: &dyn ColumnReader, column: &str, kind: NullOf) -> Result<Self, RowError> {
        let cell = match kind {
            NullOf::Int => row.number(column)?.map(Self::Int),
            NullOf::Text => row.text(column)?.map(|it| Self::Text(it.to_owned())),
            NullOf::Blob => row.bytes(column)?.map(|it| Self::Blob(it.to_vec())),
        };
        Ok(cell.unwrap_or(Self::Null(kind)))
    }

    const fn len(&self) -> usize {
        match self {
            Self::Null(_) | Self::Int(_) => 0,
            Self::Text(text) => text.len(),
            Self::Blob(blob) => blob.len(),
        }
    }

    fn param(&self) -> Param<'_> {
        match self {
            Self::Null(kind) => Param::Null(*kind),
            Self::Int(number) => Param::Int(*number),
            Self::Text(text) => Param::Text(text),
            Self::Blob(blob) => Param::Blob(blob),
        }
    }
}

/// Rows of one table.
#[derive(Default)]
struct Batch {
    cells: Vec<Cell>,
    rows: usize,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, table: &Table, row: &dyn ColumnReader) -> Result<(), RowError> {
        for (column, kind) in table.columns.iter().zip(&table.kinds) {
            let cell = Cell::read(row, column, *kind)?;
            self.bytes += cell.len();
            self.cells.push(cell);
        }
        self.rows += 1;
        Ok(())
    }

    const fn is_full(&self) -> bool {
        self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }

    fn send(&mut self, table: &Table, to: &mut Tx<'_>) -> Result<(), RowError> {
        if self.rows > 0 {
            let cells: Vec<_> = self.cells.iter().map(Cell::param).collect();
            to.load(&table.name, &table.columns, &cells)?;
        }
        *self = Self::default();
        Ok(())
    }
}
