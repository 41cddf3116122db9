//! The list against a simple in-memory result, and the query plans of its statements.

mod fixture;
mod pages;
mod plans;
mod preview;
mod rows;
