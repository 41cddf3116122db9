//! The list of applications, as the desk sees it: what it is filtered and
//! sorted by, a page of it, and what somebody is searched by.
//!
//! Whatever narrows the list down comes to a set of states, somebody whose the
//! cases are, and a stretch of the time that they are sorted by. A list by state
//! or by assignee is a chain of such lists, one for each. A page is then a short
//! walk along an index, however many there are and however far down.

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
pub use export::{Columns, csv};
pub use filter::ListFilter;
pub use mask::{masked_email, masked_name};
pub use ports::{CaseList, ListPage, PAGE};
pub use row::{CaseRow, Counts, Person};
pub use search::{SavedSearch, SearchId, SearchTerm};
pub use sort::{Assignee, AssigneeFilter, Direction, Sort, SortOrder};
