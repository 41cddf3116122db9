//! The admin for staff: pages below `/admin`, server functions below `/admin/api`,
//! with their own layout and context. It shares texts, icons and times with the
//! applicants' pages, but no session.

pub mod api;
mod case_view;
mod components;
pub mod context;
mod flash;
mod flash_text;
pub mod i18n;
pub(crate) mod labels;
mod list_context;
mod list_view;
mod page_data;
mod pages;
pub mod routes;
pub mod server;
pub mod shell;
