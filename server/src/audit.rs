//! The tamper-evident audit trail (security I6).
//!
//! Each row's hash covers the previous row of its application. Signed checkpoints cover all rows,
//! and the head of the staff's trail. The anchor keeps the last checkpoint outside the database.
//! The database module supplies the rows.

pub(crate) mod anchor;
mod chain;
mod checkpoint;
pub(crate) mod derived;
mod event;
mod fault;
pub(crate) mod merkle;
mod staff_trail;
mod text;
mod trail_verifier;

pub(crate) use anchor::Anchor;
pub(crate) use chain::Chain;
pub(crate) use checkpoint::{Checkpoint, CheckpointBuilder, HashedCheckpoint, StaffHead};
pub(crate) use derived::{AccountRows, CaseRows};
pub(crate) use event::HashedEvent;
pub(crate) use fault::{FaultKind, RowFault, TrailFault};
pub(crate) use staff_trail::{HashedStaffEvent, StaffTrailReport, StaffTrailVerifier};
pub(crate) use text::SealedText;
pub(crate) use trail_verifier::{TrailReport, TrailRow, TrailVerifier};
