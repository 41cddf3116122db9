//! Applicant pages, one per file. Each renders from data that the server loaded
//! before.

mod address;
mod answers;
mod birth;
mod check;
mod consent;
mod contact;
mod cookies;
mod finish;
mod handoff;
mod ineligible;
mod messages;
mod name;
mod no_ssn;
mod not_found;
mod prefill;
pub(crate) mod problem;
mod progress;
mod renew;
mod resume;
mod ssn;
mod start;
mod status;
mod status_text;
mod timeline;

pub(crate) use address::Address;
pub(crate) use answers::Answers;
pub(crate) use birth::BirthDate;
pub(crate) use check::Check;
pub(crate) use consent::Consent;
pub(crate) use contact::Contact;
pub(crate) use cookies::Cookies;
pub(crate) use finish::Finish;
pub(crate) use ineligible::{NotServed, TooYoung};
pub(crate) use name::Name;
pub(crate) use no_ssn::NoSsn;
pub(crate) use not_found::NotFound;
pub(crate) use prefill::{Code, Prefill};
pub(crate) use progress::Progress;
pub(crate) use renew::Renew;
pub(crate) use resume::Return;
pub(crate) use ssn::Ssn;
pub(crate) use start::Start;
pub(crate) use status::{Status, reloads};
pub use status_text::StatusSnapshot;
pub(crate) use status_text::StatusText;
