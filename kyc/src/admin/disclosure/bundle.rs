//! The evidence bundle of a case, as a file or a page to print.
//!
//! `docs/evidence.md` describes the versioned format. A reader can recompute the hash chain of the
//! events, and verify the signature over the whole, without this program. Times are milliseconds
//! since 1970, UTC, because the hashes use them.

use crate::admin::overrides::{RequestStatus, ReviewerRef};
use crate::pii::Pii;
use serde::Serialize;
use std::collections::BTreeMap;

/// The name and version of the format.
pub const SCHEMA: &str = "vestibule.evidence/2";

/// The evidence bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceBundle {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// When the bundle was made.
    pub made_at: i64,
    /// The staff member who made it.
    pub made_by: ReviewerRef,
    /// The case.
    pub case: CaseRecord,
    /// The answers, masked; empty once the personal data is erased.
    pub answers: Vec<AnswerRecord>,
    /// Each decision of the provider, in order.
    pub decisions: Vec<DecisionRecord>,
    /// Each start request, as the hash of its bytes.
    pub attempts: Vec<AttemptRecord>,
    /// The override requests.
    #[serde(rename = "overrule_requests")]
    pub override_requests: Vec<OverrideRecord>,
    /// The unmasked fields.
    pub reveals: Vec<RevealRecord>,
    /// What staff wrote about the case.
    pub texts: Vec<TextRecord>,
    /// The staff members named in the bundle.
    pub staff: Vec<ReviewerRef>,
    /// All audit events.
    pub events: Vec<EventRecord>,
    /// The proof that the audit trail is complete.
    pub proof: ChainProof,
    /// The key that signed the bundle and the checkpoints.
    pub signed_by: KeyRecord,
    /// SHA-256 of each other part of the bundle, hex: a verifier names the part that was changed.
    pub digests: BTreeMap<String, String>,
    /// The signature over the canonical JSON of everything else, hex.
    pub signature: String,
}

/// The public key of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyRecord {
    /// Always `ed25519`.
    pub algorithm: String,
    /// The first 16 hex digits of the key's SHA-256.
    pub id: String,
    /// The key, hex.
    pub public: String,
    /// The address where the installation publishes it, as a JSON Web Key Set.
    pub published_at: String,
    /// Its certificates, its own first: DER in base64. Empty if no authority vouches for it.
    pub certificates: Vec<String>,
}

/// A note, a message or a reason. A reason is redacted; notes and messages are in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextRecord {
    /// The sequence number of its audit event, which says who wrote it.
    pub seq: i64,
    /// The kind: `note`, `message` or `reason`.
    pub kind: String,
    /// The time.
    pub at: i64,
    /// The text; `None` once the personal data is erased.
    pub text: Option<Pii<String>>,
}

/// The case of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseRecord {
    /// The reference that applicants and staff use.
    pub reference: String,
    /// The state.
    pub state: String,
    /// The decision of this state.
    pub decision: String,
    /// The provider's id, if known.
    pub external_id: Option<String>,
    /// When it was opened.
    pub opened_at: i64,
    /// When its details were first submitted.
    pub submitted_at: Option<i64>,
    /// When the personal data was erased.
    pub erased_at: Option<i64>,
}

/// A masked answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerRecord {
    /// The field.
    pub field: String,
    /// The mask, or a word about the SSN; `None` if it was not given.
    pub masked: Option<String>,
}

/// A decision of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecisionRecord {
    /// The sequence number of its audit event.
    pub seq: i64,
    /// The time.
    pub at: i64,
    /// The decision.
    pub decision: String,
}

/// A start request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttemptRecord {
    /// The number, from 1.
    pub number: i64,
    /// SHA-256 of the encrypted bytes, hex.
    pub digest: String,
    /// When the attempt was opened.
    pub opened_at: i64,
    /// When the attempt was settled.
    pub settled_at: Option<i64>,
}

