//! Reads of sensitive data.

use super::{
    super::{
        super::{
            SqliteStore,
            admin::case::written,
            millis, moment,
            rows::{self, RowError, application_id, label},
        },
        rows::id as reviewer_id,
    },
    reveals::{SHOWN, SPENT},
};
use crate::crypto::SubjectKey;
use kyc::{
    admin::{
        ReviewerId,
        case::PersonalField,
        disclosure::{
            OverrideOutcome, RecordedRequest, RequestStatus, RevealedField, SensitiveData,
            overrides::{ReviewerRef, Statement, can_be_overridden},
            ports::SsnStatus,
            reveal::{REVEAL_BUDGET_WINDOW, REVEAL_DURATION},
            unmasked::unmasked,
        },
        list::Decision,
    },
    form::Draft,
    id::{ApplicationId, Reference},
};
use sqlx::{Row, sqlite::SqliteRow};
use time::OffsetDateTime;

/// A case with its subject key.
pub(super) const CASE: &str = "SELECT a.*, k.key_id, k.key_sealed FROM applications a \
     LEFT JOIN subject_keys k ON k.application_id = a.id \
     WHERE a.reference = ?";

/// The override requests of a case, latest first. Each has the names and texts of the requesting
/// and the replying reviewer.
pub(super) const REQUESTS: &str = "SELECT o.*, q.name AS asked_name, s.name AS answered_name, \
     t.text_sealed AS asked_text, u.text_sealed AS answered_text \
     FROM overrules o JOIN reviewers q ON q.id = o.asked_by \
     JOIN case_texts t ON t.application_id = o.application_id AND t.seq = o.asked_seq \
     LEFT JOIN reviewers s ON s.id = o.answered_by \
     LEFT JOIN case_texts u ON u.application_id = o.application_id AND u.seq = o.answered_seq \
     WHERE o.application_id = ? ORDER BY o.number DESC";

/// The status of the SSN in the draft.
pub(super) fn number(draft: &Draft) -> SsnStatus {
    match (draft.ssn.held, &draft.ssn.last_four) {
        (true, _) => SsnStatus::Held,
        (false, Some(_)) => SsnStatus::Shredded,
        (false, None) => SsnStatus::NotGiven,
    }
}

/// A recorded request. Its texts are missing if the subject key is.
pub(super) fn request(
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
    /// The subject key of a case; `None` after an erasure.
    pub(super) fn key_if_any(
        &self,
        id: ApplicationId,
        row: &SqliteRow,
    ) -> Result<Option<SubjectKey>, RowError> {
        let sealed: Option<&[u8]> = row.try_get("key_sealed")?;
        let under = row.try_get("key_id")?;
        let key = sealed.map(|sealed| self.vault.open_subject_key(id, under, sealed));
        Ok(key.transpose()?)
    }

    pub(super) async fn read_sensitive_data(
        &self,
        case: &Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SensitiveData>, RowError> {
        let query = sqlx::query(CASE).bind(case.as_str().to_owned());
        let Some(row) = self.read.row(query).await? else {
            return Ok(None);
        };
        let id = application_id(row.try_get("id")?)?;
        let decision = Decision::of(label(row.try_get("state")?)?);
        let key = self.key_if_any(id, &row)?;
        let (shown, number) = match &key {
            None => (Vec::new(), None),
            Some(key) => {
                let draft = rows::application(id, &row, key)?.draft;
                let shown = self.shown_to(who, id, &draft, now).await?;
                (shown, Some(number(&draft)))
            }
        };
        let spent = sqlx::query(SPENT)
            .bind(who.as_bytes().to_vec())
            .bind(millis(now - REVEAL_BUDGET_WINDOW));
        let spent = self.read.row(spent).await?;
        let spent = spent.map_or(Ok(0), |row| row.try_get::<i64, _>(0))?;
        let requests = sqlx::query(REQUESTS).bind(id.as_bytes().to_vec());
        let requests = self.read.rows(requests).await?;
        let requests = requests
            .iter()
            .map(|row| request(row, key.as_ref(), decision));
        let outcomes = OverrideOutcome::ALL.iter().copied();
        let readable = key.is_some() && can_be_overridden(decision);
        Ok(Some(SensitiveData {
            revealed: shown,
            ssn_status: number,
            spent: u32::try_from(spent).unwrap_or(u32::MAX),
            outcomes: outcomes
                .filter(|outcome| readable && !outcome.is(decision))
                .collect(),
            requests: requests.collect::<Result<_, _>>()?,
        }))
    }

    /// The fields currently revealed to a reviewer.
    async fn shown_to(
        &self,
        who: ReviewerId,
        id: ApplicationId,
        draft: &Draft,
        now: OffsetDateTime,
    ) -> Result<Vec<RevealedField>, RowError> {
        let query = sqlx::query(SHOWN)
            .bind(id.as_bytes().to_vec())
            .bind(millis(now - REVEAL_DURATION))
            .bind(who.as_bytes().to_vec())
            .bind(millis(now));
        let mut shown = Vec::new();
        for row in self.read.rows(query).await? {
            let field = PersonalField::parse(row.try_get(0)?).ok_or(RowError::Id)?;
            let until = moment(row.try_get(1)?);
            shown.extend(unmasked(field, draft).map(|value| RevealedField {
                field,
                value,
                until,
            }));
        }
        Ok(shown)
    }
}
