//! Reads of sensitive data.

use super::{
    super::{
        super::{
            SqliteStore, millis, moment,
            rows::{self, RowError, application_id, label},
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
use sqlx::{Row, sqlite::SqliteRow};
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
            .map(|row| recorded_request(row, key.as_ref(), decision));
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
