//! The sandbox over real HTTP: what a caller of the upstream API would meet.

mod capture;
mod control;
mod delivery;
mod faults;
mod gate;
mod habits;
mod ledger;
mod oauth;
mod outcomes;
mod people;
mod prefill;
mod program;
mod receiver;
mod referral;
mod resumption;
mod rig;
mod snake;
mod start;
mod telling;
mod webhook;
mod webhook_control;
mod words;
