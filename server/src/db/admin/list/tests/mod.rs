//! The list against a plain answer, and what SQLite says it does for it.

mod glance;
mod hall;
mod kept;
mod plans;
mod walks;
