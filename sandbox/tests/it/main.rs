//! The sandbox over real HTTP, as a caller of the provider's API sees it.

mod api;
mod applicants;
mod capture;
mod control;
mod corrupted_answers;
mod faults;
mod ledger;
mod oauth;
mod outcomes;
mod prefill;
mod program;
mod referral_codes;
mod resumption;
mod start_ab;
mod start_c;
mod status_words;
mod test_sandbox;
mod webhook_control;
mod webhook_delivery;
mod webhook_events;
mod webhook_receiver;
mod webhook_registration;
