//! Admin pages, one per file but for those of the second factor. Each renders from the
//! [`AdminContext`](super::context::AdminContext).

mod account;
mod activity;
mod case;
mod codes;
mod dashboard;
mod enrol;
mod evidence;
mod list;
mod problem;
mod second_factor;
mod sign_in;
mod staff;
mod staff_requests;

pub(crate) use account::Account;
pub(crate) use activity::Activity;
pub(crate) use case::Case;
pub(crate) use codes::Codes;
pub(crate) use dashboard::Overview;
pub(crate) use enrol::Enrol;
pub(crate) use evidence::Evidence;
pub(crate) use list::{Export, List, Search};
pub(crate) use problem::problem;
pub(crate) use second_factor::{Confirm, Second};
pub(crate) use sign_in::SignIn;
pub(crate) use staff::Staff;
