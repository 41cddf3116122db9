//! The trail that shows what was done to it (security I6): each row hashed over
//! its application's row before, all rows covered by signed checkpoints, the
//! last checkpoint known outside the database. Engines feed it their rows.

pub(crate) mod anchor;
mod chain;
mod checkpoint;
mod examiner;
mod fault;
mod line;
mod notary;
mod text;

pub(crate) use anchor::Anchor;
pub(crate) use chain::Chain;
pub(crate) use checkpoint::{Checkpoint, Gathered};
pub(crate) use examiner::{Examiner, Report, Row};
pub(crate) use fault::{Fault, What};
pub(crate) use line::Line;
pub(crate) use notary::{Notary, NotaryError};
pub(crate) use text::Text;
