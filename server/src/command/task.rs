//! The tasks beside serving: the one list that command line, help and README
//! share.

use super::{audit, backup, erase, find, health, keys, parked, referral, staff, webhook};
use crate::Settings;
use std::{error::Error, future::Future, pin::Pin, process::ExitCode};

/// What comes of a task.
pub(super) type TaskResult = Result<ExitCode, Box<dyn Error + Send + Sync>>;

type Run = fn(Settings, Vec<String>) -> Pin<Box<dyn Future<Output = TaskResult> + Send>>;

/// A task: `vestibule` and these words.
pub struct Task {
    /// The words that name it.
    pub words: &'static [&'static str],
    /// What has to follow them.
    pub operands: &'static [&'static str],
    /// What it does, in a line.
    pub meaning: &'static str,
    pub(super) run: Run,
}

/// A row of the table: words, operands, meaning, and the function that does it.
macro_rules! task {
    ($words:expr, $operands:expr, $meaning:expr, $run:path) => {
        Task {
            words: &$words,
            operands: &$operands,
            meaning: $meaning,
            run: |settings, operands| Box::pin($run(settings, operands)),
        }
    };
}

/// Every task.
pub const TASKS: &[Task] = &[
    task!(
        ["health"],
        [],
        "exit with 0 if the server at VESTIBULE_ADDR is ready",
        health::run
    ),
    task!(
        ["audit", "verify"],
        [],
        "examine the audit trail: exit with 1 and name the first broken row if anything in it was changed, moved or removed",
        audit::verify
    ),
    task!(
        ["audit", "verify"],
        ["NUMBER:HASH"],
        "the same, and see that this checkpoint, taken from an old log, is among its own",
        audit::verify
    ),
    task!(
        ["audit", "checkpoint"],
        [],
        "sign for the audit trail now; a server does so every minute, at its end and before a backup",
        audit::checkpoint
    ),
    task!(
        ["backup"],
        ["FILE"],
        "write a backup into a new file, while the server goes on",
        backup::backup
    ),
    task!(
        ["restore"],
        ["FILE"],
        "put a backup in the database's place, with no server running; those erased since are erased in it",
        backup::restore
    ),
    task!(
        ["erase"],
        ["REFERENCE"],
        "make a person unreadable for good; state, times and audit trail stay",
        erase::erase
    ),
    task!(
        ["find", "email"],
        [],
        "print reference, state and last change of those with the e-mail address on standard input",
        find::email
    ),
    task!(
        ["find", "name"],
        [],
        "the same for a given and family name",
        find::name
    ),
    task!(
        ["keys", "rotate"],
        [],
        "put a new key into the key file and seal with it what the old one sealed; run again if interrupted",
        keys::rotate
    ),
    task!(
        ["parked", "list"],
        [],
        "list the applications that need a person: reference, reason, since when, the upstream's names for it",
        parked::list
    ),
    task!(
        ["parked", "release"],
        ["REFERENCE"],
        "let a parked application go on: its request is sent again, or the upstream is asked again",
        parked::release
    ),
    task!(
        ["parked", "release"],
        ["REFERENCE", "EXTERNAL-ID"],
        "the same with the upstream's id for it, which the upstream has to confirm",
        parked::release
    ),
    task!(
        ["referral", "list"],
        [],
        "list the referral codes that the upstream keeps for the firm: code, how often it was used, whose it is, firm, category",
        referral::list
    ),
    task!(
        ["referral", "list"],
        ["USER-ID"],
        "the same of somebody, by the id that the upstream has for them",
        referral::list
    ),
    task!(
        ["referral", "add"],
        ["CODE", "USER-ID"],
        "add a referral code of somebody",
        referral::add
    ),
    task!(
        ["referral", "add"],
        ["CODE", "USER-ID", "CATEGORY"],
        "the same in a category of the firm's",
        referral::add
    ),
    task!(
        ["reviewer", "add"],
        ["NAME", "ROLE"],
        "add a viewer, reviewer or administrator to the desk: prints the link, good for an hour, by which they enrol",
        staff::add
    ),
    task!(
        ["reviewer", "list"],
        [],
        "list the staff of the desk: name, role, whether they can sign in",
        staff::list
    ),
    task!(
        ["reviewer", "disable"],
        ["NAME"],
        "keep somebody out of the desk; all their sessions end at once",
        staff::disable
    ),
    task!(
        ["reviewer", "enable"],
        ["NAME"],
        "let somebody in again who was disabled",
        staff::enable
    ),
    task!(
        ["reviewer", "reset"],
        ["NAME"],
        "take somebody's password and second factors away and print a link to enrol anew",
        staff::reset
    ),
    task!(
        ["webhook", "register"],
        [],
        "register our address, and the first secret where messages are signed, with the upstream, which tries it at once: a server has to be there",
        webhook::register
    ),
    task!(
        ["webhook", "list"],
        [],
        "list the upstream's messages that are kept and were not applied, and why",
        webhook::list
    ),
    task!(
        ["webhook", "replay"],
        ["NUMBER"],
        "look at such a message again; `all` in place of the number for all of them",
        webhook::replay
    ),
];

impl Task {
    /// How it is typed.
    #[must_use]
    pub fn usage(&self) -> String {
        [&["vestibule"], self.words, self.operands]
            .concat()
            .join(" ")
    }
}

/// The task that the words name, and what follows them.
pub(super) fn find<'a>(typed: &'a [&'a str]) -> Option<(&'static Task, &'a [&'a str])> {
    TASKS.iter().find_map(|task| {
        let rest = typed.strip_prefix(task.words)?;
        (rest.len() == task.operands.len()).then_some((task, rest))
    })
}
