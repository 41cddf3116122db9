//! Layers around the admin's handlers, one per file. `admin.rs` defines their order.

pub(super) mod context;
pub(super) mod cross_site;
pub(super) mod form;
pub(super) mod guard;
pub(super) mod problem;
pub(super) mod rate;
