//! Builds the evidence bundle of a case from one snapshot.

use super::{
    super::{
        super::{
            SqliteStore,
            admin::case::written,
            audit, millis,
            rows::{self, RowError, application_id, label},
        },
        overrides,
        rows::id as reviewer_id,
    },
    chain_proof, reads,
};
use crate::{
    crypto::{SubjectKey, hex},
    evidence,
};
use kyc::{
    admin::{
        case::PersonalField,
        disclosure::{
            EvidenceBundle,
            bundle::{
                AnswerRecord, AttemptRecord, CaseRecord, DecisionRecord, EventRecord,
                OverrideRecord, RevealRecord, SCHEMA, TextRecord,
            },
            ports::SsnStatus,
            unmasked::redact_personal_data,
        },
        list::Decision,
        overrides::{RecordedRequest, ReviewerRef},
    },
    audit::TextKind,
    form::Draft,
    id::{ApplicationId, Reference},
    pii::Pii,
};
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteRow};
use std::collections::BTreeMap;
use time::OffsetDateTime;

const TEXTS: &str = "SELECT seq, kind, written_at, text_sealed FROM case_texts \
     WHERE application_id = ? ORDER BY seq";
const ATTEMPTS: &str = "SELECT number, digest, opened_at, settled_at FROM attempts \
     WHERE application_id = ? ORDER BY number";
const REVEALS: &str = "SELECT r.*, t.text_sealed FROM reveals r \
     JOIN case_texts t ON t.application_id = r.application_id AND t.seq = r.seq \
     WHERE r.application_id = ? ORDER BY r.seq";
const NAME: &str = "SELECT name FROM reviewers WHERE id = ?";

/// The personal data of the case, as far as it can be opened.
struct Subject {
    key: Option<SubjectKey>,
    draft: Draft,
}

impl Subject {
    /// A staff text without the applicant's personal data.
    fn clean(&self, reason: Option<Pii<String>>) -> Option<String> {
        reason.map(|reason| redact_personal_data(reason.expose(), &self.draft))
    }
}

