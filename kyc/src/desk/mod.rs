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
//! | [`overview`] | the picture: what is counted, and how the upstream is doing |
//! | [`dossier`] | what is shown of a person, overruled, and taken away |
//! | [`deed`] | the trail of the staff: a closed list |
//! | [`ports`] | what the use cases need from the world |
//! | [`service`] | the use cases |

pub mod case;
pub mod deed;
pub mod dossier;
pub mod list;
pub mod overview;
pub mod password;
pub mod port;
pub mod reviewer;
pub mod role;
#[cfg(feature = "native")]
pub mod service;
pub mod session;
pub mod throttle;

pub use reviewer::{AccountName, Reviewer, ReviewerId};
pub use role::{Permission, Role};
