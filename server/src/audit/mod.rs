//! The trail that shows what was done to it (security I6): each row hashed over
//! its application's row before, all rows covered by signed checkpoints, the
//! last checkpoint known outside the database. Engines feed it their rows.

pub(crate) mod anchor;
mod chain;
mod checkpoint;
mod event;
mod fault;
mod text;
mod trail_verifier;

pub(crate) use anchor::Anchor;
pub(crate) use chain::Chain;
pub(crate) use checkpoint::{Checkpoint, CheckpointBuilder};
pub(crate) use event::HashedEvent;
pub(crate) use fault::{FaultKind, TrailFault};
pub(crate) use text::SealedText;
pub(crate) use trail_verifier::{Report, TrailRow, TrailVerifier};
