//! Reveal alerts: reviewers who were refused a reveal, kept until an administrator dismisses the
//! alert.

use super::super::{
    super::{
        DatabaseStore,
        commit::{CommitError, change_one},
        driver::{Tx, params},
        millis, moment,
        rows::RowError,
    },
    rows::id as reviewer_id,
};
use kyc::admin::{ReviewerId, disclosure::RevealAlert};
use time::OffsetDateTime;

/// Creates a reviewer's alert, or counts one more refusal in it.
pub(super) fn raise(
    tx: &mut Tx<'_>,
    about: ReviewerId,
    now: OffsetDateTime,
) -> Result<(), RowError> {
    tx.execute(
        "INSERT INTO reveal_alerts (reviewer_id, refused, first_at, last_at) \
         VALUES (?1, 1, ?2, ?2) \
         ON CONFLICT (reviewer_id) DO UPDATE SET refused = reveal_alerts.refused + 1, \
         last_at = excluded.last_at",
        params![about.as_bytes(), millis(now)],
    )?;
    Ok(())
}

/// Dismisses a reviewer's alert.
pub(in crate::db::admin) fn dismiss_alert(
    tx: &mut Tx<'_>,
    about: ReviewerId,
) -> Result<(), CommitError> {
    let sql = "DELETE FROM reveal_alerts WHERE reviewer_id = ?";
    change_one(tx, sql, params![about.as_bytes()])
}

impl DatabaseStore {
    pub(super) async fn read_alerts(&self) -> Result<Vec<RevealAlert>, RowError> {
        let sql = "SELECT r.id, r.name, a.refused, a.first_at, a.last_at FROM reveal_alerts a \
                   JOIN reviewers r ON r.id = a.reviewer_id ORDER BY a.last_at DESC, r.id";
        let alerts = self.scan(move |tx| {
            tx.rows(sql, &[], |row| {
                Ok(RevealAlert {
                    who: reviewer_id(row.required_bytes("id")?)?,
                    name: row.required_text("name")?.to_owned(),
                    refused: row.required_int("refused")?.unsigned_abs(),
                    first_at: moment(row.required_int("first_at")?),
                    last_at: moment(row.required_int("last_at")?),
                })
            })
        });
        alerts.await
    }
}
