//! Background tasks.

mod background;
mod checkpointer;
mod early_polls;
mod housekeeping;
mod in_flight;
mod open_page_poller;
#[cfg(test)]
mod tests;
mod webhook_worker;
mod worker;

pub(crate) use background::BackgroundTasks;
pub(crate) use checkpointer::{CheckpointError, Checkpointer};
pub(crate) use housekeeping::sweep;
pub(crate) use open_page_poller::poll_open_pages;
pub(crate) use webhook_worker::WebhookWorker;
pub(crate) use worker::Worker;
