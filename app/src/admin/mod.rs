//! The reviewers' desk, as its people see it: pages below `/admin`, server
//! functions below `/admin/api`, a frame and a context of its own. It shares
//! words, icons and times with the applicants' pages, and no session.

pub mod api;
mod case_view;
mod components;
pub mod context;
mod flash;
pub(crate) mod labels;
mod list_context;
mod list_view;
mod page_data;
mod pages;
pub mod routes;
pub mod server;
pub mod shell;
