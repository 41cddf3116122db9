//! Server: configuration, HTTP layers, database, provider client and background tasks around the
//! domain in `kyc` and the pages in `app`.
//!
//! | module | content |
//! |---|---|
//! | [`config`] | environment variables, read and validated once |
//! | [`command`] | command line |
//! | `audit` | tamper-evident audit trail |
//! | `crypto` | encryption at rest |
//! | `evidence` | signature of an evidence file, and its verification without a database |
//! | `db` | store and sessions |
//! | `provider` | client of the KYC API, its dialects and throttle |
//! | `webhook` | webhooks from the provider |
//! | `jobs` | background tasks |
//! | `credentials` | staff passwords, TOTP codes and passkeys |
//! | `live` | notification of open pages |
//! | `http` | one layer or hand-written handler per file |
//! | `maintenance` | backup, restore, erasure and key rotation |
//! | `fuzz_api` | parsers of untrusted input, as plain functions (feature `test-api`) |
//! | [`server`] | start and shutdown of the whole server |
//! | `bench_api` | internals for the benchmarks (feature `test-api`) |
//! | [`failpoint`] | points where a test ends the process |

mod audit;
#[cfg(feature = "test-api")]
pub mod bench_api;
pub mod command;
pub mod config;
mod credentials;
mod crypto;
mod db;
mod evidence;
pub mod failpoint;
mod fd_limit;
mod files;
#[cfg(feature = "test-api")]
pub mod fuzz_api;
mod harden;
mod http;
mod jobs;
mod listener;
mod live;
mod maintenance;
mod open_store;
mod provider;
mod qr;
pub mod server;
pub mod system;
pub mod telemetry;
#[cfg(test)]
mod test_support;
mod webhook;

pub use config::Settings;
pub use harden::harden;
pub use server::{Server, start};

/// Result of a function whose errors are only shown or logged.
pub type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
