//! Jobs of an application (security I8, I9).
//!
//! A change sets its follow-up job in its own transaction. A worker claims the job under a lease
//! and completes it under the lease's fencing token.

use super::{
    DatabaseStore,
    driver::{Tx, params},
    millis, moment,
    rows::{ColumnReader, RowError, application_id},
};
use kyc::{
    id::ApplicationId,
    jobs::{Job, JobKind, Lease, ScheduledJob},
    ports::{Claim, JobChange},
};
use time::OffsetDateTime;

/// Sets the job that follows from a change. Returns false if the change runs under an outdated
/// lease: the job has another fencing token by now.
pub(super) fn change(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    fence: Option<i64>,
    task: JobChange,
    lease: Option<Lease>,
    sent: Option<u32>,
) -> Result<bool, RowError> {
    let JobChange::Set(task) = task else {
        return Ok(true);
    };
    match lease {
        Some(lease) if fence != Some(lease.fence) => return Ok(false),
        Some(lease) => return replace(tx, lease, task, sent),
        None => set(tx, id, task)?,
    }
    Ok(true)
}

/// Replaces the job that is being done by the next one. `sent`: how many of its tries may have left.
/// Returns false if the lease is outdated.
fn replace(
    tx: &mut Tx<'_>,
    lease: Lease,
    task: Option<ScheduledJob>,
    sent: Option<u32>,
) -> Result<bool, RowError> {
    let duty = task.map(|task| task.kind.as_str());
    let due_at = task.map(|task| millis(task.due_at));
    let replaced = tx.execute(
        "UPDATE jobs SET tries = CASE WHEN duty = ?1 THEN COALESCE(?2, tries) ELSE 0 END, \
         duty = COALESCE(?1, duty), leased_until = 0, hint_at = NULL, \
         due_at = CASE WHEN ?1 <> 'submit' AND hint_at < ?3 THEN hint_at ELSE ?3 END \
         WHERE application_id = ?4 AND fence = ?5",
        params![
            duty,
            sent,
            due_at,
            lease.application.as_bytes(),
            lease.fence
        ],
    )?;
    Ok(replaced == 1)
}

/// Sets the job. A running job keeps its lease if it is of the same kind, submission or poll;
/// otherwise its lease ends.
pub(super) fn set(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    task: Option<ScheduledJob>,
) -> Result<(), RowError> {
    let Some(task) = task else {
        let sql = "UPDATE jobs SET due_at = NULL, hint_at = NULL, tries = 0, leased_until = 0, \
                   fence = fence + 1 WHERE application_id = ?";
        tx.execute(sql, params![id.as_bytes()])?;
        return Ok(());
    };
    tx.execute(
        "INSERT INTO jobs (application_id, duty, due_at, tries, leased_until, fence) \
         VALUES (?, ?, ?, 0, 0, 0) ON CONFLICT (application_id) DO UPDATE SET \
         tries = CASE WHEN (jobs.duty = 'submit') = (excluded.duty = 'submit') \
                 THEN jobs.tries ELSE 0 END, \
         leased_until = CASE WHEN (jobs.duty = 'submit') = (excluded.duty = 'submit') \
                        THEN jobs.leased_until ELSE 0 END, \
         fence = CASE WHEN (jobs.duty = 'submit') = (excluded.duty = 'submit') \
                 THEN jobs.fence ELSE jobs.fence + 1 END, \
         duty = excluded.duty, \
         hint_at = CASE WHEN excluded.duty = 'submit' THEN NULL ELSE jobs.hint_at END, \
         due_at = CASE WHEN excluded.duty <> 'submit' AND jobs.hint_at < excluded.due_at \
                  THEN jobs.hint_at ELSE excluded.due_at END",
        params![id.as_bytes(), task.kind.as_str(), millis(task.due_at)],
    )?;
    Ok(())
}

fn job(row: &dyn ColumnReader) -> Result<Job, RowError> {
    Ok(Job {
        lease: Lease {
            application: application_id(row.required_bytes("application_id")?)?,
            fence: row.required_int("fence")?,
        },
        kind: JobKind::parse(row.required_text("duty")?).ok_or(RowError::Id)?,
        tries: u32::try_from(row.required_int("tries")?).unwrap_or(u32::MAX),
    })
}

