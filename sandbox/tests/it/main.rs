//! The sandbox over real HTTP: what a caller of the upstream API would meet.

mod capture;
mod control;
mod faults;
mod gate;
mod habits;
mod ledger;
mod oauth;
mod outcomes;
mod people;
mod prefill;
mod program;
mod referral;
mod resumption;
mod rig;
mod snake;
mod start;
mod webhook;
mod words;
