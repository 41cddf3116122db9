//! Override requests, each with its audit event in the case's trail.

use super::{
    super::{
        DatabaseStore,
        commit::CommitError,
        driver::{Tx, params},
        millis, moment,
        rows::{ColumnReader, RowError},
    },
    case::written,
    case_head::CaseHead,
    rows::id as reviewer_id,
};
use crate::crypto::SubjectKey;
use kyc::admin::{
    ReviewerId,
    four_eyes::Party,
    list::Decision,
    overrides::{
        OverrideOutcome, OverrideReply, OverrideRequest, RecordedRequest, ReplyOutcome,
        RequestOutcome, RequestStatus, ReviewerRef, Statement, can_be_overridden,
    },
};
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
    row: &dyn ColumnReader,
    key: Option<&SubjectKey>,
    decision: Decision,
) -> Result<RecordedRequest, RowError> {
    let who = |id: &str, name: &str| -> Result<ReviewerRef, RowError> {
        let id = reviewer_id(row.required_bytes(id)?)?;
        Ok(ReviewerRef {
            id: id.to_string(),
            name: row.required_text(name)?.to_owned(),
        })
    };
    let reason = |line: &str, sealed: &str| {
        written(key, row.required_int(line)?, row.required_bytes(sealed)?)
    };
    let requested = Statement {
        by: who("asked_by", "asked_name")?,
        at: moment(row.required_int("asked_at")?),
        reason: reason("asked_seq", "asked_text")?,
    };
    let answer = match row.number("answered_at")? {
        Some(at) => Some(Statement {
            by: who("answered_by", "answered_name")?,
            at: moment(at),
            reason: reason("answered_seq", "answered_text")?,
        }),
        None => None,
    };
    let number = u32::try_from(row.required_int("number")?);
    Ok(RecordedRequest {
        number: number.map_err(|_| RowError::Id)?,
        outcome: outcome(row)?,
        decision: row.required_text("decision")?.to_owned(),
        requested,
        status: status(row, decision)?,
        answer,
    })
}

/// The requested outcome.
fn outcome(row: &dyn ColumnReader) -> Result<OverrideOutcome, RowError> {
    OverrideOutcome::parse(row.required_text("outcome")?).ok_or(RowError::Id)
}

/// The status of a request under the decision of today.
fn status(row: &dyn ColumnReader, decision: Decision) -> Result<RequestStatus, RowError> {
    let was = row.required_text("decision")?;
    RequestStatus::of(row.required_text("standing")?, was, decision).ok_or(RowError::Id)
}

impl DatabaseStore {
    pub(super) fn ask(
        &self,
        tx: &mut Tx<'_>,
        ask: &OverrideRequest,
        now: OffsetDateTime,
    ) -> Result<RequestOutcome, CommitError> {
        let Some(case) = CaseHead::of(self, tx, &ask.command.reference)? else {
            return Ok(RequestOutcome::NotFound);
        };
        if case.version() != ask.command.expected_version {
            return Ok(RequestOutcome::Conflict);
        }
        let decision = Decision::of(case.state);
        if !can_be_overridden(decision) || ask.outcome.is(decision) {
            return Ok(RequestOutcome::NothingToOverride);
        }
        let mut last = 0;
        if let Some((number, was)) = latest(tx, &case)? {
            match was {
                RequestStatus::Open => return Ok(RequestOutcome::AlreadyOpen),
                RequestStatus::Void => void(tx, &case, number)?,
                RequestStatus::Confirmed | RequestStatus::TurnedDown => {}
            }
            last = number;
        }
        let action = (ask.command.by, ask.action());
        let line = case.append_staff_event(tx, action, &ask.reason, now)?;
        tx.execute(
            "INSERT INTO overrules (application_id, number, outcome, decision, asked_by, \
             asked_at, asked_seq, standing) VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
            params![
                case.id.as_bytes(),
                last + 1,
                ask.outcome.as_str(),
                decision.as_str(),
                ask.command.by.as_bytes(),
                millis(now),
                line,
            ],
        )?;
        Ok(RequestOutcome::Pending)
    }

    pub(super) fn answer(
        &self,
        tx: &mut Tx<'_>,
        answer: &OverrideReply,
        now: OffsetDateTime,
    ) -> Result<ReplyOutcome, CommitError> {
        let Some(case) = CaseHead::of(self, tx, &answer.command.reference)? else {
            return Ok(ReplyOutcome::NotFound);
        };
        let decision = Decision::of(case.state);
        let sql = "SELECT outcome, asked_by, standing, decision FROM overrules \
                   WHERE application_id = ? AND number = ?";
        let found = tx.row(sql, params![case.id.as_bytes(), answer.number], |row| {
            let requester = reviewer_id(row.required_bytes("asked_by")?)?;
            Ok((requester, outcome(row)?, status(row, decision)?))
        })?;
        let Some((requester, outcome, status)) = found else {
            return Ok(ReplyOutcome::NotFound);
        };
        let first = party(self, tx, requester)?;
        let second = party(self, tx, answer.command.by)?;
        if let Err(denied) = answer.may_be_given(first.as_ref(), second.as_ref(), now) {
            return Ok(ReplyOutcome::Denied(denied));
        }
        let moved = case.version() != answer.command.expected_version;
        match status {
            RequestStatus::Void => return Ok(ReplyOutcome::Void),
            _ if moved => return Ok(ReplyOutcome::Conflict),
            RequestStatus::Confirmed | RequestStatus::TurnedDown => {
                return Ok(ReplyOutcome::NotFound);
            }
            RequestStatus::Open => {}
        }
        let action = (answer.command.by, answer.action(outcome));
        let line = case.append_staff_event(tx, action, &answer.reason, now)?;
        tx.execute(
            "UPDATE overrules SET standing = ?, answered_by = ?, answered_at = ?, \
             answered_seq = ? WHERE application_id = ? AND number = ?",
            params![
                answer.status_word(),
                answer.command.by.as_bytes(),
                millis(now),
                line,
                case.id.as_bytes(),
                answer.number,
            ],
        )?;
        Ok(ReplyOutcome::Done)
    }
}

/// An account as a party; `None` if it was altered.
fn party(
    store: &DatabaseStore,
    tx: &mut Tx<'_>,
    id: ReviewerId,
) -> Result<Option<Party>, RowError> {
    let reviewer = store.reviewer_in(tx, id)?.ok_or(RowError::Missing)?;
    Ok((!reviewer.is_altered).then(|| Party::from(&reviewer)))
}

/// The last request of a case with its status.
fn latest(tx: &mut Tx<'_>, case: &CaseHead) -> Result<Option<(i64, RequestStatus)>, RowError> {
    let sql = "SELECT number, standing, decision FROM overrules WHERE application_id = ? \
               ORDER BY number DESC LIMIT 1";
    let decision = Decision::of(case.state);
    tx.row(sql, params![case.id.as_bytes()], |row| {
        Ok((row.required_int("number")?, status(row, decision)?))
    })
}

/// Marks a request as void for good; a new request may follow.
fn void(tx: &mut Tx<'_>, case: &CaseHead, number: i64) -> Result<(), RowError> {
    let sql = "UPDATE overrules SET standing = 'void' WHERE application_id = ? AND number = ?";
    tx.execute(sql, params![case.id.as_bytes(), number])?;
    Ok(())
}
