//! Requests to overrule: each with its line in the case's trail.

use super::{
    super::super::{SqliteStore, commit::NotCommitted, millis, rows::RowError},
    ANSWER, ASKED, Standing, reviewer_id,
};
use kyc::desk::{
    dossier::{
        Answer, Answered, Ask, Asked, Outcome, Standing as Stands, overrule::can_be_overruled,
    },
    list::Decision,
};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

impl SqliteStore {
    pub(super) async fn ask(
        &self,
        tx: &mut SqliteConnection,
        ask: Ask,
        now: OffsetDateTime,
    ) -> Result<Asked, NotCommitted> {
        let Some(case) = Standing::of(self, tx, &ask.case).await? else {
            return Ok(Asked::Changed);
        };
        if case.version()? != ask.version {
            return Ok(Asked::Changed);
        }
        let decision = Decision::of(case.state);
        if !can_be_overruled(decision) || ask.outcome.is(decision) {
            return Ok(Asked::Nothing);
        }
        let mut last = 0;
        if let Some((number, was)) = latest(tx, &case).await? {
            match was {
                Stands::Open => return Ok(Asked::Already),
                Stands::Void => void(tx, &case, number).await?,
                Stands::Confirmed | Stands::TurnedDown => {}
            }
            last = number;
        }
        let number = last + 1;
        let reason = ask.reason.expose().as_bytes();
        sqlx::query(
            "INSERT INTO overrules (application_id, number, outcome, decision, asked_by, \
             asked_at, reason_sealed, standing) VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
        )
        .bind(&case.id.as_bytes()[..])
        .bind(number)
        .bind(ask.outcome.as_str())
        .bind(decision.as_str())
        .bind(ask.by.as_bytes().to_vec())
        .bind(millis(now))
        .bind(case.key.seal(ASKED, number.unsigned_abs(), reason))
        .execute(&mut *tx)
        .await?;
        case.tell(tx, (ask.by, ask.action()), now).await?;
        Ok(Asked::Waits)
    }

    pub(super) async fn answer(
        &self,
        tx: &mut SqliteConnection,
        answer: Answer,
        now: OffsetDateTime,
    ) -> Result<Answered, NotCommitted> {
        let Some(case) = Standing::of(self, tx, &answer.case).await? else {
            return Ok(Answered::Changed);
        };
        let row = sqlx::query(
            "SELECT outcome, asked_by, standing, decision FROM overrules \
             WHERE application_id = ? AND number = ?",
        )
        .bind(&case.id.as_bytes()[..])
        .bind(answer.number)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else {
            return Ok(Answered::Changed);
        };
        if reviewer_id(row.try_get(1)?)? == answer.by {
            return Ok(Answered::Own);
        }
        let outcome = Outcome::parse(row.try_get(0)?).ok_or(RowError::Id)?;
        let decision = Decision::of(case.state);
        match Stands::of(row.try_get(2)?, row.try_get(3)?, decision).ok_or(RowError::Id)? {
            Stands::Open => {}
            Stands::Void => return Ok(Answered::Void),
            Stands::Confirmed | Stands::TurnedDown => return Ok(Answered::Changed),
        }
        if case.version()? != answer.version {
            return Ok(Answered::Changed);
        }
        let reason = answer.reason.expose().as_bytes();
        let sealed = case.key.seal(ANSWER, answer.number.into(), reason);
        sqlx::query(
            "UPDATE overrules SET standing = ?, answered_by = ?, answered_at = ?, \
             answer_sealed = ? WHERE application_id = ? AND number = ?",
        )
        .bind(answer.standing())
        .bind(answer.by.as_bytes().to_vec())
        .bind(millis(now))
        .bind(sealed)
        .bind(&case.id.as_bytes()[..])
        .bind(answer.number)
        .execute(&mut *tx)
        .await?;
        case.tell(tx, (answer.by, answer.action(outcome)), now)
            .await?;
        Ok(Answered::Done)
    }
}

/// The last request of a case, and how it stands.
async fn latest(
    tx: &mut SqliteConnection,
    case: &Standing,
) -> Result<Option<(i64, Stands)>, NotCommitted> {
    let row = sqlx::query(
        "SELECT number, standing, decision FROM overrules WHERE application_id = ? \
         ORDER BY number DESC LIMIT 1",
    )
    .bind(&case.id.as_bytes()[..])
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let decision = Decision::of(case.state);
    let stands = Stands::of(row.try_get(1)?, row.try_get(2)?, decision);
    Ok(Some((row.try_get(0)?, stands.ok_or(RowError::Id)?)))
}

/// Says of a request that it is void, for good: another one takes its place.
async fn void(tx: &mut SqliteConnection, case: &Standing, number: i64) -> Result<(), NotCommitted> {
    sqlx::query("UPDATE overrules SET standing = 'void' WHERE application_id = ? AND number = ?")
        .bind(&case.id.as_bytes()[..])
        .bind(number)
        .execute(tx)
        .await?;
    Ok(())
}
