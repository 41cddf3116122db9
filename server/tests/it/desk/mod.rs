//! The reviewers' desk: coming in, staying in, who may what.

mod account;
mod case;
pub(crate) mod colleague;
mod enrol;
mod export;
mod forged;
mod list;
mod matrix;
mod overview;
mod session;
mod sign_in;
