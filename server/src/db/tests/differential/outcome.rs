//! What an operation gave, as a text that both engines must have in common.

use crate::{db::RowError, jobs::CheckpointError, maintenance::EraseError};
use kyc::{
    admin::{
        case::CaseError,
        service::{AdminError, StaffError},
    },
    ports::StoreError,
    service::{ReleaseError, ServiceError},
};
use std::fmt::{self, Debug};

/// The kind of an error of the database.
const FAILED: &str = "failed";

/// The outcome of an operation. The cause of a failure is for the reader: each engine has its own words.
#[derive(Clone)]
pub(super) struct Outcome {
    text: String,
    cause: Option<String>,
    is_failed: bool,
}

impl Outcome {
    pub(super) fn of(value: impl Debug) -> Self {
        Self {
            text: format!("{value:?}"),
            cause: None,
            is_failed: false,
        }
    }

    /// The operation found nothing to work on, and was left out.
    pub(super) fn skipped() -> Self {
        Self::of("skipped")
    }

    /// The database failed.
    pub(super) fn failed(cause: impl Debug) -> Self {
        Self {
            text: FAILED.to_owned(),
            cause: Some(format!("{cause:?}")),
            is_failed: true,
        }
    }

    pub(super) const fn is_failed(&self) -> bool {
        self.is_failed
    }

    /// Both outcomes, one after the other.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            text: format!("{}, {}", self.text, next.text),
            cause: self.cause.or(next.cause),
            is_failed: self.is_failed || next.is_failed,
        }
    }
}

impl<T: Debug, E: ErrorKind> From<Result<T, E>> for Outcome {
    fn from(result: Result<T, E>) -> Self {
        match result {
            Ok(value) => Self::of(value),
            Err(error) => {
                let text = error.kind();
                Self {
                    is_failed: text == FAILED,
                    text,
                    cause: Some(format!("{error:?}")),
                }
            }
        }
    }
}

impl PartialEq for Outcome {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            None => f.write_str(&self.text),
            Some(cause) => write!(f, "{} ({cause})", self.text),
        }
    }
}

/// The kind of an error, without the words of an engine.
pub(super) trait ErrorKind: Debug {
    fn kind(&self) -> String;
}

impl ErrorKind for StoreError {
    fn kind(&self) -> String {
        match self {
            Self::Conflict => "conflict".to_owned(),
            Self::LeaseOver => "lease over".to_owned(),
            Self::Failed(_) => FAILED.to_owned(),
        }
    }
}

impl ErrorKind for ServiceError {
    fn kind(&self) -> String {
        match self {
            Self::NotFound => "not found".to_owned(),
            Self::Store(error) => error.kind(),
        }
    }
}

impl ErrorKind for ReleaseError {
    fn kind(&self) -> String {
        match self {
            Self::Service(error) => error.kind(),
            other => format!("{other:?}"),
        }
    }
}

impl ErrorKind for CaseError {
    fn kind(&self) -> String {
        match self {
            Self::Store(error) => error.kind(),
            Self::Release(error) => error.kind(),
            other => format!("{other:?}"),
        }
    }
}

impl ErrorKind for AdminError {
    fn kind(&self) -> String {
        match self {
            Self::Store(error) => error.kind(),
            Self::Proof(error) => format!("{error:?}"),
        }
    }
}

impl ErrorKind for StaffError {
    fn kind(&self) -> String {
        match self {
            Self::Admin(error) => error.kind(),
            other => format!("{other:?}"),
        }
    }
}

/// Errors of which each is a failure of the database.
macro_rules! failures {
    ($($error:ty),+) => {
        $(impl ErrorKind for $error {
            fn kind(&self) -> String {
                FAILED.to_owned()
            }
        })+
    };
}

failures!(
    RowError,
    EraseError,
    CheckpointError,
    tower_sessions_core::session_store::Error
);
