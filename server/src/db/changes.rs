//! What a change writes besides the application's own row: the number, the
//! attempts, the trail. Always within the caller's transaction.

use super::{
    audit, millis,
    rows::{REQUEST, RowError, SSN},
};
use crate::{audit::Line, crypto::SubjectKey};
use kyc::{
    application::{Application, Attempt},
    audit::Event,
    id::ApplicationId,
    port::{AttemptChange, SsnChange},
};
use sqlx::{Row, SqliteConnection};

/// Keeps, sets or wipes the number.
pub(super) async fn change_ssn(
    tx: &mut SqliteConnection,
    a: &Application,
    key: &SubjectKey,
    change: SsnChange,
) -> Result<(), RowError> {
    let sealed = match change {
        SsnChange::Keep => return Ok(()),
        SsnChange::Set(ssn) => Some(key.seal(SSN, 0, ssn.digits().as_bytes())),
        SsnChange::Erase => None,
    };
    sqlx::query("UPDATE applications SET ssn_sealed = ? WHERE id = ?")
        .bind(sealed)
        .bind(&a.id.as_bytes()[..])
        .execute(tx)
        .await?;
    Ok(())
}

/// Freezes an attempt, or settles the open one and wipes its bytes.
pub(super) async fn change_attempt(
    tx: &mut SqliteConnection,
    a: &Application,
    key: &SubjectKey,
    change: AttemptChange,
) -> Result<(), RowError> {
    let query = match change {
        AttemptChange::Keep => return Ok(()),
        AttemptChange::Open(Attempt { number, request }) => sqlx::query(
            "INSERT INTO attempts (request_sealed, digest, opened_at, application_id, number) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(key.seal(REQUEST, number.into(), request.expose()))
        .bind(request.digest())
        .bind(millis(a.updated_at))
        .bind(a.id.as_bytes().to_vec())
        .bind(i64::from(number)),
        AttemptChange::Settle => sqlx::query(
            "UPDATE attempts SET request_sealed = NULL, settled_at = ? \
             WHERE application_id = ? AND settled_at IS NULL",
        )
        .bind(millis(a.updated_at))
        .bind(a.id.as_bytes().to_vec()),
    };
    query.execute(tx).await?;
    Ok(())
}

/// Appends to the trail.
pub(super) async fn append(
    tx: &mut SqliteConnection,
    a: &Application,
    events: &[Event],
) -> Result<(), RowError> {
    append_at(tx, a.id, millis(a.updated_at), events).await
}

/// Appends to the trail at a time, each row hashed over the one before. One
/// writes at a time, so that positions come in the order of the commits.
pub(super) async fn append_at(
    tx: &mut SqliteConnection,
    id: ApplicationId,
    at: i64,
    events: &[Event],
) -> Result<(), RowError> {
    let id = &id.as_bytes()[..];
    let mut pos = audit::last_given(tx).await?;
    let last = sqlx::query(
        "SELECT seq, hash FROM events WHERE application_id = ? ORDER BY seq DESC LIMIT 1",
    )
    .bind(id)
    .fetch_optional(&mut *tx)
    .await?;
    let (mut seq, mut hash) = match last {
        Some(row) => (
            row.try_get::<i64, _>("seq")?,
            row.try_get::<Vec<u8>, _>("hash")?,
        ),
        None => (0, Vec::new()),
    };
    for event in events {
        seq += 1;
        pos += 1;
        let detail = serde_json::to_string(&event.action).map_err(RowError::Shape)?;
        let line = Line {
            pos: Some(pos),
            application: id,
            seq,
            at,
            actor: event.actor.as_str(),
            action: event.action.as_str(),
            from: event.from.as_str(),
            to: event.to.as_str(),
            detail: &detail,
        };
        hash = line.hash(&hash).to_vec();
        sqlx::query(
            "INSERT INTO events (pos, rule, application_id, seq, at, actor, action, from_state, \
             to_state, detail, hash) VALUES (?, 2, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(pos)
        .bind(id)
        .bind(line.seq)
        .bind(line.at)
        .bind(line.actor)
        .bind(line.action)
        .bind(line.from)
        .bind(line.to)
        .bind(line.detail)
        .bind(&hash)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
