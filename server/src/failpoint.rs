//! Places where a test has the program end between two instructions, as if
//! the power went (security §3, "Crash points to enumerate").
//!
//! `VESTIBULE_FAILPOINT=after-submit` ends it the first time it gets there,
//! `after-submit:3` the third time. Commands beside the server have them, too. It
//! ends by SIGKILL: nothing is unwound, flushed or said. In a release build
//! [`reach`] is empty and nobody reads the variable: `make soak` looks for its
//! name in the program it is about to kill, and goes no further if it finds it.

/// A place to end at. They are listed in the order in which an application
/// that is handed in gets to them, then those of what operators do.
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
    /// Sending: a token was fetched, nothing of the request is sent.
    AfterToken,
    /// Another key file: written beside the one that counts.
    InKeyFile,
    /// A rotation: the key file holds a new key that nothing is sealed by.
    AfterKeyMade,
    /// A rotation: the installation's own keys are sealed anew, nothing committed.
    InOwnKeys,
    /// A rotation: the new key seals what is new, the old one the people.
    AfterOwnKeys,
    /// A rotation: somebody's key is sealed anew, nothing committed.
    InPeoplesKeys,
    /// A rotation: some people's keys are committed.
    AfterPeoplesKeys,
    /// A rotation: nothing needs the old key, the file still holds it.
    BeforeKeyDropped,
    /// A rotation: the file holds the new key alone, nobody was told.
    AfterKeyDropped,
    /// A backup: SQLite is copying.
    InBackup,
    /// A backup: copied and examined, not under its name yet.
    BeforeBackupNamed,
    /// A restoration: the copy is ready, the database of before untouched.
    BeforeSwap,
    /// A restoration: the database of before has its other name as well.
    InSwap,
    /// A restoration: the copy is in place, the anchor is the one of before.
    AfterSwap,
    /// Erasing: all is emptied, nothing noted or committed.
    InErase,
    /// Erasing: noted in the register, not committed.
    AfterErasureNoted,
    /// Erasing: committed; the write-ahead log still holds what was.
    AfterErase,
    /// SQLite is amid a migration.
    InMigration,
    /// SQLite is about to make a migration last.
    AtMigrationCommit,
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
        Self::AfterToken,
        Self::InKeyFile,
        Self::AfterKeyMade,
        Self::InOwnKeys,
        Self::AfterOwnKeys,
        Self::InPeoplesKeys,
        Self::AfterPeoplesKeys,
        Self::BeforeKeyDropped,
        Self::AfterKeyDropped,
        Self::InBackup,
        Self::BeforeBackupNamed,
        Self::BeforeSwap,
        Self::InSwap,
        Self::AfterSwap,
        Self::InErase,
        Self::AfterErasureNoted,
        Self::AfterErase,
        Self::InMigration,
        Self::AtMigrationCommit,
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
    use rustix::process::{Signal, getpid, kill_process};
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
                Self::AfterToken => "after-token",
                Self::InKeyFile => "in-key-file",
                Self::AfterKeyMade => "after-key-made",
                Self::InOwnKeys => "in-own-keys",
                Self::AfterOwnKeys => "after-own-keys",
                Self::InPeoplesKeys => "in-peoples-keys",
                Self::AfterPeoplesKeys => "after-peoples-keys",
                Self::BeforeKeyDropped => "before-key-dropped",
                Self::AfterKeyDropped => "after-key-dropped",
                Self::InBackup => "in-backup",
                Self::BeforeBackupNamed => "before-backup-named",
                Self::BeforeSwap => "before-swap",
                Self::InSwap => "in-swap",
                Self::AfterSwap => "after-swap",
                Self::InErase => "in-erase",
                Self::AfterErasureNoted => "after-erasure-noted",
                Self::AfterErase => "after-erase",
                Self::InMigration => "in-migration",
                Self::AtMigrationCommit => "at-migration-commit",
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
            // It ends before this returns; should it not, by a signal that no test
            // takes for this one.
            let _ = kill_process(getpid(), Signal::KILL);
            std::process::abort();
        }
    }
}
