//! Reads of sensitive data.

use super::{
    super::{
        super::{
            DatabaseStore,
            driver::{Tx, params},
            millis, moment,
            rows::{self, ColumnReader, RowError, application_id, label},
        },
        overrides::{REQUESTS, recorded_request},
    },
    reveals::{SHOWN, SPENT},
};
use crate::crypto::SubjectKey;
use kyc::{
    admin::{
        ReviewerId,
        case::PersonalField,
        disclosure::{
            RevealedField, SensitiveData,
            ports::SsnStatus,
            reveal::{REVEAL_BUDGET_WINDOW, REVEAL_DURATION},
            unmasked::unmasked,
        },
        list::Decision,
        overrides::{OverrideOutcome, can_be_overridden},
    },
    form::Draft,
    id::{ApplicationId, Reference},
};
use time::OffsetDateTime;

/// A case with its subject key.
pub(super) const CASE: &str = "SELECT a.*, k.key_id, k.key_sealed FROM applications a \
     LEFT JOIN subject_keys k ON k.application_id = a.id \
     WHERE a.reference = ?";

/// The status of the SSN in the draft.
pub(super) fn number(draft: &Draft) -> SsnStatus {
    match (draft.ssn.held, &draft.ssn.last_four) {
        (true, _) => SsnStatus::Held,
        (false, Some(_)) => SsnStatus::Shredded,
        (false, None) => SsnStatus::NotGiven,
    }
}

impl DatabaseStore {
    /// The subject key of a case; `None` after an erasure.
    pub(super) fn key_if_any(
        &self,
        id: ApplicationId,
        row: &dyn ColumnReader,
    ) -> Result<Option<SubjectKey>, RowError> {
        let (under, sealed) = (row.bytes("key_id")?, row.bytes("key_sealed")?);
        let key = sealed.map(|sealed| self.vault.open_subject_key(id, under, sealed));
        Ok(key.transpose()?)
    }

    pub(super) async fn read_sensitive_data(
        &self,
        case: &Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SensitiveData>, RowError> {
        let (store, case) = (self.clone(), case.clone());
        self.scan(move |tx| store.sensitive_data_in(tx, &case, who, now))
            .await
    }

    fn sensitive_data_in(
        &self,
        tx: &mut Tx<'_>,
        case: &Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SensitiveData>, RowError> {
        let found = tx.row(CASE, params![case.as_str()], |row| {
            let id = application_id(row.required_bytes("id")?)?;
            let decision = Decision::of(label(row.required_text("state")?)?);
            let key = self.key_if_any(id, row)?;
            let opened = key.as_ref().map(|key| rows::application(id, row, key));
            let draft = opened.transpose()?.map(|opened| opened.draft);
            Ok((id, decision, key, draft))
        })?;
        let Some((id, decision, key, draft)) = found else {
            return Ok(None);
        };
        let shown = match &draft {
            None => Vec::new(),
            Some(draft) => shown_to(tx, (who, id), draft, now)?,
        };
        let since = millis(now - REVEAL_BUDGET_WINDOW);
        let bound = params![who.as_bytes(), since];
        let spent = tx.row(SPENT, bound, |row| row.required_int("count"))?;
        let requests = tx.rows(REQUESTS, params![id.as_bytes()], |row| {
            recorded_request(row, key.as_ref(), decision)
        })?;
        let outcomes = OverrideOutcome::ALL.iter().copied();
        let readable = key.is_some() && can_be_overridden(decision);
        Ok(Some(SensitiveData {
            revealed: shown,
            ssn_status: draft.as_ref().map(number),
            spent: u32::try_from(spent.unwrap_or(0)).unwrap_or(u32::MAX),
            outcomes: outcomes
                .filter(|outcome| readable && !outcome.is(decision))
                .collect(),
            requests,
        }))
    }
}

/// The fields currently revealed to a reviewer.
fn shown_to(
    tx: &mut Tx<'_>,
    (who, id): (ReviewerId, ApplicationId),
    draft: &Draft,
    now: OffsetDateTime,
) -> Result<Vec<RevealedField>, RowError> {
    let bound = params![
        id.as_bytes(),
        millis(now - REVEAL_DURATION),
        who.as_bytes(),
        millis(now),
    ];
    let shown = tx.rows(SHOWN, bound, |row| {
        let field = PersonalField::parse(row.required_text("field")?).ok_or(RowError::Id)?;
        let until = moment(row.required_int("until")?);
        Ok(unmasked(field, draft).map(|value| RevealedField {
            field,
            value,
            until,
        }))
    })?;
    Ok(shown.into_iter().flatten().collect())
}
