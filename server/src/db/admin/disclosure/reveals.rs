//! Reveals: the grant, the case's audit event and the staff audit event share one transaction.

use super::{
    super::{
        super::{
            DatabaseStore,
            commit::CommitError,
            driver::{LockScope, Tx, params},
            millis, moment,
            rows::RowError,
        },
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
use time::OffsetDateTime;

/// Count of reveals to a reviewer since a time.
pub(super) const SPENT: &str = "SELECT COUNT(*) AS count FROM reveals \
     WHERE reviewer_id = ? AND at > ?";

/// The fields of a case currently revealed to a reviewer, the longest-lasting one last.
pub(super) const SHOWN: &str = "SELECT field, until FROM reveals \
     WHERE application_id = ? AND at > ? AND reviewer_id = ? AND until > ? ORDER BY until, field";

impl DatabaseStore {
    pub(super) fn show(
        &self,
        tx: &mut Tx<'_>,
        reveal: &RevealRequest,
        now: OffsetDateTime,
    ) -> Result<RevealOutcome, CommitError> {
        let Some(case) = CaseHead::of(self, tx, &reveal.case)? else {
            return Ok(RevealOutcome::Gone);
        };
        tx.lock(LockScope::Reveals, reveal.by.as_bytes())?;
        if unmasked(reveal.field, &case.draft(tx)?.draft).is_none() {
            return Ok(RevealOutcome::Gone);
        }
        if let Some(until) = shown(tx, &case, reveal, now)? {
            return Ok(RevealOutcome::Until(until));
        }
        let since = millis(now - REVEAL_BUDGET_WINDOW);
        let bound = params![reveal.by.as_bytes(), since];
        let spent = tx.row(SPENT, bound, |row| row.required_int("count"))?;
        if spent.ok_or(RowError::Missing)? >= i64::from(reveal.budget) {
            alerts::raise(tx, reveal.by, now)?;
            staff_audit::append(tx, &event(reveal, reveal.refusal_event()), now)?;
            return Ok(RevealOutcome::Spent);
        }
        let until = now + REVEAL_DURATION;
        let action = (reveal.by, reveal.action());
        let line = case.append_staff_event(tx, action, &reveal.reason, now)?;
        grant(tx, &case, reveal, (line, now, until))?;
        staff_audit::append(tx, &event(reveal, reveal.staff_event()), now)?;
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
fn shown(
    tx: &mut Tx<'_>,
    case: &CaseHead,
    reveal: &RevealRequest,
    now: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, RowError> {
    let bound = params![
        case.id.as_bytes(),
        millis(now - REVEAL_DURATION),
        reveal.by.as_bytes(),
        millis(now),
    ];
    let mut until = None;
    tx.rows(SHOWN, bound, |row| {
        if PersonalField::parse(row.required_text("field")?) == Some(reveal.field) {
            until = Some(moment(row.required_int("until")?));
        }
        Ok(())
    })?;
    Ok(until)
}

fn grant(
    tx: &mut Tx<'_>,
    case: &CaseHead,
    reveal: &RevealRequest,
    (line, now, until): (i64, OffsetDateTime, OffsetDateTime),
) -> Result<(), RowError> {
    tx.execute(
        "INSERT INTO reveals (application_id, seq, reviewer_id, field, at, until) \
         VALUES (?, ?, ?, ?, ?, ?)",
        params![
            case.id.as_bytes(),
            line,
            reveal.by.as_bytes(),
            reveal.field.as_str(),
            millis(now),
            millis(until),
        ],
    )?;
    Ok(())
}
