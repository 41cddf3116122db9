//! Override requests, each with its audit event in the case's trail.

use super::{
    super::{SqliteStore, commit::CommitError, millis, moment, rows::RowError},
    case::written,
    case_head::CaseHead,
    rows::{id as reviewer_id, reviewer_by_id},
};
use crate::crypto::SubjectKey;
use kyc::admin::{
    ReviewerId,
    four_eyes::{ConfirmDenied, Party, may_confirm},
    list::Decision,
    overrides::{
        OverrideOutcome, OverrideReply, OverrideRequest, RecordedRequest, ReplyOutcome,
        RequestOutcome, RequestStatus, ReviewerRef, Statement, can_be_overridden,
    },
};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use time::OffsetDateTime;

/// The override requests of a case, latest first. Each has the names and texts of the requesting
/// and the replying reviewer.
pub(super) const REQUESTS: &str = "SELECT o.*, q.name AS asked_name, s.name AS answered_name, \
     t.text_sealed AS asked_text, u.text_sealed AS answered_text \
     FROM overrules o JOIN reviewers q ON q.id = o.asked_by \
     JOIN case_texts t ON t.application_id = o.application_id AND t.seq = o.asked_seq \
     LEFT JOIN reviewers s ON s.id = o.answered_by \
     LEFT JOIN case_texts u ON u.application_id = o.application_id AND u.seq = o.answered_seq \
     WHERE o.application_id = ? ORDER BY o.number DESC";

/// A recorded request. Its texts are missing if the subject key is.
pub(super) fn recorded_request(
    row: &SqliteRow,
    key: Option<&SubjectKey>,
    decision: Decision,
) -> Result<RecordedRequest, RowError> {
    let number: i64 = row.try_get("number")?;
    let who = |id: &str, name: &str| -> Result<ReviewerRef, RowError> {
        let id = reviewer_id(row.try_get(id)?)?;
        Ok(ReviewerRef {
            id: id.to_string(),
            name: row.try_get(name)?,
        })
    };
    let requested = Statement {
        by: who("asked_by", "asked_name")?,
        at: moment(row.try_get("asked_at")?),
        reason: written(key, row.try_get("asked_seq")?, row.try_get("asked_text")?)?,
    };
    let answer = match row.try_get::<Option<i64>, _>("answered_at")? {
        Some(at) => Some(Statement {
            by: who("answered_by", "answered_name")?,
            at: moment(at),
            reason: written(
                key,
                row.try_get("answered_seq")?,
                row.try_get("answered_text")?,
            )?,
        }),
        None => None,
    };
    let was: &str = row.try_get("decision")?;
    Ok(RecordedRequest {
        number: u32::try_from(number).map_err(|_| RowError::Id)?,
        outcome: OverrideOutcome::parse(row.try_get("outcome")?).ok_or(RowError::Id)?,
        decision: was.to_owned(),
        requested,
        status: RequestStatus::of(row.try_get("standing")?, was, decision).ok_or(RowError::Id)?,
        answer,
    })
}

impl SqliteStore {
    pub(super) async fn ask(
        &self,
        tx: &mut SqliteConnection,
        ask: OverrideRequest,
        now: OffsetDateTime,
    ) -> Result<RequestOutcome, CommitError> {
        let Some(case) = CaseHead::of(self, tx, &ask.command.reference).await? else {
            return Ok(RequestOutcome::NotFound);
        };
        if case.version()? != ask.command.expected_version {
            return Ok(RequestOutcome::Conflict);
        }
        let decision = Decision::of(case.state);
        if !can_be_overridden(decision) || ask.outcome.is(decision) {
            return Ok(RequestOutcome::NothingToOverride);
        }
        let mut last = 0;
        if let Some((number, was)) = latest(tx, &case).await? {
            match was {
                RequestStatus::Open => return Ok(RequestOutcome::AlreadyOpen),
                RequestStatus::Void => void(tx, &case, number).await?,
                RequestStatus::Confirmed | RequestStatus::TurnedDown => {}
            }
            last = number;
        }
        let action = (ask.command.by, ask.action());
        let line = case
            .append_staff_event(tx, action, &ask.reason, now)
            .await?;
        sqlx::query(
            "INSERT INTO overrules (application_id, number, outcome, decision, asked_by, \
             asked_at, asked_seq, standing) VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
        )
        .bind(&case.id.as_bytes()[..])
        .bind(last + 1)
        .bind(ask.outcome.as_str())
        .bind(decision.as_str())
        .bind(ask.command.by.as_bytes().to_vec())
        .bind(millis(now))
        .bind(line)
        .execute(&mut *tx)
        .await?;
        Ok(RequestOutcome::Pending)
    }

