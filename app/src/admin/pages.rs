//! Admin pages, one per file. Each renders from the
//! [`AdminContext`](super::context::AdminContext).

mod account;
mod activity;
mod case;
mod codes;
mod confirm;
mod dashboard;
mod enrol;
mod evidence;
mod factors;
mod list;
mod problem;
mod second;
mod sign_in;
mod staff;
mod staff_requests;

pub(crate) use account::Account;
pub(crate) use activity::Activity;
pub(crate) use case::Case;
pub(crate) use codes::Codes;
pub(crate) use confirm::Confirm;
pub(crate) use dashboard::Overview;
pub(crate) use enrol::Enrol;
pub(crate) use evidence::Evidence;
pub(crate) use list::{Export, List, Search};
pub(crate) use problem::problem;
pub(crate) use second::Second;
pub(crate) use sign_in::SignIn;
pub(crate) use staff::Staff;
