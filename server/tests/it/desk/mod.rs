//! The reviewers' desk: coming in, staying in, who may what.

mod account;
mod case;
mod case_deeds;
pub(crate) mod colleague;
mod enrol;
mod evidence;
mod export;
mod forged;
mod list;
mod matrix;
mod overrule;
mod overview;
mod reveal;
mod session;
mod sign_in;
