//! Failpoints: places where a test kills the program between two instructions, like a power cut
//! (security §3, "Crash points to enumerate").
//!
//! `VESTIBULE_FAILPOINT=after-submit` kills it when it first reaches the point, `after-submit:3` at
//! the third time. The operator commands have failpoints, too. SIGKILL ends the program without
//! unwinding, flushing or logging. In a release build [`reach`] is empty and the variable is not
//! read. `make soak` searches the program for the variable's name before it kills it, and stops if
//! it finds the name.
//!
//! The `fail` crate is not used: its points are strings. Here they are an enum, so a test can
//! compare them with `docs/crash.md`, and none can be misspelt.

/// A place where the program can be killed. First come those on an application's way from its
/// submission, then those of the operator commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Submission: before the first write.
    BeforeSubmit,
    /// Submission: written, not committed.
    InSubmit,
    /// Submission: SQLite is about to commit.
    AtSubmitCommit,
    /// Submission: committed; no worker has taken the attempt.
    AfterSubmit,
    /// Job: claimed, not started.
    AfterLease,
    /// Sending: connected; no byte of the body is sent.
    BeforeBody,
    /// Sending: half of the body is sent.
    MidBody,
    /// Sending: the provider has the whole request and responds; the response is not read.
    AfterBody,
    /// Response: read, nothing of it written.
    AfterAnswer,
    /// Response: the SSN is erased, the serialized request is not.
    InShredding,
    /// Response: written, not committed.
    InRecord,
    /// Response: SQLite is about to commit.
    AtRecordCommit,
    /// Response: committed; the applicant's page has no response yet.
    AfterRecord,
    /// Poll response: written, not committed.
    InDecision,
    /// Poll response: SQLite is about to commit.
    AtDecisionCommit,
    /// Poll response: committed; the page has no response yet.
    AfterDecision,
    /// Sending: a token was fetched; nothing of the request is sent.
    AfterToken,
    /// Key file: the new file is written beside the current one.
    InKeyFile,
    /// Rotation: the key file has a new key that seals nothing yet.
    AfterKeyMade,
    /// Rotation: the installation keys are resealed, not committed.
    InOwnKeys,
    /// Rotation: the new key seals new keys; the old key still seals the subject keys.
    AfterOwnKeys,
    /// Rotation: a subject key is resealed, not committed.
    InPeoplesKeys,
    /// Rotation: some subject keys are committed.
    AfterPeoplesKeys,
    /// Rotation: the old key is no longer needed, but still in the file.
    BeforeKeyDropped,
    /// Rotation: the file has the new key only; the operator has no result yet.
    AfterKeyDropped,
    /// Backup: SQLite is copying.
    InBackup,
    /// Backup: copied and verified, not yet renamed.
    BeforeBackupNamed,
    /// Restore: the copy is ready, the old database untouched.
    BeforeSwap,
    /// Restore: the old database has its second name.
    InSwap,
    /// Restore: the copy is in place; the anchor is still the old one.
    AfterSwap,
    /// Erasure: all columns are emptied; neither registered nor committed.
    InErase,
    /// Erasure: in the erasure register, not committed.
    AfterErasureNoted,
    /// Erasure: committed; the write-ahead log still holds the old values.
    AfterErase,
    /// Migration: SQLite is executing one.
    InMigration,
    /// Migration: SQLite is about to commit.
    AtMigrationCommit,
    /// Move to PostgreSQL: a table is copied, not committed.
    InMove,
    /// Webhook: stored, not committed.
    InDelivery,
    /// Webhook: committed; the provider has no response yet.
    AfterDelivery,
    /// Webhook applied: written, not committed.
    InDeliveryApplied,
}

// A release build has no words of the points.
#[cfg(debug_assertions)]
kyc::word_table! {
    /// The name that arms the point.
    Point: as_str {
        BeforeSubmit => "before-submit",
        InSubmit => "in-submit",
        AtSubmitCommit => "at-submit-commit",
        AfterSubmit => "after-submit",
        AfterLease => "after-lease",
        BeforeBody => "before-body",
        MidBody => "mid-body",
        AfterBody => "after-body",
        AfterAnswer => "after-answer",
        InShredding => "in-shredding",
        InRecord => "in-record",
        AtRecordCommit => "at-record-commit",
        AfterRecord => "after-record",
        InDecision => "in-decision",
        AtDecisionCommit => "at-decision-commit",
        AfterDecision => "after-decision",
        AfterToken => "after-token",
        InKeyFile => "in-key-file",
        AfterKeyMade => "after-key-made",
        InOwnKeys => "in-own-keys",
        AfterOwnKeys => "after-own-keys",
        InPeoplesKeys => "in-peoples-keys",
        AfterPeoplesKeys => "after-peoples-keys",
        BeforeKeyDropped => "before-key-dropped",
        AfterKeyDropped => "after-key-dropped",
        InBackup => "in-backup",
        BeforeBackupNamed => "before-backup-named",
        BeforeSwap => "before-swap",
        InSwap => "in-swap",
        AfterSwap => "after-swap",
        InErase => "in-erase",
        AfterErasureNoted => "after-erasure-noted",
        AfterErase => "after-erase",
        InMigration => "in-migration",
        AtMigrationCommit => "at-migration-commit",
        InMove => "in-move",
        InDelivery => "in-delivery",
        AfterDelivery => "after-delivery",
        InDeliveryApplied => "in-delivery-applied",
    }
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

    /// Arms the point of the variable's value. Returns false if the value names no point.
    pub(crate) fn arm(text: &str) -> bool {
        let (name, times) = text.split_once(':').unwrap_or((text, "1"));
        let point = Point::ALL.iter().find(|point| point.as_str() == name);
        let times = times.parse().ok().filter(|times| *times > 0);
        match (point, times) {
            (Some(point), Some(times)) => ARMED.set((*point, AtomicU32::new(times))).is_ok(),
            _ => false,
        }
    }

    /// Whether this point is armed.
    pub(crate) fn is_armed(point: Point) -> bool {
        ARMED.get().is_some_and(|(armed, _)| *armed == point)
    }

    /// Kills the program if this point is armed and its count is reached.
    pub(crate) fn reach(point: Point) {
        if let Some((armed, left)) = ARMED.get()
            && *armed == point
            && left.fetch_sub(1, Ordering::Relaxed) == 1
        {
            // SIGKILL ends the program before this returns. If it does not, `abort` ends it with
            // another signal, which no test mistakes for SIGKILL.
            let _ = kill_process(getpid(), Signal::KILL);
            std::process::abort();
        }
    }
}
