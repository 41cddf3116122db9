//! Handlers and routes that are no Leptos server functions, one per file.

pub(super) mod csp_report;
pub(super) mod health;
pub(super) mod key_set;
pub(super) mod live;
pub(super) mod logo;
pub(super) mod pages;
pub(super) mod qr;
pub(super) mod resume_link;
pub(super) mod security_txt;
pub(super) mod site;
pub(super) mod webhook;