impl DatabaseStore {
    /// Claims due jobs without a lease.
    pub(super) async fn claim(
        &self,
        claim: Claim,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Vec<Job>, RowError> {
        const DUE: &str = "due_at <= ?2 AND leased_until <= ?2";
        let (until, now) = (millis(until), millis(now));
        let claimed = self.transact(move |tx| {
            let (which, limit) = match claim {
                Claim::Due { limit } => ("", limit),
                Claim::Submissions { limit } => ("AND duty = 'submit'", limit),
                Claim::Polls { limit } => ("AND duty <> 'submit'", limit),
                Claim::Of(_) => ("AND application_id = ?4", 1),
            };
            let skip = tx.skip_locked();
            let sql = format!(
                "WITH due AS MATERIALIZED (SELECT application_id FROM jobs \
                 WHERE {DUE} {which} ORDER BY due_at LIMIT +?3{skip}) \
                 UPDATE jobs SET leased_until = ?1, fence = fence + 1, tries = tries + 1, \
                 hint_at = NULL WHERE application_id IN (SELECT application_id FROM due) \
                 RETURNING application_id, duty, tries, fence"
            );
            match claim {
                Claim::Of(id) => tx.rows(&sql, params![until, now, limit, id.as_bytes()], job),
                _ => tx.rows(&sql, params![until, now, limit], job),
            }
        });
        claimed.await
    }

    /// Releases a job until it is due again. Returns false if the lease is outdated.
    pub(super) async fn release(
        &self,
        lease: Lease,
        due_at: OffsetDateTime,
    ) -> Result<bool, RowError> {
        let sql = "UPDATE jobs SET due_at = CASE WHEN hint_at < ?1 THEN hint_at ELSE ?1 END, \
                   hint_at = NULL, \
                   leased_until = 0 \
                   WHERE application_id = ?2 AND fence = ?3 AND due_at IS NOT NULL";
        let Lease { application, fence } = lease;
        let due_at = millis(due_at);
        let released = self
            .transact(move |tx| tx.execute(sql, params![due_at, application.as_bytes(), fence]));
        Ok(released.await? == 1)
    }

    /// Releases a job that sent nothing this time: only `sent` tries may have left. Returns false
    /// if the lease is outdated.
    pub(super) async fn release_unsent(
        &self,
        lease: Lease,
        due_at: OffsetDateTime,
        sent: u32,
    ) -> Result<bool, RowError> {
        let sql = "UPDATE jobs SET due_at = ?, hint_at = NULL, leased_until = 0, tries = ? \
                   WHERE application_id = ? AND fence = ? AND due_at IS NOT NULL";
        let Lease { application, fence } = lease;
        let due_at = millis(due_at);
        let released = self.transact(move |tx| {
            tx.execute(sql, params![due_at, sent, application.as_bytes(), fence])
        });
        Ok(released.await? == 1)
    }

    /// Makes a poll due no later than this time. If the poll is due earlier anyway, nothing is
    /// written: an applicant may trigger this with every request.
    pub(super) async fn reschedule_no_later_than(
        &self,
        id: ApplicationId,
        by: OffsetDateTime,
    ) -> Result<(), RowError> {
        const LATER: &str = "duty <> 'submit' AND (due_at > ?2 \
             OR due_at IS NOT NULL AND leased_until > 0 AND COALESCE(hint_at > ?2, TRUE))";
        let by = millis(by);
        let sql = format!("SELECT 1 FROM jobs WHERE application_id = ?1 AND {LATER}");
        let later = self.read(|tx| tx.row(&sql, params![id.as_bytes(), by], |_| Ok(())))?;
        if later.is_none() {
            return Ok(());
        }
        // A running poll may already have its response, so the hint makes it due again.
        let sql = format!(
            "UPDATE jobs SET due_at = CASE WHEN due_at < ?2 THEN due_at ELSE ?2 END, \
             hint_at = CASE WHEN leased_until > 0 THEN ?2 END \
             WHERE application_id = ?1 AND {LATER}"
        );
        self.transact(move |tx| tx.execute(&sql, params![id.as_bytes(), by]))
            .await?;
        Ok(())
    }

    /// The due time of the next job without a lease.
    pub(super) async fn next_due_at(
        &self,
        now: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, RowError> {
        let sql = "SELECT due_at FROM jobs WHERE due_at IS NOT NULL AND leased_until <= ? \
                   ORDER BY due_at LIMIT 1";
        let now = millis(now);
        let due_at =
            self.scan(move |tx| tx.row(sql, params![now], |row| row.required_int("due_at")));
        Ok(due_at.await?.map(moment))
    }

    /// Ends every lease. Only a server with exclusive access calls this: the former lease holders
    /// are dead.
    pub(super) async fn end_leases(&self) -> Result<u64, RowError> {
        self.transact(|tx| {
            let mut ended = 0;
            for sql in [
                "UPDATE jobs SET leased_until = 0 WHERE leased_until > 0",
                "UPDATE chores SET leased_until = 0 WHERE leased_until > 0",
                "UPDATE deliveries SET leased_until = 0 WHERE leased_until > 0",
            ] {
                ended += tx.execute(sql, &[])?;
            }
            Ok(ended)
        })
        .await
    }
}
