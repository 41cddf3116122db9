//! Builds the evidence bundle of a case from one snapshot.

use super::{
    super::{
        super::{
            DatabaseStore,
            admin::case::written,
            driver::{Tx, params},
            millis,
            rows::{self, ColumnReader, RowError, application_id, label},
        },
        overrides,
        rows::id as reviewer_id,
    },
    chain_proof, reads,
};
use crate::{crypto::SubjectKey, evidence};
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

/// The case, as its row describes it.
struct FoundCase {
    id: ApplicationId,
    decision: Decision,
    record: CaseRecord,
    answers: Vec<AnswerRecord>,
    subject: Subject,
}

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

impl DatabaseStore {
    pub(super) async fn build_bundle(
        &self,
        case: &Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Result<Option<EvidenceBundle>, RowError> {
        let (store, case) = (self.clone(), case.clone());
        self.scan(move |tx| store.bundle_in(tx, &case, by, now))
            .await
    }

    fn bundle_in(
        &self,
        tx: &mut Tx<'_>,
        case: &Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Result<Option<EvidenceBundle>, RowError> {
        let found = tx.row(reads::CASE, params![case.as_str()], |row| {
            self.found_case(row, case)
        })?;
        let Some(FoundCase {
            id,
            decision,
            record,
            answers,
            subject,
        }) = found
        else {
            return Ok(None);
        };
        let signer = self.vault.signer();
        let state = record.state.as_str();
        let seen = chain_proof::examine(tx, (id, case.as_str(), state), signer)?;
        let bound = params![id.as_bytes()];
        let requests = tx.rows(overrides::REQUESTS, bound, |row| {
            overrides::recorded_request(row, subject.key.as_ref(), decision)
        })?;
        let reveals = tx.rows(REVEALS, bound, |row| reveal(row, &subject))?;
        let attempts = tx.rows(ATTEMPTS, bound, attempt)?;
        let texts = tx.rows(TEXTS, bound, |row| text(row, &subject))?;
        let mut bundle = EvidenceBundle {
            schema: SCHEMA,
            made_at: millis(now),
            case: record,
            answers,
            decisions: decisions(&seen.events)?,
            attempts,
            override_requests: requests
                .into_iter()
                .rev()
                .map(|request| override_record(request, &subject))
                .collect(),
            reveals,
            staff: staff(tx, &seen.events, &by)?,
            made_by: by,
            proof: seen.proof(id, signer, now),
            texts,
            events: seen.events,
            signed_by: self.key_record(),
            digests: BTreeMap::new(),
            signature: String::new(),
        };
        evidence::sign(&mut bundle, signer).map_err(RowError::Shape)?;
        Ok(Some(bundle))
    }

    /// Reads the case from a row of `CASE`.
    fn found_case(&self, row: &dyn ColumnReader, case: &Reference) -> Result<FoundCase, RowError> {
        let id = application_id(row.required_bytes("id")?)?;
        let state = row.required_text("state")?;
        let decision = Decision::of(label(state)?);
        let key = self.key_if_any(id, row)?;
        let opened = key.as_ref().map(|key| rows::application(id, row, key));
        let draft = opened.transpose()?.map(|opened| opened.draft);
        Ok(FoundCase {
            id,
            decision,
            record: CaseRecord {
                reference: case.as_str().to_owned(),
                state: state.to_owned(),
                decision: decision.as_str().to_owned(),
                external_id: row.text("external_id")?.map(str::to_owned),
                opened_at: row.required_int("created_at")?,
                submitted_at: row.number("submitted_at")?,
                erased_at: row.number("erased_at")?,
            },
            answers: draft.as_ref().map(answers_of).unwrap_or_default(),
            subject: Subject {
                key,
                draft: draft.unwrap_or_default(),
            },
        })
    }
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

fn attempt(row: &dyn ColumnReader) -> Result<AttemptRecord, RowError> {
    Ok(AttemptRecord {
        number: row.required_int("number")?,
        digest: row.required_text("digest")?.to_owned(),
        opened_at: row.required_int("opened_at")?,
        settled_at: row.number("settled_at")?,
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

fn reveal(row: &dyn ColumnReader, subject: &Subject) -> Result<RevealRecord, RowError> {
    let (line, sealed) = (row.required_int("seq")?, row.required_bytes("text_sealed")?);
    let reason = written(subject.key.as_ref(), line, sealed)?;
    let by = reviewer_id(row.required_bytes("reviewer_id")?)?;
    Ok(RevealRecord {
        field: row.required_text("field")?.to_owned(),
        by: by.to_string(),
        at: row.required_int("at")?,
        until: row.required_int("until")?,
        reason: subject.clean(reason),
    })
}

/// A staff text. Notes and messages are in full: each taker may read them on the case page.
fn text(row: &dyn ColumnReader, subject: &Subject) -> Result<TextRecord, RowError> {
    let (seq, kind) = (row.required_int("seq")?, row.required_text("kind")?);
    let sealed = row.required_bytes("text_sealed")?;
    let text = written(subject.key.as_ref(), seq, sealed)?;
    let text = if kind == TextKind::Reason.as_str() {
        subject.clean(text).map(Pii::new)
    } else {
        text
    };
    Ok(TextRecord {
        seq,
        kind: kind.to_owned(),
        at: row.required_int("written_at")?,
        text,
    })
}

/// The staff who acted in the case, and the reviewer who exports the bundle.
fn staff(
    tx: &mut Tx<'_>,
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
        let name = tx.row(NAME, params![id.as_bytes()], |row| {
            Ok(row.required_text("name")?.to_owned())
        })?;
        if let Some(name) = name {
            known.insert(id.to_string(), name);
        }
    }
    let known = known.into_iter();
    Ok(known.map(|(id, name)| ReviewerRef { id, name }).collect())
}
