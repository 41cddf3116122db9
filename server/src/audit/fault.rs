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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The row's hash does not match its columns.
    Changed,
    /// The staff text does not match the hash in the row.
    Text,
    /// The staff text is missing, and the application was not erased.
    NoText,
    /// A staff text exists, but the row has no hash of it.
    UnreferencedText,
    /// The event has no position and does not wait for one: no checkpoint would ever cover it.
    Skipped,
    /// There is no row at this position.
    MissingRow,
    /// There is no row from this position to the last one ever assigned.
    CutOff,
    /// The application's event with this sequence number is missing before this row.
    MissingEvent(i64),
    /// The row's previous state is not the state its predecessor ended in.
    Unfollowed,
    /// The application's state differs from the last state in its trail.
    State { trail: String, row: String },
    /// The application has no trail.
    NoTrail,
    /// The trail's application does not exist.
    NoApplication,
    /// The rows up to here differ from those this checkpoint was signed over.
    NotAsSigned(i64),
    /// The checkpoint's signature is not valid for the installation's key.
    Signature(i64),
    /// A checkpoint is missing.
    NoCheckpoint(i64),
    /// The checkpoint covers rows that do not exist.
    TruncatedBeforeCheckpoint(i64),
    /// The checkpoint has no head of the staff's trail, although an earlier one has.
    NoStaffHead(i64),
    /// The anchored checkpoint is missing or different.
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

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("the row was changed"),
            Self::Text => f.write_str("the stored text differs from its hash"),
            Self::NoText => f.write_str("the stored text is missing"),
            Self::UnreferencedText => {
                f.write_str("a text is stored that the event does not mention")
            }
            Self::Skipped => f.write_str("the event has no position and does not wait for one"),
            Self::MissingRow => f.write_str("the row is missing"),
            Self::CutOff => f.write_str("the trail was cut off here"),
            Self::MissingEvent(due) => write!(f, "event {due} is missing here"),
            Self::Unfollowed => f.write_str("its state does not follow from the previous event"),
            Self::State { trail, row } => {
                write!(f, "the trail ends in {trail}, the application is in {row}")
            }
            Self::NoTrail => f.write_str("the application has no events"),
            Self::NoApplication => f.write_str("the application is missing"),
            Self::NotAsSigned(number) => {
                write!(
                    f,
                    "the rows up to here are not those of checkpoint {number}"
                )
            }
            Self::Signature(number) => {
                write!(
                    f,
                    "the signature of checkpoint {number} is not this installation's"
                )
            }
            Self::NoCheckpoint(number) => write!(f, "checkpoint {number} is missing"),
            Self::TruncatedBeforeCheckpoint(number) => {
                write!(f, "checkpoint {number} covers missing rows")
            }
            Self::NoStaffHead(number) => {
                write!(
                    f,
                    "checkpoint {number} has lost the row of the staff's trail under it"
                )
            }
            Self::Anchor(number) => {
                write!(
                    f,
                    "checkpoint {number} was signed, but is now missing or different"
                )
            }
        }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowFault {
    pub(super) table: &'static str,
    /// The row, as staff know it.
    pub(super) row: String,
    pub(super) what: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.table, self.row, self.what)
    }
}
