//! The domain of identity verification.
//!
//! Everything here is a value, a rule or a use case: no I/O, no clock, no
//! randomness. Time and entropy arrive as parameters or through [`ports`], so
//! that every rule can be read, tested and replayed on its own.
//!
//! | room | what is in it |
//! |---|---|
//! | [`id`] | identifiers and how they are made from 128 random bits |
//! | [`pii`] | personal data that refuses to print |
//! | [`value`] | names, dates, addresses: parsed once, at the edge |
//! | [`form`] | one step a file: what was typed, what it means, what is wrong |
//! | [`flow`] | the wizard as a declared graph |
//! | [`state`] | where a verification stands, and the one function that moves it |
//! | [`admin`] | the reviewers: who they are, what they may do, how they come in |
//! | [`audit`] | who did what: a closed list |
//! | [`ports`] | what the use cases need from the world |
//! | [`return_link`] | leaving, and coming back on any device |
//! | [`service`] | the use cases |

pub mod admin;
pub mod application;
pub mod audit;
pub mod eligibility;
pub mod flow;
pub mod form;
pub mod id;
pub mod job;
pub mod lang;
pub mod pii;
pub mod policy;
pub mod ports;
pub mod provider;
#[cfg(feature = "native")]
pub mod request;
pub mod return_link;
#[cfg(feature = "native")]
pub mod service;
pub mod state;
pub mod value;
