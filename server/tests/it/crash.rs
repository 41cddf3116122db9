//! The server is killed, and no applicant loses anything (security §3, invariants 1, 2, 5, 6, 8 and
//! 9).
//!
//! The server and the sandbox are separate processes. The server dies, by a failpoint or by
//! SIGKILL. The sandbox survives and keeps a ledger, synced before each answer. `oracle` then
//! compares ledger and database.

pub(crate) mod applicant;
mod backup;
mod deliveries;
mod erasing;
mod failpoints;
mod installation;
mod keys;
mod migrating;
mod oracle;
mod points;
mod provider;
mod renewing;
mod shutdown;
mod soak;
mod storm;
mod two_servers;
mod unanswered;
