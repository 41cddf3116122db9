//! What is wrong with a trail, and where.

use std::fmt;

/// The first broken row, or one after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrailFault {
    /// Where in the trail.
    pub(crate) pos: i64,
    /// Whose row: the reference, or the id in hex where there is none.
    pub(crate) application: Option<String>,
    /// Which of its rows.
    pub(crate) seq: Option<i64>,
    pub(crate) what: FaultKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// Its columns do not give its hash.
    Changed,
    /// What was written with it is not what it has the hash of.
    Text,
    /// What was written with it is not there, though nobody erased the person.
    NoText,
    /// Something is written with it that it has no hash of.
    Unspoken,
    /// No row stands at this position.
    Gone,
    /// No row stands from here to the last position that was ever given.
    CutOff,
    /// Another one of its application is due here.
    Due(i64),
    /// It goes on from another state than the one before ended in.
    Unfollowed,
    /// The application is in another state than its trail says.
    State { trail: String, row: String },
    /// The application has no trail.
    NoTrail,
    /// There is no such application.
    NoApplication,
    /// The rows up to here are not those that this checkpoint was made of.
    NotAsSigned(i64),
    /// The checkpoint's signature is not the installation's.
    Signature(i64),
    /// A checkpoint is gone.
    NoCheckpoint(i64),
    /// It covers rows that are not there.
    Beyond(i64),
    /// The checkpoint that is known outside the database is gone, or another.
    Anchor(i64),
}

impl FaultKind {
    /// Whether it shows only at the end of an application's rows, as something
    /// that follows from a row that is broken or gone.
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
            Self::Text => f.write_str("the text that was written with it is another"),
            Self::NoText => f.write_str("the text that was written with it is gone"),
            Self::Unspoken => f.write_str("a text lies with it of which it does not speak"),
            Self::Gone => f.write_str("the row is gone"),
            Self::CutOff => f.write_str("the trail was cut off here"),
            Self::Due(due) => write!(f, "event {due} is due here"),
            Self::Unfollowed => f.write_str("it does not go on from the state before it"),
            Self::State { trail, row } => {
                write!(f, "the trail ends in {trail}, the application is in {row}")
            }
            Self::NoTrail => f.write_str("the application has no events"),
            Self::NoApplication => f.write_str("the application is gone"),
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
            Self::NoCheckpoint(number) => write!(f, "checkpoint {number} is gone"),
            Self::Beyond(number) => {
                write!(f, "checkpoint {number} covers rows that are not there")
            }
            Self::Anchor(number) => {
                write!(f, "checkpoint {number}, which was made, is gone or another")
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
            write!(f, " (position {})", self.pos)?;
        } else {
            write!(f, "position {}", self.pos)?;
        }
        write!(f, ": {}", self.what)
    }
}
