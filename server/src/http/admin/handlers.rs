//! Handlers of the admin, and the data of its pages.

mod activity;
mod case;
pub(super) mod enrol_link;
pub(super) mod evidence;
pub(super) mod export;
pub(super) mod list;
pub(super) mod page_data;
pub(super) mod pages;
mod recovery_codes;
pub(super) mod totp;
