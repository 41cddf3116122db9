//! The reviewers' desk: who may sit at it, how they prove who they are, and
//! what each of them may do.
//!
//! | room | what is in it |
//! |---|---|
//! | [`role`] | roles, permissions, and the one table of who may do what |
//! | [`reviewer`] | somebody who sits at the desk |
//! | [`password`] | which passwords are taken |
//! | [`session`] | how long somebody stays signed in |
//! | [`throttle`] | how long somebody waits who guesses |
//! | [`list`] | the list of applications |
//! | [`case`] | one of them, and what is done about it |
//! | [`dashboard`] | the dashboard: what is counted, and how the upstream is doing |
//! | [`disclosure`] | what is shown of a person, overruled, and taken away |
//! | [`audit`] | the staff audit trail: a closed list |
//! | [`ports`] | what the use cases need from the world |
//! | [`service`] | the use cases |

pub mod audit;
pub mod case;
pub mod dashboard;
pub mod disclosure;
pub mod list;
pub mod password;
pub mod ports;
pub mod reviewer;
pub mod role;
#[cfg(feature = "native")]
pub mod service;
pub mod session;
pub mod throttle;

pub use crate::id::ReviewerId;
pub use reviewer::{AccountName, Reviewer};
pub use role::{Permission, Role};
