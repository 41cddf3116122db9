//! The list of applications in the admin: filters, sort, pages and search.
//!
//! Each filter becomes a set of states, an assignee and a time range. A list by state or assignee
//! is a sequence of such lists. A page is then a short index scan, at any position and for any
//! count of rows.

mod age_filter;
mod compare;
mod cursor;
mod decision;
mod export;
mod filter;
mod mask;
mod ports;
mod row;
mod search;
mod sort;

pub use age_filter::AgeFilter;
pub use cursor::{Cursor, PagePosition, TimeKey};
pub use decision::{Decision, JOURNEY};
pub use export::{Columns, csv, line as csv_line};
pub use filter::{ERASED, ListFilter};
pub use mask::{masked_email, masked_name};
pub use ports::{CaseList, ListPage, PAGE};
pub use row::{CaseRow, Counts, ExportColumns, Person};
pub use search::{SavedSearch, SearchId, SearchTerm};
pub use sort::{Assignee, AssigneeFilter, Direction, Sort, SortOrder};
