//! The reviewers' desk: coming in, staying in, who may what.

mod account;
mod by_hand;
mod case;
mod case_deeds;
pub(crate) mod colleague;
mod enrol;
mod evidence;
mod export;
mod forged;
mod given;
mod list;
mod matrix;
mod moved;
mod overrule;
mod overview;
mod owned;
mod reveal;
mod session;
mod sign_in;
mod sorted;
mod staff;
mod vouched;
mod waits;
