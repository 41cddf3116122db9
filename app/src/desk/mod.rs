//! The reviewers' desk, as its people see it: pages below `/admin`, server
//! functions below `/admin/api`, a frame and a context of its own. It shares
//! words, icons and times with the applicants' pages, and no session.

pub mod api;
mod components;
mod content;
mod docket;
mod listing;
mod notice;
mod pages;
pub mod routes;
pub mod shell;
pub mod visit;
mod whence;
pub(crate) mod words;
