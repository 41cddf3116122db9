//! The chain of the events, the checkpoints over them, and the way from each event to its
//! checkpoint.

use super::{
    findings::Findings,
    json::{bytes, items, member, text},
};
use crate::{
    audit::{
        HashedCheckpoint, HashedEvent,
        merkle::{MerkleNode, leaf, root_of_path},
    },
    crypto::{hex, is_signed_by, unhex},
};
use serde_json::Value;

fn figure(of: &Value, name: &str) -> i64 {
    member(of, name).as_i64().unwrap_or(-1)
}

/// Verifies the hash chain of the events.
pub(super) fn events(file: &Value, found: &mut Findings) {
    let proof = member(file, "proof");
    let application = bytes(proof, "application");
    let (mut before, mut state) = (Vec::new(), None);
    for (n, event) in items(file, "events").iter().enumerate() {
        let field = |name: &str| format!("events[{n}].{name}");
        let seq = figure(event, "seq");
        let why = "an event is missing before it";
        found.expect(seq == n as i64 + 1, field("seq"), why);
        let hashed = HashedEvent {
            pos: (figure(event, "rule") == 2).then(|| figure(event, "pos")),
            application: &application,
            seq,
            at: figure(event, "at"),
            actor: text(event, "actor"),
            action: text(event, "action"),
            from: text(event, "from"),
            to: text(event, "to"),
            detail: text(event, "detail"),
        };
        let hash = hex(&hashed.hash(&before));
        let why = "its hash does not follow from its columns";
        let is_rule = matches!(figure(event, "rule"), 1 | 2);
        found.expect(
            is_rule && hash == text(event, "hash"),
            format!("events[{n}]"),
            why,
        );
        let follows = state.is_none_or(|state| state == member(event, "from"));
        let why = "it is not the state after the event before";
        found.expect(follows, field("from"), why);
        before = bytes(event, "hash");
        state = Some(member(event, "to"));
    }
    let why = "it is not the hash of the last event";
    found.expect(hex(&before) == text(proof, "head"), "proof.head", why);
    let key = format!("ed25519:{}", text(member(file, "signed_by"), "public"));
    let why = "it is not the key of the file";
    found.expect(text(proof, "signed_by") == key, "proof.signed_by", why);
}

/// Verifies hash and signature of each checkpoint.
pub(super) fn checkpoints(file: &Value, public: &[u8], found: &mut Findings) {
    let proof = member(file, "proof");
    let mut previous: Option<&Value> = None;
    for (n, record) in items(proof, "checkpoints").iter().enumerate() {
        let field = format!("proof.checkpoints[{n}]");
        checkpoint(record, public, &field, found);
        if let Some(previous) = previous.replace(record) {
            let step = figure(record, "number").saturating_sub(figure(previous, "number"));
            let why = "it does not follow the checkpoint before";
            let is_chained = step > 1 || member(record, "before") == member(previous, "hash");
            found.expect(step > 0 && is_chained, field, why);
        }
    }
    let last = member(proof, "last_checkpoint");
    if !last.is_null() {
        checkpoint(last, public, "proof.last_checkpoint", found);
    }
}

fn checkpoint(record: &Value, public: &[u8], field: &str, found: &mut Findings) {
    let staff = member(record, "staff_upto").as_i64();
    let head = bytes(record, "staff_head");
    let hash = HashedCheckpoint {
        before: &bytes(record, "before"),
        number: figure(record, "number"),
        upto: figure(record, "upto"),
        count: figure(record, "count"),
        at: figure(record, "at"),
        root: &bytes(record, "root"),
        staff: staff.map(|pos| (pos, &*head)),
    };
    let why = "its hash does not follow from its fields";
    found.expect(hex(&hash.hash()) == text(record, "hash"), field, why);
    let is_signed = is_signed_by(public, &bytes(record, "hash"), &bytes(record, "signature"));
    let why = "it is not the key's signature over the hash";
    found.expect(is_signed, format!("{field}.signature"), why);
}

/// Verifies that each event is under a checkpoint, or newer than the last one.
pub(super) fn inclusion(file: &Value, found: &mut Findings) {
    let proof = member(file, "proof");
    let (events, records) = (items(file, "events"), items(proof, "inclusion"));
    let why = "there is not one for each event";
    found.expect(events.len() == records.len(), "proof.inclusion", why);
    let last = member(proof, "last_checkpoint");
    let signed_upto = member(last, "upto").as_i64().unwrap_or(0);
    let mut is_waiting = false;
    for (n, (event, record)) in events.iter().zip(records).enumerate() {
        let field = format!("proof.inclusion[{n}]");
        let is_same = member(record, "seq") == member(event, "seq");
        found.expect(is_same, format!("{field}.seq"), "it is another event's");
        let has_position = !member(event, "pos").is_null();
        let why = "an event before it waits for its position";
        found.expect(!(is_waiting && has_position), format!("{field}.seq"), why);
        is_waiting |= !has_position;
        let number = member(record, "checkpoint");
        if number.is_null() {
            let why = "the event is older than the last checkpoint";
            let is_newer = !has_position || figure(event, "pos") > signed_upto;
            found.expect(is_newer, format!("{field}.checkpoint"), why);
            continue;
        }
        let checkpoints = items(proof, "checkpoints");
        let of = checkpoints.iter().find(|it| member(it, "number") == number);
        let is_covered = of.is_some_and(|of| leads_to(of, event, record));
        let why = "its path does not lead from the event to the checkpoint";
        found.expect(is_covered, field, why);
    }
}

/// Whether the path leads from the event to the root of the checkpoint. A checkpoint of form 1 has
/// no tree: only its range is compared.
fn leads_to(checkpoint: &Value, event: &Value, record: &Value) -> bool {
    let pos = figure(event, "pos");
    if pos < 1 || pos > figure(checkpoint, "upto") {
        return false;
    }
    if member(checkpoint, "staff_upto").is_null() {
        return member(record, "leaf").is_null() && items(record, "path").is_empty();
    }
    let path = items(record, "path").iter();
    let path = path.map(|node| unhex(node.as_str()?)?.try_into().ok());
    let path: Option<Vec<MerkleNode>> = path.collect();
    let leaf = leaf(pos, &bytes(event, "hash"));
    let (index, count) = (member(record, "leaf").as_u64(), member(checkpoint, "count"));
    let root = index.zip(count.as_u64()).zip(path);
    let root = root.and_then(|((index, count), path)| root_of_path(leaf, index, count, &path));
    root.is_some_and(|root| hex(&root) == text(checkpoint, "root"))
}
