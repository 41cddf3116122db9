//! Layers around the handlers, one per file. `http.rs` defines their order.

pub(super) mod cached;
pub(super) mod form;
pub(super) mod guard;
pub(super) mod headers;
pub(super) mod log;
pub(super) mod origin_check;
pub(super) mod page_context;
pub(super) mod problem;
pub(super) mod rate;
pub(super) mod status_poll;
