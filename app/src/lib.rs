//! Web front end: shell, routes, pages, islands and server functions.
//!
//! Every page works without JavaScript: forms post, the server redirects, the
//! browser gets. Only the status page has an island. Other pages load no script
//! file. Server-only code is in the bodies of the server functions in [`api`] and
//! [`admin::api`], and in their support modules [`mod@server`] and
//! [`mod@admin::server`].
#![recursion_limit = "256"]

pub mod admin;
pub mod api;
mod components;
pub mod i18n;
mod islands;
pub mod page_context;
mod pages;
pub mod problem;
pub mod routes;
pub mod server;
pub mod shell;
pub mod site;
