//! Places where a test has the program end between two instructions, as if
//! the power went (security §3, "Crash points to enumerate").
//!
//! `VESTIBULE_FAILPOINT=after-submit` ends it the first time it gets there,
//! `after-submit:3` the third time. In a release build [`reach`] is empty and
//! nobody reads the variable: `make soak` looks for its name in the program it
//! is about to kill, and goes no further if it finds it.

/// A place to end at. They are listed in the order in which an application
/// that is handed in gets to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Handing in: nothing is written yet.
    BeforeSubmit,
    /// Handing in: all is written, nothing committed.
    InSubmit,
    /// Handing in: SQLite is about to make it last.
    AtSubmitCommit,
    /// Handing in: committed; nobody has taken the attempt up.
    AfterSubmit,
    /// A job: claimed, nothing done.
    AfterLease,
    /// Sending: connected, not a byte of the body sent.
    BeforeBody,
    /// Sending: half of the body is on its way.
    MidBody,
    /// Sending: the upstream has all of it and answers; we have not looked.
    AfterBody,
    /// Hearing: the answer is read, nothing of it written.
    AfterAnswer,
    /// Hearing: the number is wiped, the frozen request is not.
    InShredding,
    /// Hearing: all is written, nothing committed.
    InRecord,
    /// Hearing: SQLite is about to make it last.
    AtRecordCommit,
    /// Hearing: committed; the applicant's page has not been answered.
    AfterRecord,
    /// A question's answer: all is written, nothing committed.
    InDecision,
    /// A question's answer: SQLite is about to make it last.
    AtDecisionCommit,
    /// A question's answer: committed; the page has not been answered.
    AfterDecision,
    /// A webhook: all of it is written, nothing committed.
    InDelivery,
    /// A webhook: committed; the upstream has not been told so.
    AfterDelivery,
    /// A webhook applied: all is written, nothing committed.
    InDeliveryApplied,
}

impl Point {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::BeforeSubmit,
        Self::InSubmit,
        Self::AtSubmitCommit,
        Self::AfterSubmit,
        Self::AfterLease,
        Self::BeforeBody,
        Self::MidBody,
        Self::AfterBody,
        Self::AfterAnswer,
        Self::InShredding,
        Self::InRecord,
        Self::AtRecordCommit,
        Self::AfterRecord,
        Self::InDecision,
        Self::AtDecisionCommit,
        Self::AfterDecision,
        Self::InDelivery,
        Self::AfterDelivery,
        Self::InDeliveryApplied,
    ];
}

#[cfg(not(debug_assertions))]
pub(crate) const fn reach(_: Point) {}

#[cfg(debug_assertions)]
pub(crate) use armed::{arm, is_armed, reach};

#[cfg(debug_assertions)]
mod armed {
    use super::Point;
    use std::sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    };

    static ARMED: OnceLock<(Point, AtomicU32)> = OnceLock::new();

    impl Point {
        /// The word that arms it.
        #[must_use]
        pub const fn as_str(self) -> &'static str {
            match self {
                Self::BeforeSubmit => "before-submit",
                Self::InSubmit => "in-submit",
                Self::AtSubmitCommit => "at-submit-commit",
                Self::AfterSubmit => "after-submit",
                Self::AfterLease => "after-lease",
                Self::BeforeBody => "before-body",
                Self::MidBody => "mid-body",
                Self::AfterBody => "after-body",
                Self::AfterAnswer => "after-answer",
                Self::InShredding => "in-shredding",
                Self::InRecord => "in-record",
                Self::AtRecordCommit => "at-record-commit",
                Self::AfterRecord => "after-record",
                Self::InDecision => "in-decision",
                Self::AtDecisionCommit => "at-decision-commit",
                Self::AfterDecision => "after-decision",
                Self::InDelivery => "in-delivery",
                Self::AfterDelivery => "after-delivery",
                Self::InDeliveryApplied => "in-delivery-applied",
            }
        }
    }

    /// Arms what a variable says; false if it names no point.
    pub(crate) fn arm(text: &str) -> bool {
        let (name, times) = text.split_once(':').unwrap_or((text, "1"));
        let point = Point::ALL.iter().find(|point| point.as_str() == name);
        let times = times.parse().ok().filter(|times| *times > 0);
        match (point, times) {
            (Some(point), Some(times)) => ARMED.set((*point, AtomicU32::new(times))).is_ok(),
            _ => false,
        }
    }

    /// Whether the program is to end at this point, sooner or later.
    pub(crate) fn is_armed(point: Point) -> bool {
        ARMED.get().is_some_and(|(armed, _)| *armed == point)
    }

    /// Ends the program if its time has come.
    pub(crate) fn reach(point: Point) {
        if let Some((armed, left)) = ARMED.get()
            && *armed == point
            && left.fetch_sub(1, Ordering::Relaxed) == 1
        {
            std::process::abort();
        }
    }
}
