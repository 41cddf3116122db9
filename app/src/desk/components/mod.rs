//! The pieces that the desk's pages are made of.

mod alerts;
pub(crate) mod chart;
mod field;
mod form;
mod frame;
mod idle;
mod keys_help;
mod labelled;
mod nav;
mod passkey;
mod prose;

pub(crate) use field::{Field, Passwords};
pub(crate) use form::{DeskCsrf, DeskForm};
pub(crate) use frame::{Frame, role};
pub(crate) use keys_help::{KeysButton, KeysHelp};
pub(crate) use passkey::PasskeyForm;
pub(crate) use prose::Prose;
