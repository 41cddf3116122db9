//! Components of the admin pages.

mod alerts;
mod ask_once;
pub(crate) mod chart;
mod field;
mod form;
mod form_field;
mod frame;
mod keys_help;
mod nav;
mod passkey;
mod session_timeout;
mod show_password;
mod staff_changes;
mod textarea;

pub(crate) use ask_once::AskOnce;
pub(crate) use field::{Field, Passwords};
pub(crate) use form::{AdminCsrf, AdminForm};
pub(crate) use frame::{Frame, role};
pub(crate) use keys_help::{KeysButton, KeysHelp};
pub(crate) use passkey::PasskeyForm;
pub(crate) use show_password::ShowPassword;
pub(crate) use staff_changes::StaffChanges;
pub(crate) use textarea::TextArea;
