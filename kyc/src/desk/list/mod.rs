//! The list of applications, as the desk sees it: what it is filtered and
//! sorted by, a page of it, and what somebody is searched by.
//!
//! Whatever narrows the list down comes to a set of states, somebody whose the
//! cases are, and a stretch of the time that they are sorted by. A list by state
//! or by assignee is a chain of such lists, one for each. A page is then a short
//! walk along an index, however many there are and however far down.

mod age;
mod choice;
mod cursor;
mod decision;
mod export;
mod mask;
mod port;
mod query;
mod row;
mod search;
mod sorted;

pub use age::Age;
pub use choice::{Holder, Order, Sort, Way, Whose};
pub use cursor::{Cursor, Place, Spot};
pub use decision::{Decision, JOURNEY};
pub use export::{Columns, csv};
pub use mask::{masked_email, masked_name};
pub use port::{Cases, PAGE, Page};
pub use query::Query;
pub use row::{Counts, Person, Row};
pub use search::{Search, SearchId, Sought};
