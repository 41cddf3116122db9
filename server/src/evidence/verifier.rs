//! Verification of an evidence file: digests of its parts, signature, chain, checkpoints, and the
//! parts that follow from the events.

use super::{
    UNDIGESTED, digest,
    findings::{Findings, WrongField},
    json::{self, NULL, bytes, items, member, text},
    key_id, proof, signed_bytes,
};
use crate::crypto::{CertificateChain, RootCertificate, hex, is_signed_by};
use kyc::{
    admin::{disclosure::bundle::SCHEMA, list::Decision},
    state::StateKind,
};
use serde_json::Value;
use std::time::Duration;

/// The result of a verification.
#[derive(Default)]
pub(crate) struct Verification {
    /// The public key that signed the file, hex.
    pub(crate) key: String,
    /// The wrong fields; the first is the most precise name of what was changed.
    pub(crate) wrong: Vec<WrongField>,
}

/// What vouches for the key of a file.
#[derive(Clone, Copy)]
pub(crate) enum Trust<'a> {
    /// Nothing: a forger signs the forged file, too.
    Nothing,
    /// The public key, hex, as the installation publishes it.
    Key(&'a str),
    /// The root of the key's certificates.
    Root(&'a RootCertificate),
}

/// Verifies a file.
pub(crate) fn verify(file: &[u8], trust: Trust<'_>) -> Verification {
    let mut found = Findings::default();
    let Ok(file) = json::parse(file) else {
        found.wrong("file", "it is not the JSON of an evidence file");
        return Verification {
            wrong: found.into_fields(),
            ..Verification::default()
        };
    };
    let why = "this program verifies another version of the format";
    found.expect(text(&file, "schema") == SCHEMA, "schema", why);
    let public = bytes(member(&file, "signed_by"), "public");
    proof::events(&file, &mut found);
    proof::checkpoints(&file, &public, &mut found);
    proof::inclusion(&file, &mut found);
    derived(&file, &mut found);
    let mut found = in_order(changed_parts(&file), found.into_fields());
    signature(&file, &public, trust, &mut found);
    Verification {
        key: hex(&public),
        wrong: found.into_fields(),
    }
}

/// The parts whose digest is another, or that have none.
fn changed_parts(file: &Value) -> Vec<WrongField> {
    let mut found = Findings::default();
    let digests = member(file, "digests");
    let parts = file.as_object().into_iter().flatten();
    for (name, part) in parts.filter(|(name, _)| !UNDIGESTED.contains(&name.as_str())) {
        let why = "it is not the part with the digest of the file";
        found.expect(text(digests, name) == digest(part), name, why);
    }
    for (name, _) in digests.as_object().into_iter().flatten() {
        found.expect(file.get(name).is_some(), name, "it is missing");
    }
    found.into_fields()
}

/// The changed parts first, each by the fields within it that were found wrong.
fn in_order(parts: Vec<WrongField>, inner: Vec<WrongField>) -> Findings {
    let mut ordered = Vec::new();
    let mut rest = inner;
    for part in parts {
        let is_within = |it: &WrongField| {
            let below = it.field.strip_prefix(&part.field);
            below.is_some_and(|below| below.is_empty() || below.starts_with(['.', '[']))
        };
        let (within, others): (Vec<_>, _) = rest.into_iter().partition(is_within);
        rest = others;
        if within.is_empty() {
            ordered.push(part);
        }
        ordered.extend(within);
    }
    ordered.extend(rest);
    Findings::from(ordered)
}

fn signature(file: &Value, public: &[u8], trust: Trust<'_>, found: &mut Findings) {
    let key = member(file, "signed_by");
    found.expect(
        text(key, "algorithm") == "ed25519",
        "signed_by.algorithm",
        "it is not ed25519",
    );
    found.expect(
        text(key, "id") == key_id(public),
        "signed_by.id",
        "it is not the id of the key",
    );
    match trust {
        Trust::Nothing => {}
        Trust::Key(published) => {
            let why = "it is not the published key";
            found.expect(published == hex(public), "signed_by.public", why);
        }
        Trust::Root(root) => {
            let why = "they do not lead from the key to the root";
            let is_certified = is_certified(file, public, root);
            found.expect(is_certified, "signed_by.certificates", why);
        }
    }
    found.expect(
        is_signed_by(public, &signed_bytes(file), &bytes(file, "signature")),
        "signature",
        "it is not the key's signature over this file",
    );
}

/// Whether the key's certificates led to the root when the file was made.
fn is_certified(file: &Value, public: &[u8], root: &RootCertificate) -> bool {
    let certificates = items(member(file, "signed_by"), "certificates");
    let chain = CertificateChain::from_base64(certificates.iter().filter_map(Value::as_str));
    let made_at = member(file, "made_at").as_u64().map(Duration::from_millis);
    let chain = chain.zip(made_at);
    chain.is_some_and(|(chain, made_at)| chain.leads_to(root, public, made_at))
}

/// The decision of a state's stored word.
fn decision(state: &Value) -> Option<Decision> {
    StateKind::parse(state.as_str()?).map(Decision::of)
}

/// Verifies the parts that follow from the events.
fn derived(file: &Value, found: &mut Findings) {
    let events = items(file, "events");
    let (case, last) = (member(file, "case"), events.last().unwrap_or(&NULL));
    let why = "it is not the state after the last event";
    found.expect(
        member(case, "state") == member(last, "to"),
        "case.state",
        why,
    );
    let decided = decision(member(case, "state"));
    let why = "it does not follow from the state";
    let is_decision = decided.is_some_and(|it| it.as_str() == text(case, "decision"));
    found.expect(is_decision, "case.decision", why);

    let mut records = items(file, "decisions").iter();
    for event in events {
        let is = decision(member(event, "to"));
        if decision(member(event, "from")) == is {
            continue;
        }
        let record = records.next().unwrap_or(&NULL);
        let follows = member(record, "seq") == member(event, "seq")
            && member(record, "at") == member(event, "at")
            && is.is_some_and(|is| is.as_str() == text(record, "decision"));
        found.expect(follows, "decisions", "they do not follow from the events");
    }
    found.expect(
        records.next().is_none(),
        "decisions",
        "one follows from no event",
    );

    for (part, action) in [
        ("reveals", "revealed"),
        ("overrule_requests", "overrule_asked"),
    ] {
        let count = events.iter();
        let count = count.filter(|event| text(event, "action") == action);
        let why = "there is not one for each such event";
        found.expect(items(file, part).len() == count.count(), part, why);
    }
    let whole = member(member(member(file, "proof"), "verified"), "whole");
    let why = "the installation itself found the trail changed";
    found.expect(whole == true, "proof.verified.whole", why);
}
