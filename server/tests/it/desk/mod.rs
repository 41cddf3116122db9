//! The reviewers' desk: coming in, staying in, who may what.

mod account;
pub(crate) mod colleague;
mod enrol;
mod forged;
mod matrix;
mod session;
mod sign_in;
