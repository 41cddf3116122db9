//! Table of the tasks. Command line, `--help` and `docs/configuration.md` use the same table.

use super::{
    TaskResult, audit, backup, erase, find, health, keys, parked, referral, staff, webhook,
};
use crate::Settings;
use std::{future::Future, pin::Pin};

type Run = fn(Settings, Vec<String>) -> Pin<Box<dyn Future<Output = TaskResult> + Send>>;

/// Task that the command line can run.
pub struct Task {
    /// Words that name the task.
    pub words: &'static [&'static str],
    /// Names of the operands, in order.
    pub operands: &'static [&'static str],
    /// Meaning of the task, in one line.
    pub meaning: &'static str,
    pub(super) run: Run,
}

/// Row of the table: words, operands, meaning, function.
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

/// All tasks.
pub const TASKS: &[Task] = &[
    task!(
        ["health"],
        [],
        "exit with code 0 if the server at VESTIBULE_ADDR is ready",
        health::run
    ),
    task!(
        ["audit", "verify"],
        [],
        "verify the whole audit trail: exit with code 1 and name the first row that was changed, moved or removed",
        audit::verify
    ),
    task!(
        ["audit", "verify"],
        ["NUMBER:HASH"],
        "the same, and check that the trail contains this checkpoint from an older log line",
        audit::verify
    ),
    task!(
        ["audit", "checkpoint"],
        [],
        "sign a checkpoint now and print NUMBER:HASH; a server signs one every minute, on shutdown and before a backup",
        audit::checkpoint
    ),
    task!(
        ["backup"],
        ["FILE"],
        "write a consistent backup into a new file; a running server is not interrupted",
        backup::backup
    ),
    task!(
        ["restore"],
        ["FILE"],
        "replace the database with a backup; no server may run; applicants erased since then are erased in it",
        backup::restore
    ),
    task!(
        ["erase"],
        ["REFERENCE"],
        "erase an applicant's personal data for good; state, times and audit trail stay",
        erase::erase
    ),
    task!(
        ["find", "email"],
        [],
        "read an email address from standard input; print reference, state and last change of each match",
        find::email
    ),
    task!(
        ["find", "name"],
        [],
        "the same for a given and a family name",
        find::name
    ),
    task!(
        ["keys", "rotate"],
        [],
        "put a new key into the key file and re-encrypt the stored keys with it; run it again if interrupted",
        keys::rotate
    ),
    task!(
        ["parked", "list"],
        [],
        "list parked applications: reference, reason, since when, the provider's ids",
        parked::list
    ),
    task!(
        ["parked", "release"],
        ["REFERENCE"],
        "release a parked application: the server sends its request again or polls the provider",
        parked::release
    ),
    task!(
        ["parked", "release"],
        ["REFERENCE", "EXTERNAL-ID"],
        "the same with the provider's id, which the provider must confirm",
        parked::release
    ),
    task!(
        ["referral", "list"],
        [],
        "list the firm's referral codes at the provider: code, uses, owner, firm, category",
        referral::list
    ),
    task!(
        ["referral", "list"],
        ["USER-ID"],
        "the same for one owner, by the provider's user id",
        referral::list
    ),
    task!(
        ["referral", "add"],
        ["CODE", "USER-ID"],
        "add a referral code for a user",
        referral::add
    ),
    task!(
        ["referral", "add"],
        ["CODE", "USER-ID", "CATEGORY"],
        "the same in one of the firm's categories",
        referral::add
    ),
    task!(
        ["reviewer", "add"],
        ["NAME", "ROLE"],
        "add a viewer, reviewer or administrator to the admin; print an enrolment link that expires in one hour",
        staff::add
    ),
    task!(
        ["reviewer", "list"],
        [],
        "list the admin's staff: name, role, whether they can sign in",
        staff::list
    ),
    task!(
        ["reviewer", "disable"],
        ["NAME"],
        "disable a staff account and end all its sessions at once",
        staff::disable
    ),
    task!(
        ["reviewer", "enable"],
        ["NAME"],
        "enable a disabled staff account",
        staff::enable
    ),
    task!(
        ["reviewer", "reset"],
        ["NAME"],
        "remove a staff account's password and second factors and print a new enrolment link",
        staff::reset
    ),
    task!(
        ["webhook", "register"],
        [],
        "register the webhook address, and in dialect C the first secret, with the provider; the provider tests it at once, so a server must run",
        webhook::register
    ),
    task!(
        ["webhook", "list"],
        [],
        "list stored webhooks that were not applied, and why",
        webhook::list
    ),
    task!(
        ["webhook", "replay"],
        ["NUMBER"],
        "process a stored webhook again; `all` instead of the number processes all of them",
        webhook::replay
    ),
];

impl Task {
    /// Command line of the task, with operand names.
    #[must_use]
    pub fn usage(&self) -> String {
        [&["vestibule"], self.words, self.operands]
            .concat()
            .join(" ")
    }
}

/// Task that the words name, and its operands. `None` if the number of operands differs.
pub(super) fn find<'a>(typed: &'a [&'a str]) -> Option<(&'static Task, &'a [&'a str])> {
    TASKS.iter().find_map(|task| {
        let rest = typed.strip_prefix(task.words)?;
        (rest.len() == task.operands.len()).then_some((task, rest))
    })
}