impl SqliteStore {
    pub(super) async fn build_bundle(
        &self,
        case: &Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Result<Option<EvidenceBundle>, RowError> {
        let mut connection = self.read.connection().await?;
        let mut tx = connection.begin().await?;
        let pack = self.within(&mut tx, case, by, now).await;
        drop(tx);
        connection.close().await?;
        pack
    }

    async fn within(
        &self,
        tx: &mut SqliteConnection,
        case: &Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Result<Option<EvidenceBundle>, RowError> {
        let row = sqlx::query(reads::CASE)
            .bind(case.as_str().to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let id = application_id(row.try_get("id")?)?;
        let state: &str = row.try_get("state")?;
        let decision = Decision::of(label(state)?);
        let key = self.key_if_any(id, &row)?;
        let draft = key
            .as_ref()
            .map(|key| rows::application(id, &row, key).map(|it| it.draft));
        let answers = draft.as_ref().and_then(|draft| draft.as_ref().ok());
        let answers = answers.map(answers_of).unwrap_or_default();
        let draft = draft.transpose()?.unwrap_or_default();
        let subject = Subject { key, draft };
        let signer = self.vault.signer();
        let seen = chain_proof::examine(tx, (id, case.as_str(), state), signer).await?;
        let requests = all(tx, overrides::REQUESTS, id).await?;
        let requests: Result<Vec<_>, _> = requests
            .iter()
            .rev()
            .map(|row| overrides::recorded_request(row, subject.key.as_ref(), decision))
            .collect();
        let reveals = all(tx, REVEALS, id).await?;
        let reveals: Result<Vec<_>, _> = reveals.iter().map(|row| reveal(row, &subject)).collect();
        let attempts = all(tx, ATTEMPTS, id).await?;
        let attempts: Result<Vec<_>, _> = attempts.iter().map(attempt).collect();
        let events: Result<Vec<_>, _> = seen.rows.iter().map(event).collect();
        let events = events?;
        let texts = all(tx, TEXTS, id).await?;
        let texts: Result<Vec<_>, _> = texts.iter().map(|row| text(row, &subject)).collect();
        let mut bundle = EvidenceBundle {
            schema: SCHEMA,
            made_at: millis(now),
            case: CaseRecord {
                reference: case.as_str().to_owned(),
                state: state.to_owned(),
                decision: decision.as_str().to_owned(),
                external_id: row.try_get("external_id")?,
                opened_at: row.try_get("created_at")?,
                submitted_at: row.try_get("submitted_at")?,
                erased_at: row.try_get("erased_at")?,
            },
            answers,
            decisions: decisions(&events)?,
            attempts: attempts?,
            override_requests: requests?
                .into_iter()
                .map(|request| override_record(request, &subject))
                .collect(),
            reveals: reveals?,
            staff: staff(tx, &events, &by).await?,
            made_by: by,
            proof: seen.proof(id, signer, now),
            texts: texts?,
            events,
            signed_by: self.key_record(),
            digests: BTreeMap::new(),
            signature: String::new(),
        };
        evidence::sign(&mut bundle, signer).map_err(RowError::Shape)?;
        Ok(Some(bundle))
    }
}

async fn all(
    tx: &mut SqliteConnection,
    sql: &'static str,
    id: ApplicationId,
) -> Result<Vec<SqliteRow>, RowError> {
    let query = sqlx::query(sql).bind(id.as_bytes().to_vec());
    Ok(query.fetch_all(tx).await?)
}

/// The applicant's answers, masked. For the SSN only its status is included.
fn answers_of(draft: &Draft) -> Vec<AnswerRecord> {
    let answer = |datum: &PersonalField| AnswerRecord {
        field: datum.as_str().to_owned(),
        masked: match (datum, reads::number(draft)) {
            (PersonalField::Ssn, SsnStatus::NotGiven) => None,
            (PersonalField::Ssn, SsnStatus::Held) => Some("held, sealed".to_owned()),
            (PersonalField::Ssn, SsnStatus::Shredded) => Some("shredded".to_owned()),
            _ => datum.masked(draft),
        },
    };
    PersonalField::ALL.iter().map(answer).collect()
}

/// Every event that changed the decision.
fn decisions(events: &[EventRecord]) -> Result<Vec<DecisionRecord>, RowError> {
    let mut decided = Vec::new();
    for event in events {
        let of = |word: &str| Ok::<_, RowError>(Decision::of(label(word)?));
        let (was, is) = (of(&event.from)?, of(&event.to)?);
        if was != is {
            decided.push(DecisionRecord {
                seq: event.seq,
                at: event.at,
                decision: is.as_str().to_owned(),
            });
        }
    }
    Ok(decided)
}

fn attempt(row: &SqliteRow) -> Result<AttemptRecord, RowError> {
    Ok(AttemptRecord {
        number: row.try_get(0)?,
        digest: row.try_get(1)?,
        opened_at: row.try_get(2)?,
        settled_at: row.try_get(3)?,
    })
}

fn override_record(request: RecordedRequest, subject: &Subject) -> OverrideRecord {
    let (answered_by, answered_at, answer) = match request.answer {
        Some(statement) => (
            Some(statement.by.id),
            Some(millis(statement.at)),
            statement.reason,
        ),
        None => (None, None, None),
    };
    OverrideRecord {
        number: request.number,
        outcome: request.outcome.as_str().to_owned(),
        decision: request.decision,
        asked_by: request.requested.by.id,
        asked_at: millis(request.requested.at),
        reason: subject.clean(request.requested.reason),
        status: request.status,
        answered_by,
        answered_at,
        answer: subject.clean(answer),
    }
}

fn reveal(row: &SqliteRow, subject: &Subject) -> Result<RevealRecord, RowError> {
    let (line, sealed) = (row.try_get("seq")?, row.try_get("text_sealed")?);
    let reason = written(subject.key.as_ref(), line, sealed)?;
    let by = reviewer_id(row.try_get("reviewer_id")?)?;
    Ok(RevealRecord {
        field: row.try_get("field")?,
        by: by.to_string(),
        at: row.try_get("at")?,
        until: row.try_get("until")?,
        reason: subject.clean(reason),
    })
}

/// A staff text. Notes and messages are in full: each taker may read them on the case page.
fn text(row: &SqliteRow, subject: &Subject) -> Result<TextRecord, RowError> {
    let (seq, kind): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
    let text = written(subject.key.as_ref(), seq, row.try_get(3)?)?;
    let text = if kind == TextKind::Reason.as_str() {
        subject.clean(text).map(Pii::new)
    } else {
        text
    };
    Ok(TextRecord {
        seq,
        kind,
        at: row.try_get(2)?,
        text,
    })
}

fn event(row: &SqliteRow) -> Result<EventRecord, RowError> {
    let row = audit::event(row)?;
    Ok(EventRecord {
        pos: row.pos,
        rule: row.rule,
        seq: row.line.seq,
        at: row.line.at,
        actor: row.line.actor.to_owned(),
        action: row.line.action.to_owned(),
        from: row.line.from.to_owned(),
        to: row.line.to.to_owned(),
        detail: row.line.detail.to_owned(),
        hash: hex(row.hash),
    })
}

/// The staff who acted in the case, and the reviewer who exports the bundle.
async fn staff(
    tx: &mut SqliteConnection,
    events: &[EventRecord],
    by: &ReviewerRef,
) -> Result<Vec<ReviewerRef>, RowError> {
    let mut known = BTreeMap::from([(by.id.clone(), by.name.clone())]);
    for event in events {
        let id = match kyc::audit::Actor::parse(&event.actor) {
            Some(kyc::audit::Actor::Reviewer(id)) => id,
            _ => continue,
        };
        if known.contains_key(&id.to_string()) {
            continue;
        }
        let row = sqlx::query(NAME)
            .bind(id.as_bytes().to_vec())
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(row) = row {
            known.insert(id.to_string(), row.try_get(0)?);
        }
    }
    let known = known.into_iter();
    Ok(known.map(|(id, name)| ReviewerRef { id, name }).collect())
}
