//! The reviewers' side: signing in, sessions, permissions and cases.

mod account;
mod activity;
mod assignment;
mod case;
mod case_commands;
mod csrf;
mod custom_requests;
mod dashboard;
mod derived_rows;
mod enrol;
mod evidence;
mod evidence_file;
mod export;
mod four_eyes;
mod last_event;
mod list;
mod login_throttle;
mod matrix;
mod overrides;
mod ownership;
mod reveal;
mod session;
mod sign_in;
pub(crate) mod signed_in_staff;
mod sorted;
mod staff;
mod text_hashes;
