//! The parts of a change besides the application's own row: SSN, attempts and audit events. Each
//! part writes within the caller's transaction.

use super::{
    driver::{Tx, params},
    head::{ApplicationHead, ChainHead},
    millis,
    projections::{CaseProjection, change_case},
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
pub(super) fn change_ssn(
    tx: &mut Tx<'_>,
    a: &Application,
    key: &SubjectKey,
    change: SsnChange,
) -> Result<(), RowError> {
    let sealed = match change {
        SsnChange::Keep => return Ok(()),
        SsnChange::Set(ssn) => Some(key.seal(SSN, 0, ssn.digits().as_bytes())),
        SsnChange::Erase => None,
    };
    let sql = "UPDATE applications SET ssn_sealed = ? WHERE id = ?";
    tx.execute(sql, params![sealed.as_deref(), a.id.as_bytes()])?;
    Ok(())
}

/// Stores a serialized attempt, or settles the open one and erases its bytes. The submission event
/// carries the hash of the sealed bytes.
pub(super) fn change_attempt(
    tx: &mut Tx<'_>,
    a: &Application,
    key: &SubjectKey,
    change: AttemptChange,
    events: &mut [Event],
) -> Result<(), RowError> {
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
            let sql = "INSERT INTO attempts (request_sealed, digest, opened_at, application_id, \
                       number) VALUES (?, ?, ?, ?, ?)";
            let at = millis(a.updated_at);
            tx.execute(sql, params![&sealed, &hash, at, a.id.as_bytes(), number])?;
        }
        AttemptChange::Settle => {
            let sql = "UPDATE attempts SET request_sealed = NULL, settled_at = ? \
                       WHERE application_id = ? AND settled_at IS NULL";
            tx.execute(sql, params![millis(a.updated_at), a.id.as_bytes()])?;
        }
    }
    Ok(())
}

/// Appends an event to the trail of an existing application, and changes its case with it.
pub(super) fn append_one(
    tx: &mut Tx<'_>,
    head: &ApplicationHead,
    at: i64,
    event: Event,
    change: impl FnOnce(&mut CaseProjection),
) -> Result<(), RowError> {
    let events = [event];
    append(tx, head.id, head.chain_head.clone(), at, &events)?;
    change_case(tx, head.id, head.case.as_ref(), |case| {
        change(case);
        case.note(&events, at);
    })
}

/// Appends events to the audit trail at a time. Each row's hash covers the previous row's hash. The
/// checkpointer gives them positions later, because two applications would wait for each other here.
pub(super) fn append(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    mut end: ChainHead,
    at: i64,
    events: &[Event],
) -> Result<(), RowError> {
    if events.is_empty() {
        return Ok(());
    }
    let before = end.seq;
    for event in events {
        end.seq += 1;
        let detail = serde_json::to_string(&event.action).map_err(RowError::Shape)?;
        let actor = event.actor.word();
        let line = HashedEvent {
            pos: None,
            application: id.as_bytes(),
            seq: end.seq,
            at,
            actor: &actor,
            action: event.action.as_str(),
            from: event.from.as_str(),
            to: event.to.as_str(),
            detail: &detail,
        };
        end.hash = line.hash(&end.hash).to_vec();
        tx.execute(
            "INSERT INTO events (rule, application_id, seq, at, actor, action, from_state, \
             to_state, detail, hash) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                id.as_bytes(),
                line.seq,
                line.at,
                line.actor,
                line.action,
                line.from,
                line.to,
                line.detail,
                &end.hash
            ],
        )?;
    }
    let sql = "INSERT INTO unpositioned_events (event_id) \
               SELECT id FROM events WHERE application_id = ? AND seq > ?";
    tx.execute(sql, params![id.as_bytes(), before])?;
    Ok(())
}
