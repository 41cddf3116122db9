//! The parts of a change besides the application's own row: SSN, attempts and audit events. Each
//! part adds to the caller's batch.

use super::{
    batch::Batch,
    head::ChainHead,
    millis,
    rows::{REQUEST, RowError, SSN},
};
use crate::{
    audit::HashedEvent,
    crypto::{SubjectKey, hex},
};
use kyc::{
    application::{Application, Attempt},
    audit::{Action, Event},
    id::ApplicationId,
    ports::{AttemptChange, SsnChange},
};
use sha2::{Digest, Sha256};

/// Keeps, sets or erases the sealed SSN.
pub(super) fn change_ssn(batch: &mut Batch, a: &Application, key: &SubjectKey, change: SsnChange) {
    let sealed = match change {
        SsnChange::Keep => return,
        SsnChange::Set(ssn) => Some(key.seal(SSN, 0, ssn.digits().as_bytes())),
        SsnChange::Erase => None,
    };
    batch
        .add("UPDATE applications SET ssn_sealed = ? WHERE id = ?")
        .bind(sealed)
        .bind(&a.id.as_bytes()[..]);
}

/// Stores a serialized attempt, or settles the open one and erases its bytes. The submission event
/// carries the hash of the sealed bytes.
pub(super) fn change_attempt(
    batch: &mut Batch,
    a: &Application,
    key: &SubjectKey,
    change: AttemptChange,
    events: &mut [Event],
) {
    match change {
        AttemptChange::Keep => {}
        AttemptChange::Open(Attempt { number, request }) => {
            let sealed = key.seal(REQUEST, number.into(), request.expose());
            let hash = hex(&Sha256::digest(&sealed));
            for event in events {
                if let Action::Submitted { digest, .. } = &mut event.action {
                    digest.clone_from(&hash);
                }
            }
            batch
                .add(
                    "INSERT INTO attempts (request_sealed, digest, opened_at, application_id, \
                     number) VALUES (?, ?, ?, ?, ?)",
                )
                .bind(sealed)
                .bind(hash)
                .bind(millis(a.updated_at))
                .bind(&a.id.as_bytes()[..])
                .bind(i64::from(number));
        }
        AttemptChange::Settle => {
            batch
                .add(
                    "UPDATE attempts SET request_sealed = NULL, settled_at = ? \
                     WHERE application_id = ? AND settled_at IS NULL",
                )
                .bind(millis(a.updated_at))
                .bind(&a.id.as_bytes()[..]);
        }
    }
}

/// Appends events to the audit trail at a time. Each row's hash covers the previous row's hash.
/// Only one transaction writes at a time, so positions follow the order of the commits.
pub(super) fn append(
    batch: &mut Batch,
    id: ApplicationId,
    mut end: ChainHead,
    at: i64,
    events: &[Event],
) -> Result<(), RowError> {
    let id = &id.as_bytes()[..];
    for event in events {
        end.seq += 1;
        end.pos += 1;
        let detail = serde_json::to_string(&event.action).map_err(RowError::Shape)?;
        let actor = event.actor.word();
        let line = HashedEvent {
            pos: Some(end.pos),
            application: id,
            seq: end.seq,
            at,
            actor: &actor,
            action: event.action.as_str(),
            from: event.from.as_str(),
            to: event.to.as_str(),
            detail: &detail,
        };
        end.hash = line.hash(&end.hash).to_vec();
        batch
            .add(
                "INSERT INTO events (pos, rule, application_id, seq, at, actor, action, \
                 from_state, to_state, detail, hash) VALUES (?, 2, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(end.pos)
            .bind(id)
            .bind(line.seq)
            .bind(line.at)
            .bind(line.actor)
            .bind(line.action)
            .bind(line.from)
            .bind(line.to)
            .bind(line.detail)
            .bind(&end.hash[..]);
    }
    Ok(())
}
