//! What the browser sees: the shell, the routes, the pages, the islands and
//! the server functions behind their forms.
//!
//! Every page works with JavaScript off: forms post, the server redirects, the
//! browser gets. Only the status page has an island; no other page loads a
//! script. One file knows that there is a server: [`mod@server`].
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