    pub(super) async fn answer(
        &self,
        tx: &mut SqliteConnection,
        answer: OverrideReply,
        now: OffsetDateTime,
    ) -> Result<ReplyOutcome, CommitError> {
        let Some(case) = CaseHead::of(self, tx, &answer.command.reference).await? else {
            return Ok(ReplyOutcome::NotFound);
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
            return Ok(ReplyOutcome::NotFound);
        };
        let requester = reviewer_id(row.try_get(1)?)?;
        if let Err(denied) = two_people(self, tx, (requester, &answer), now).await? {
            return Ok(ReplyOutcome::Denied(denied));
        }
        let outcome = OverrideOutcome::parse(row.try_get(0)?).ok_or(RowError::Id)?;
        let decision = Decision::of(case.state);
        let moved = case.version()? != answer.command.expected_version;
        match RequestStatus::of(row.try_get(2)?, row.try_get(3)?, decision).ok_or(RowError::Id)? {
            RequestStatus::Void => return Ok(ReplyOutcome::Void),
            _ if moved => return Ok(ReplyOutcome::Conflict),
            RequestStatus::Confirmed | RequestStatus::TurnedDown => {
                return Ok(ReplyOutcome::NotFound);
            }
            RequestStatus::Open => {}
        }
        let action = (answer.command.by, answer.action(outcome));
        let line = case
            .append_staff_event(tx, action, &answer.reason, now)
            .await?;
        sqlx::query(
            "UPDATE overrules SET standing = ?, answered_by = ?, answered_at = ?, \
             answered_seq = ? WHERE application_id = ? AND number = ?",
        )
        .bind(answer.status_word())
        .bind(answer.command.by.as_bytes().to_vec())
        .bind(millis(now))
        .bind(line)
        .bind(&case.id.as_bytes()[..])
        .bind(answer.number)
        .execute(&mut *tx)
        .await?;
        Ok(ReplyOutcome::Done)
    }
}

/// Checks that requester and replier are two people. A rejection gives nothing, so only the
/// requester may not reply.
async fn two_people(
    store: &SqliteStore,
    tx: &mut SqliteConnection,
    (requester, answer): (ReviewerId, &OverrideReply),
    now: OffsetDateTime,
) -> Result<Result<(), ConfirmDenied>, CommitError> {
    let first = party(store, tx, requester).await?;
    let second = party(store, tx, answer.command.by).await?;
    // Of an altered account no row says who set it up: one person may hold both.
    let checked = match (first, second) {
        (Some(first), Some(second)) => may_confirm(&first, &second, now),
        _ => Err(ConfirmDenied::Linked),
    };
    Ok(checked.or_else(|denied| match denied {
        ConfirmDenied::Linked | ConfirmDenied::New if !answer.confirms => Ok(()),
        denied => Err(denied),
    }))
}

/// An account as a party; `None` if it was altered.
async fn party(
    store: &SqliteStore,
    tx: &mut SqliteConnection,
    id: ReviewerId,
) -> Result<Option<Party>, CommitError> {
    let row = reviewer_by_id(id).fetch_one(tx).await?;
    let reviewer = store.reviewer_of(&row)?;
    Ok((!reviewer.is_altered).then(|| Party::from(&reviewer)))
}

/// The last request of a case with its status.
async fn latest(
    tx: &mut SqliteConnection,
    case: &CaseHead,
) -> Result<Option<(i64, RequestStatus)>, CommitError> {
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
    let status = RequestStatus::of(row.try_get(1)?, row.try_get(2)?, decision);
    Ok(Some((row.try_get(0)?, status.ok_or(RowError::Id)?)))
}

/// Marks a request as void for good; a new request may follow.
async fn void(tx: &mut SqliteConnection, case: &CaseHead, number: i64) -> Result<(), CommitError> {
    sqlx::query("UPDATE overrules SET standing = 'void' WHERE application_id = ? AND number = ?")
        .bind(&case.id.as_bytes()[..])
        .bind(number)
        .execute(tx)
        .await?;
    Ok(())
}
