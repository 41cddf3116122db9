//! Reveal alerts: reviewers who were refused a reveal, kept until an administrator dismisses the
//! alert.

use super::super::{
    super::{SqliteStore, commit::CommitError, millis, moment, rows::RowError},
    rows::id as reviewer_id,
};
use kyc::admin::{ReviewerId, disclosure::RevealAlert};
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;

/// Creates a reviewer's alert, or counts one more refusal in it.
pub(super) async fn raise(
    tx: &mut SqliteConnection,
    about: ReviewerId,
    now: OffsetDateTime,
) -> Result<(), CommitError> {
    sqlx::query(
        "INSERT INTO reveal_alerts (reviewer_id, refused, first_at, last_at) VALUES (?1, 1, ?2, ?2) \
         ON CONFLICT DO UPDATE SET refused = refused + 1, last_at = excluded.last_at",
    )
    .bind(about.as_bytes().to_vec())
    .bind(millis(now))
    .execute(tx)
    .await?;
    Ok(())
}

/// Dismisses a reviewer's alert.
pub(in crate::db::admin) async fn dismiss_alert(
    tx: &mut SqliteConnection,
    about: ReviewerId,
) -> Result<(), CommitError> {
    let gone = sqlx::query("DELETE FROM reveal_alerts WHERE reviewer_id = ?")
        .bind(about.as_bytes().to_vec())
        .execute(tx)
        .await?;
    match gone.rows_affected() {
        1 => Ok(()),
        _ => Err(CommitError::Conflict),
    }
}

impl SqliteStore {
    pub(super) async fn read_alerts(&self) -> Result<Vec<RevealAlert>, RowError> {
        let query = sqlx::query(
            "SELECT r.id, r.name, a.refused, a.first_at, a.last_at FROM reveal_alerts a \
             JOIN reviewers r ON r.id = a.reviewer_id ORDER BY a.last_at DESC",
        );
        let rows = self.read.rows(query).await?;
        let alerts = rows.iter().map(|row| {
            Ok(RevealAlert {
                who: reviewer_id(row.try_get(0)?)?,
                name: row.try_get(1)?,
                refused: row.try_get::<i64, _>(2)?.unsigned_abs(),
                first_at: moment(row.try_get(3)?),
                last_at: moment(row.try_get(4)?),
            })
        });
        alerts.collect()
    }
}
