//! Lists every statement of the list, so that a test and a benchmark can check SQLite's query plans.
//! Their SQL is in `sql.rs` and `query.rs`.

use super::{
    query::{ListQuery, Segments, SortColumn},
    sql::{COUNTS, RowColumns, SAVED_SEARCH, SearchBy},
};
use crate::db::search::SearchField;
use kyc::{admin::list::Direction, state::StateKind};

/// Every statement that anything about the list can ask.
pub(crate) fn every_statement() -> Vec<String> {
    let queries = ListQuery::all().map(|query| query.sql());
    let searches = SearchBy::all().flat_map(|search| {
        Direction::ALL
            .iter()
            .map(move |direction| search.sql(*direction))
    });
    let others = [COUNTS, SAVED_SEARCH].into_iter().map(str::to_owned);
    queries.chain(searches).chain(others).collect()
}

/// Whether a step of a query plan scans a table or sorts. The materialized positions and subqueries
/// are exempt: their limit bounds them. So is the search by provider id, which sorts a few rows.
pub(crate) fn is_full_scan(step: &str, sql: &str) -> bool {
    let limited =
        ["SCAN place", "SCAN segment"].contains(&step) || step.starts_with("SCAN (subquery");
    let looks = step.starts_with("SCAN ") && !limited;
    let sorts = step.contains("TEMP B-TREE") && !sql.contains("external_id");
    looks || sorts
}

impl ListQuery {
    /// Every shape a list can have.
    fn all() -> impl Iterator<Item = Self> {
        let one = [false, true].map(|held| Segments::One { held });
        let chains = [
            Segments::States { held: false },
            Segments::States { held: true },
            Segments::Ascending { within: false },
            Segments::Ascending { within: true },
            Segments::Descending,
        ];
        let kinds = [
            (
                &[
                    RowColumns::Rows,
                    RowColumns::Export,
                    RowColumns::ExportInFull,
                ][..],
                &[SortColumn::Event, SortColumn::Age, SortColumn::Reference][..],
                one.to_vec(),
            ),
            (
                &[RowColumns::Count],
                &[SortColumn::Event, SortColumn::Age],
                one.to_vec(),
            ),
            (
                &[
                    RowColumns::Rows,
                    RowColumns::Export,
                    RowColumns::ExportInFull,
                ],
                &[SortColumn::Event, SortColumn::Age],
                chains.to_vec(),
            ),
        ];
        let mut all = Vec::new();
        for (columns, sort_column, segments) in kinds {
            for columns in columns {
                for sort_column in sort_column {
                    for direction in Direction::ALL {
                        for segments in &segments {
                            all.extend((1..=StateKind::ALL.len() + 1).map(|states| Self {
                                columns: *columns,
                                sort_column: *sort_column,
                                direction: *direction,
                                states,
                                segments: *segments,
                                scan_limit: None,
                            }));
                        }
                    }
                }
            }
        }
        all.into_iter()
    }
}

impl SearchBy {
    /// Every kind of search.
    fn all() -> impl Iterator<Item = Self> {
        let blind = SearchField::ALL.into_iter().map(Self::Blind);
        [Self::Reference, Self::Id].into_iter().chain(blind)
    }
}
