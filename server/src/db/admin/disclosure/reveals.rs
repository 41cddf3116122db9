//! Reveals: the grant, the case's audit event and the staff audit event share one transaction.

use super::{
    super::{
        super::{SqliteStore, commit::CommitError, millis, moment},
        case_head::CaseHead,
        staff_audit,
    },
    alerts,
};
use kyc::admin::{
    audit::{StaffActor, StaffAuditEntry, StaffEvent},
    case::PersonalField,
    disclosure::{
        RevealOutcome, RevealRequest,
        reveal::{REVEAL_BUDGET_WINDOW, REVEAL_DURATION},
        unmasked::unmasked,
    },
};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

/// Count of reveals to a reviewer since a time.
pub(super) const SPENT: &str = "SELECT COUNT(*) FROM reveals WHERE reviewer_id = ? AND at > ?";

/// The fields of a case currently revealed to a reviewer, the longest-lasting one last.
pub(super) const SHOWN: &str = "SELECT field, until FROM reveals \
     WHERE application_id = ? AND at > ? AND reviewer_id = ? AND until > ? ORDER BY until";

impl SqliteStore {
    pub(super) async fn show(
        &self,
        tx: &mut SqliteConnection,
        reveal: RevealRequest,
        now: OffsetDateTime,
    ) -> Result<RevealOutcome, CommitError> {
        let Some(case) = CaseHead::of(self, tx, &reveal.case).await? else {
            return Ok(RevealOutcome::Gone);
        };
        if unmasked(reveal.field, &case.draft(tx).await?.draft).is_none() {
            return Ok(RevealOutcome::Gone);
        }
        if let Some(until) = shown(tx, &case, &reveal, now).await? {
            return Ok(RevealOutcome::Until(until));
        }
        let spent = sqlx::query(SPENT)
            .bind(reveal.by.as_bytes().to_vec())
            .bind(millis(now - REVEAL_BUDGET_WINDOW))
            .fetch_one(&mut *tx)
            .await?;
        if spent.try_get::<i64, _>(0)? >= i64::from(reveal.budget) {
            alerts::raise(tx, reveal.by, now).await?;
            staff_audit::append(tx, &event(&reveal, reveal.refusal_event()), now).await?;
            return Ok(RevealOutcome::Spent);
        }
        let until = now + REVEAL_DURATION;
        let action = (reveal.by, reveal.action());
        let line = case
            .append_staff_event(tx, action, &reveal.reason, now)
            .await?;
        grant(tx, &case, &reveal, (line, now, until)).await?;
        staff_audit::append(tx, &event(&reveal, reveal.staff_event()), now).await?;
        Ok(RevealOutcome::Until(until))
    }
}

/// The staff audit entry of a reveal.
fn event(reveal: &RevealRequest, event: StaffEvent) -> StaffAuditEntry {
    StaffAuditEntry {
        actor: StaffActor::Reviewer(reveal.by),
        about: Some(reveal.by),
        event,
    }
}

/// The end of an existing reveal of this field.
async fn shown(
    tx: &mut SqliteConnection,
    case: &CaseHead,
    reveal: &RevealRequest,
    now: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, CommitError> {
    let rows = sqlx::query(SHOWN)
        .bind(&case.id.as_bytes()[..])
        .bind(millis(now - REVEAL_DURATION))
        .bind(reveal.by.as_bytes().to_vec())
        .bind(millis(now))
        .fetch_all(tx)
        .await?;
    let mut until = None;
    for row in &rows {
        if PersonalField::parse(row.try_get(0)?) == Some(reveal.field) {
            until = Some(moment(row.try_get(1)?));
        }
    }
    Ok(until)
}

async fn grant(
    tx: &mut SqliteConnection,
    case: &CaseHead,
    reveal: &RevealRequest,
    (line, now, until): (i64, OffsetDateTime, OffsetDateTime),
) -> Result<(), CommitError> {
    sqlx::query(
        "INSERT INTO reveals (application_id, seq, reviewer_id, field, at, until) \
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(&case.id.as_bytes()[..])
    .bind(line)
    .bind(reveal.by.as_bytes().to_vec())
    .bind(reveal.field.as_str())
    .bind(millis(now))
    .bind(millis(until))
    .execute(tx)
    .await?;
    Ok(())
}
