//! Webhooks: the sandbox reports changes to the registered address (contract §6).
//!
//! The registry collects events and a dialect makes messages of them. The outbox
//! keeps each message until it is delivered or given up. One background task,
//! [`worker::run`], does this; state changes and the clock wake it.
//! [`worker::deliver_all`] does the same at once, and returns when nothing is due.

pub(crate) mod delivery;
pub(crate) mod fault;
mod http_sender;
pub(crate) mod message;
pub(crate) mod outbox;
pub(crate) mod sender;
pub(crate) mod signature;
pub(crate) mod worker;
