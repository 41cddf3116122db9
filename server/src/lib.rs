//! The server: configuration, HTTP layers, database, upstream client and
//! background work around the domain in `kyc` and the pages in `app`.
//!
//! | room | what is in it |
//! |---|---|
//! | [`config`] | environment variables, read once, judged together |
//! | [`command`] | the command line |
//! | `audit` | the trail that shows what was done to it |
//! | `crypto` | sealing what rests |
//! | `db` | the store and the sessions |
//! | `provider` | the one client of the KYC API, its dialects and retries |
//! | `webhook` | what the upstream sends by itself |
//! | `jobs` | what goes on beside requests |
//! | `credentials` | how reviewers prove who they are |
//! | `live` | who is told when an application changes |
//! | `http` | one layer or hand-written handler a file |
//! | `maintenance` | what operators do to what is kept |
//! | [`fuzz_api`] | the readers of what outsiders wrote, as plain functions |
//! | [`server`] | all of it, put together |
//! | [`bench_api`] | what the bench looks at inside |
//! | [`failpoint`] | where a test has it end |

mod audit;
pub mod bench_api;
pub mod command;
pub mod config;
mod credentials;
mod crypto;
mod db;
pub mod failpoint;
mod fd_limit;
mod files;
pub mod fuzz_api;
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
pub use server::{Server, start};
