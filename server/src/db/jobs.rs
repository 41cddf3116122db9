//! Jobs: set with the change that owes them, claimed for a while, done under
//! the fence of the claim (security I8, I9).

use super::{SqliteStore, millis, moment, rows::RowError};
use kyc::{
    duty::{Duty, Job, Lease, Task},
    id::ApplicationId,
    port::{Claim, TaskChange},
};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use time::OffsetDateTime;

/// Sets the job that follows from a change. False if the change is done under
/// a lease that is over.
pub(super) async fn change(
    tx: &mut SqliteConnection,
    id: ApplicationId,
    task: TaskChange,
    lease: Option<Lease>,
) -> Result<bool, RowError> {
    let TaskChange::Set(task) = task else {
        return Ok(true);
    };
    match lease {
        Some(lease) => hand_on(tx, lease, task).await,
        None => set(tx, id, task).await.map(|()| true),
    }
}

/// The job after the one that is being done.
async fn hand_on(
    tx: &mut SqliteConnection,
    lease: Lease,
    task: Option<Task>,
) -> Result<bool, RowError> {
    let duty = task.map(|task| task.duty.as_str());
    let done = sqlx::query(
        "UPDATE jobs SET tries = CASE WHEN duty = ?1 THEN tries ELSE 0 END, \
         duty = COALESCE(?1, duty), due_at = ?2, leased_until = 0 \
         WHERE application_id = ?3 AND fence = ?4",
    )
    .bind(duty)
    .bind(task.map(|task| millis(task.due_at)))
    .bind(&lease.application.as_bytes()[..])
    .bind(lease.fence)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The job from now on. One that is being done goes on if it is of the same
/// kind; if not, its lease is over.
async fn set(
    tx: &mut SqliteConnection,
    id: ApplicationId,
    task: Option<Task>,
) -> Result<(), RowError> {
    let Some(task) = task else {
        sqlx::query(
            "UPDATE jobs SET due_at = NULL, tries = 0, leased_until = 0, fence = fence + 1 \
             WHERE application_id = ?",
        )
        .bind(&id.as_bytes()[..])
        .execute(tx)
        .await?;
        return Ok(());
    };
    sqlx::query(
        "INSERT INTO jobs (application_id, duty, due_at, tries, leased_until, fence) \
         VALUES (?, ?, ?, 0, 0, 0) ON CONFLICT DO UPDATE SET \
         tries = CASE WHEN (duty = 'submit') = (excluded.duty = 'submit') THEN tries ELSE 0 END, \
         leased_until = CASE WHEN (duty = 'submit') = (excluded.duty = 'submit') \
                        THEN leased_until ELSE 0 END, \
         fence = fence + ((duty = 'submit') <> (excluded.duty = 'submit')), \
         duty = excluded.duty, due_at = excluded.due_at",
    )
    .bind(&id.as_bytes()[..])
    .bind(task.duty.as_str())
    .bind(millis(task.due_at))
    .execute(tx)
    .await?;
    Ok(())
}

fn job(row: &SqliteRow) -> Result<Job, RowError> {
    let id: Vec<u8> = row.try_get("application_id")?;
    let application = ApplicationId::new(id.try_into().map_err(|_| RowError::Id)?);
    Ok(Job {
        lease: Lease {
            application,
            fence: row.try_get("fence")?,
        },
        duty: Duty::parse(row.try_get("duty")?).ok_or(RowError::Id)?,
        tries: u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX),
    })
}

impl SqliteStore {
    /// Claims what is due and nobody's.
    pub(super) async fn claim(
        &self,
        claim: Claim,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Vec<Job>, RowError> {
        let query = match claim {
            Claim::Due { limit } => sqlx::query(
                "UPDATE jobs SET leased_until = ?1, fence = fence + 1, tries = tries + 1 \
                 WHERE application_id IN (SELECT application_id FROM jobs \
                 WHERE due_at <= ?2 AND leased_until <= ?2 ORDER BY due_at LIMIT ?3) \
                 RETURNING application_id, duty, tries, fence",
            )
            .bind(millis(until))
            .bind(millis(now))
            .bind(i64::from(limit)),
            Claim::Of(id) => sqlx::query(
                "UPDATE jobs SET leased_until = ?1, fence = fence + 1, tries = tries + 1 \
                 WHERE due_at <= ?2 AND leased_until <= ?2 AND application_id = ?3 \
                 RETURNING application_id, duty, tries, fence",
            )
            .bind(millis(until))
            .bind(millis(now))
            .bind(id.as_bytes().to_vec()),
        };
        let rows = self.writer.rows(query).await?;
        rows.iter().map(job).collect()
    }

    /// Gives a job back.
    pub(super) async fn give_back(
        &self,
        lease: Lease,
        due_at: OffsetDateTime,
    ) -> Result<bool, RowError> {
        let query = sqlx::query(
            "UPDATE jobs SET due_at = ?, leased_until = 0 \
             WHERE application_id = ? AND fence = ? AND due_at IS NOT NULL",
        )
        .bind(millis(due_at))
        .bind(lease.application.as_bytes().to_vec())
        .bind(lease.fence);
        Ok(self.writer.execute(query).await? == 1)
    }

    /// When the next job is due that nobody has.
    pub(super) async fn soonest(
        &self,
        now: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, RowError> {
        let query = sqlx::query(
            "SELECT due_at FROM jobs WHERE due_at IS NOT NULL AND leased_until <= ? \
             ORDER BY due_at LIMIT 1",
        )
        .bind(millis(now));
        let row = self.read.row(query).await?;
        Ok(row
            .map(|row| row.try_get("due_at"))
            .transpose()?
            .map(moment))
    }

    /// Ends every lease: for a server that found itself alone with the
    /// database, so that whoever held one is no more.
    pub(super) async fn end_leases(&self) -> Result<u64, sqlx::Error> {
        let jobs = sqlx::query("UPDATE jobs SET leased_until = 0 WHERE leased_until > 0");
        let chores = sqlx::query("UPDATE chores SET leased_until = 0 WHERE leased_until > 0");
        Ok(self.writer.execute(jobs).await? + self.writer.execute(chores).await?)
    }
}
