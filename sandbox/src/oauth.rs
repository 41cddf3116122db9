//! The token endpoint: OAuth 2 client credentials with `private_key_jwt`
//! (contract §2), as strict as the contract's text allows.
//!
//! `endpoint` applies faults and reads the request, `assertion` checks the
//! client's JWT, and `token_server` issues tokens and checks them.

mod assertion;
pub(crate) mod client;
pub(crate) mod endpoint;
mod refusal;
pub(crate) mod token_server;
