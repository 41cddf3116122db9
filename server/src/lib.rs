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
//! | `upstream` | the one client of the KYC API, its dialects and retries |
//! | `webhook` | what the upstream sends by itself |
//! | `jobs` | what goes on beside requests |
//! | `desk` | how reviewers prove who they are |
//! | `live` | who is told when an application changes |
//! | `http` | one layer or hand-written handler a file |
//! | `upkeep` | what operators do to what is kept |
//! | [`untrusted`] | the readers of what outsiders wrote, as plain functions |
//! | [`running`] | all of it, put together |
//! | [`measure`] | what the bench looks at inside |
//! | [`failpoint`] | where a test has it end |

mod audit;
pub mod command;
pub mod config;
mod crypto;
mod db;
mod descriptors;
mod desk;
pub mod failpoint;
mod files;
mod http;
mod jobs;
mod live;
pub mod measure;
mod opening;
pub mod running;
mod serving;
pub mod telemetry;
#[cfg(test)]
mod testing;
pub mod untrusted;
mod upkeep;
mod upstream;
mod webhook;
pub mod world;

pub use config::Settings;
pub use running::{Running, start};
