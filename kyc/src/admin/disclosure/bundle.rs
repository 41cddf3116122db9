//! The evidence of a case, to be taken away as a file or on paper. Its shape is
//! written down in `docs/evidence.md` and has a version: whoever keeps one can
//! compute the chain of its events anew, years later and without this program.
//! Times are milliseconds since 1970, UTC, as the hashes have them.

use super::overrule::{RequestStatus, ReviewerRef};
use serde::Serialize;

/// The name and the version of the shape.
pub const SCHEMA: &str = "vestibule.evidence/1";

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceBundle {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// When it was put together.
    pub made_at: i64,
    /// By whom.
    pub made_by: ReviewerRef,
    /// The case.
    pub case: CaseRecord,
    /// What the person typed, masked; nothing once they are erased.
    pub answers: Vec<AnswerRecord>,
    /// Each decision of the upstream, in order.
    pub decisions: Vec<DecisionRecord>,
    /// Each request upstream, as the hash of its frozen bytes.
    pub attempts: Vec<AttemptRecord>,
    /// What reviewers wanted overruled.
    pub overrule_requests: Vec<OverruleRecord>,
    /// What reviewers were let see.
    pub reveals: Vec<RevealRecord>,
    /// The staff who are named in it.
    pub staff: Vec<ReviewerRef>,
    /// The trail, every line of it.
    pub events: Vec<EventRecord>,
    /// What shows that the trail is whole.
    pub proof: ChainProof,
}

/// The case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseRecord {
    /// What people call it.
    pub reference: String,
    /// Its state.
    pub state: String,
    /// The decision that this stands for.
    pub decision: String,
    /// The upstream's id, if it has one.
    pub external_id: Option<String>,
    /// When it was opened.
    pub opened_at: i64,
    /// When its details were first handed in.
    pub submitted_at: Option<i64>,
    /// When the person was erased.
    pub erased_at: Option<i64>,
}

/// An answer, masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerRecord {
    /// Which field.
    pub field: String,
    /// Its mask, or a word about it; nothing if nothing was given.
    pub masked: Option<String>,
}

/// A decision of the upstream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecisionRecord {
    /// By which line of the trail.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// What.
    pub decision: String,
}

/// A request upstream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttemptRecord {
    /// From 1.
    pub number: i64,
    /// SHA-256 of its frozen bytes as they were sealed, hex.
    pub digest: String,
    /// When it was frozen.
    pub opened_at: i64,
    /// When it was settled.
    pub settled_at: Option<i64>,
}

/// A request to overrule. Reasons are without whatever can be recognised of the
/// person, and nothing once they are erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OverruleRecord {
    /// From 1.
    pub number: u32,
    /// What it should be.
    pub outcome: String,
    /// What the decision was then.
    pub decision: String,
    /// Who asked: a key.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
    /// Why.
    pub reason: Option<String>,
    /// How it stands.
    pub standing: RequestStatus,
    /// Who answered: a key.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<i64>,
    /// Why.
    pub answer: Option<String>,
}

/// A field that was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevealRecord {
    /// Which.
    pub field: String,
    /// To whom: a key.
    pub by: String,
    /// When.
    pub at: i64,
    /// Until when.
    pub until: i64,
    /// Why, as above.
    pub reason: Option<String>,
}

/// A line of the trail, as it was hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventRecord {
    /// Its place among all lines of this installation.
    pub pos: i64,
    /// How it is hashed: 1 without its place, 2 with it.
    pub rule: i64,
    /// Its place in this case, from 1.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// The details, letter by letter as they were hashed.
    pub detail: String,
    /// Its hash, hex.
    pub hash: String,
}

/// What shows that the trail is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChainProof {
    /// The key of the case, hex: what its hashes begin with.
    pub application: String,
    /// The hash of its last line, hex.
    pub head: String,
    /// What came of the examination when this was put together.
    pub verified: VerificationRecord,
    /// The checkpoints that cover its lines, in order.
    pub checkpoints: Vec<CheckpointRecord>,
    /// The last one of the installation.
    pub last_checkpoint: Option<CheckpointRecord>,
    /// The public key of the installation.
    pub signed_by: String,
    /// How to have all of it examined anew.
    pub check_with: String,
}

/// What an examination found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerificationRecord {
    /// When.
    pub at: i64,
    /// Whether nothing is wrong.
    pub whole: bool,
    /// How many lines are under a signature.
    pub signed: usize,
    /// How many are chained and will be with the next checkpoint.
    pub unsigned: usize,
    /// What is wrong, the first first.
    pub faults: Vec<String>,
}

/// A checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckpointRecord {
    /// From 1.
    pub number: i64,
    /// The last line that it covers.
    pub upto: i64,
    /// How many it covers.
    pub count: i64,
    /// When it was made.
    pub at: i64,
    /// What is signed, hex.
    pub hash: String,
    /// The signature, hex.
    pub signature: String,
}

/// In which form somebody takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceFormat {
    /// As a file.
    File,
    /// As a page to print.
    Page,
}
