//! The program killed, and what an applicant loses by it: nothing (security
//! §3, invariants 1, 2, 5, 6, 8 and 9).
//!
//! The server and the sandbox are processes of their own. The server dies, by
//! a failpoint or by SIGKILL; the sandbox lives on and keeps a ledger, synced
//! before each answer. Ledger and database are then compared by `oracle`.

mod applicant;
mod backup;
mod deliveries;
mod erasing;
mod every;
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