/// An override request. Reasons are redacted, and `None` once the personal data is erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OverrideRecord {
    /// The number, from 1.
    pub number: u32,
    /// The requested outcome.
    pub outcome: String,
    /// The decision at the time of the request.
    pub decision: String,
    /// The requester's id.
    pub asked_by: String,
    /// The time of the request.
    pub asked_at: i64,
    /// The reason of the request.
    pub reason: Option<String>,
    /// The status.
    #[serde(rename = "standing")]
    pub status: RequestStatus,
    /// The replier's id.
    pub answered_by: Option<String>,
    /// The time of the reply.
    pub answered_at: Option<i64>,
    /// The reason of the reply.
    pub answer: Option<String>,
}

/// An unmasked field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevealRecord {
    /// The field.
    pub field: String,
    /// The reviewer's id.
    pub by: String,
    /// The time of the reveal.
    pub at: i64,
    /// When the reveal ends.
    pub until: i64,
    /// The reason, redacted.
    pub reason: Option<String>,
}

/// An audit event with its hashed content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventRecord {
    /// The position among all events of this installation. `None` until the next checkpoint is made.
    pub pos: Option<i64>,
    /// The version of the hash rule: 1 without the position, 2 with it.
    pub rule: i64,
    /// The sequence number in this case, from 1.
    pub seq: i64,
    /// The time.
    pub at: i64,
    /// The actor.
    pub actor: String,
    /// The action.
    pub action: String,
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// The details, byte for byte as they were hashed.
    pub detail: String,
    /// The hash of the event, hex.
    pub hash: String,
}

/// The proof that the audit trail is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChainProof {
    /// The id of the application, hex: each hash of the case starts with it.
    pub application: String,
    /// The hash of the last event, hex.
    pub head: String,
    /// The result of the verification when the bundle was made.
    pub verified: VerificationRecord,
    /// For each event, the way to the root of the checkpoint that covers it.
    pub inclusion: Vec<InclusionRecord>,
    /// The checkpoints that cover the case's events, in order.
    pub checkpoints: Vec<CheckpointRecord>,
    /// The last checkpoint of the installation.
    pub last_checkpoint: Option<CheckpointRecord>,
    /// The public key of the installation.
    pub signed_by: String,
    /// The command that verifies the audit trail again.
    pub check_with: String,
}

/// The result of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerificationRecord {
    /// The time.
    pub at: i64,
    /// Whether no fault was found.
    pub whole: bool,
    /// How many events a signature covers.
    pub signed: usize,
    /// How many events are chained and will be signed with the next checkpoint.
    pub unsigned: usize,
    /// The faults, in order.
    pub faults: Vec<String>,
}

/// How a checkpoint covers an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InclusionRecord {
    /// The sequence number of the event.
    pub seq: i64,
    /// The number of the checkpoint; `None` until the next one is signed.
    pub checkpoint: Option<i64>,
    /// The index of the event among the checkpoint's events; `None` under a checkpoint of form 1,
    /// which has no tree.
    pub leaf: Option<u64>,
    /// The hashes beside the way from the event to the root, from below, hex.
    pub path: Vec<String>,
}

/// A signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckpointRecord {
    /// The number, from 1.
    pub number: i64,
    /// The position of the last event that it covers.
    pub upto: i64,
    /// How many events it covers.
    pub count: i64,
    /// When it was made.
    pub at: i64,
    /// The hash of the checkpoint before, hex; empty for the first.
    pub before: String,
    /// The root of the Merkle tree over its events, hex; under form 1 the digest of their list.
    pub root: String,
    /// The position of the last row of the staff's trail; `None` under form 1.
    pub staff_upto: Option<i64>,
    /// The hash of that row, hex; empty if there was none.
    pub staff_head: Option<String>,
    /// The signed hash, hex.
    pub hash: String,
    /// The signature, hex.
    pub signature: String,
}

/// The form of an evidence bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceFormat {
    /// A file.
    File,
    /// A page to print.
    Page,
}
