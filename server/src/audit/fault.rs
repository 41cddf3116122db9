//! Faults of an audit trail.

use std::fmt;

/// A fault and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrailFault {
    /// Position in the trail; zero if it has none yet.
    pub(crate) pos: i64,
    /// The application's reference, or its id in hex if it has none.
    pub(crate) application: Option<String>,
    /// Sequence number within the application.
    pub(crate) seq: Option<i64>,
    pub(crate) what: FaultKind,
}

/// The kind of a fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FaultKind {
    /// The row's hash does not match its columns.
    #[error("the row was changed")]
    Changed,
    /// The staff text does not match the hash in the row.
    #[error("the stored text differs from its hash")]
    Text,
    /// The staff text is missing, and the application was not erased.
    #[error("the stored text is missing")]
    NoText,
    /// A staff text exists, but the row has no hash of it.
    #[error("a text is stored that the event does not mention")]
    UnreferencedText,
    /// The event has no position and does not wait for one: no checkpoint would ever cover it.
    #[error("the event has no position and does not wait for one")]
    Skipped,
    /// There is no row at this position.
    #[error("the row is missing")]
    MissingRow,
    /// There is no row from this position to the last one ever assigned.
    #[error("the trail was cut off here")]
    CutOff,
    /// The application's event with this sequence number is missing before this row.
    #[error("event {0} is missing here")]
    MissingEvent(i64),
    /// The row's previous state is not the state its predecessor ended in.
    #[error("its state does not follow from the previous event")]
    Unfollowed,
    /// The application's state differs from the last state in its trail.
    #[error("the trail ends in {trail}, the application is in {row}")]
    State { trail: String, row: String },
    /// The application has no trail.
    #[error("the application has no events")]
    NoTrail,
    /// The trail's application does not exist.
    #[error("the application is missing")]
    NoApplication,
    /// The rows up to here differ from those this checkpoint was signed over.
    #[error("the rows up to here are not those of checkpoint {0}")]
    NotAsSigned(i64),
    /// The checkpoint's signature is not valid for the installation's key.
    #[error("the signature of checkpoint {0} is not this installation's")]
    Signature(i64),
    /// A checkpoint is missing.
    #[error("checkpoint {0} is missing")]
    NoCheckpoint(i64),
    /// The checkpoint covers rows that do not exist.
    #[error("checkpoint {0} covers missing rows")]
    TruncatedBeforeCheckpoint(i64),
    /// The checkpoint has no head of the staff's trail, although an earlier one has.
    #[error("checkpoint {0} has lost the row of the staff's trail under it")]
    NoStaffHead(i64),
    /// The anchored checkpoint is missing or different.
    #[error("checkpoint {0} was signed, but is now missing or different")]
    Anchor(i64),
}

impl FaultKind {
    /// Whether the fault shows only after the last row, as a consequence of a broken or missing
    /// row.
    pub(super) const fn is_of_the_end(&self) -> bool {
        matches!(
            self,
            Self::State { .. } | Self::NoTrail | Self::NoApplication
        )
    }
}

impl fmt::Display for TrailFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(application) = &self.application {
            write!(f, "{application}")?;
            if let Some(seq) = self.seq {
                write!(f, ", event {seq}")?;
            }
            if self.pos > 0 {
                write!(f, " (position {})", self.pos)?;
            }
        } else {
            write!(f, "position {}", self.pos)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// A row that disagrees with the trails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{table}, {row}: {what}")]
pub(crate) struct RowFault {
    pub(super) table: &'static str,
    /// The row, as staff know it.
    pub(super) row: String,
    pub(super) what: String,
}
