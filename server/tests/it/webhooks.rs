//! Webhooks over real HTTP (contract §6; security cases 5 to 8).

mod hints;
mod mutants;
mod processing;
mod register;
mod replay;
mod sandbox;
pub(crate) mod sender;
mod settings;
mod unapplied;
