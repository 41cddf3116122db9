//! The list against a plain answer, and what SQLite says it does for it.

mod fixture;
mod pages;
mod plans;
mod preview;
mod rows;
