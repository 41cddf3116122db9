//! The requests that reached the sandbox. Tests compare them with the caller's
//! data.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::endpoint::Endpoint;

/// One request that the sandbox handled or rejected. The ledger only counts reads.
/// It has no entry for a call that [`DropBefore`](crate::FaultKind::DropBefore) hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    /// The time of the answer.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The state of the `Authorization` header.
    pub authorization: Authorization,
    /// The body as received; a string if it is not JSON.
    pub body: Value,
    /// A keyed hash of the body: equal only for identical bytes. Its key belongs to
    /// this process, so the hash does not reveal masked values.
    pub bytes: String,
    /// Whether the sandbox did what the call demands, even if the answer says otherwise.
    pub accepted: bool,
    /// The status sent; `None` if the sandbox closed the connection instead.
    pub answer: Option<u16>,
    /// The inquiry that the call concerns.
    pub external_id: Option<String>,
}

/// The state of an `Authorization` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authorization {
    /// The header is absent.
    Missing,
    /// It holds no valid token.
    Wrong,
    /// It holds a valid token.
    Right,
}

impl LedgerEntry {
    /// The entry for files and pages: the SSN keeps its last four digits, and a
    /// webhook's secret is removed.
    pub(crate) fn masked(&self) -> Self {
        Self {
            body: mask(&self.body),
            ..self.clone()
        }
    }
}

fn mask(body: &Value) -> Value {
    match body {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let masked = match name.as_str() {
                    "ssn" => last_four(value),
                    "signing_secret" => json!("***"),
                    _ => value.clone(),
                };
                (name.clone(), masked)
            })
            .collect(),
        // Unstructured text may contain an SSN anywhere.
        Value::String(text) => json!(format!("[not JSON, {} bytes]", text.len())),
        other => other.clone(),
    }
}

fn last_four(ssn: &Value) -> Value {
    let digits: Vec<char> = ssn
        .as_str()
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    match digits.len() {
        9 => json!(
            digits
                .iter()
                .skip(5)
                .fold(String::from("***-**-"), |mut text, digit| {
                    text.push(*digit);
                    text
                })
        ),
        _ => json!("***"),
    }
}

/// All entries and counts in memory, and optionally the entries on disk.
pub(crate) struct Ledger {
    data: Mutex<LedgerData>,
    key: RandomState,
}

struct LedgerData {
    entries: Vec<LedgerEntry>,
    calls: HashMap<Endpoint, u64>,
    status_calls: HashMap<String, u64>,
    file: Option<File>,
}

impl Ledger {
    pub(crate) fn open(path: Option<&Path>) -> io::Result<Self> {
        let file = path
            .map(|path| OpenOptions::new().create(true).append(true).open(path))
            .transpose()?;
        let data = Mutex::new(LedgerData {
            entries: Vec::new(),
            calls: HashMap::new(),
            status_calls: HashMap::new(),
            file,
        });
        let key = RandomState::new();
        Ok(Self { data, key })
    }

    /// The value of [`LedgerEntry::bytes`] for a body.
    pub(crate) fn hash_body(&self, body: &[u8]) -> String {
        format!("{:016x}", self.key.hash_one(body))
    }

    /// Counts a call that reached an endpoint, before any fault applies.
    pub(crate) fn count(&self, endpoint: Endpoint, external_id: Option<&str>) {
        let mut data = self.lock();
        *data.calls.entry(endpoint).or_default() += 1;
        if let (Endpoint::Status, Some(id)) = (endpoint, external_id) {
            *data.status_calls.entry(id.to_owned()).or_default() += 1;
        }
    }

    /// Records a request. With a file, returns once the entry is on disk.
    ///
    /// This blocks deliberately. An await between the change and its record would
    /// lose the record alone when the caller disconnects.
    pub(crate) fn record(&self, entry: LedgerEntry) -> io::Result<()> {
        let mut data = self.lock();
        if let Some(file) = &mut data.file {
            let mut line = serde_json::to_vec(&entry.masked())?;
            line.push(b'\n');
            file.write_all(&line)?;
            file.sync_data()?;
        }
        data.entries.push(entry);
        Ok(())
    }

    pub(crate) fn entries(&self) -> Vec<LedgerEntry> {
        self.lock().entries.clone()
    }

    pub(crate) fn calls(&self, endpoint: Endpoint) -> u64 {
        self.lock().calls.get(&endpoint).copied().unwrap_or(0)
    }

    pub(crate) fn status_calls(&self, external_id: &str) -> u64 {
        self.lock()
            .status_calls
            .get(external_id)
            .copied()
            .unwrap_or(0)
    }

    fn lock(&self) -> MutexGuard<'_, LedgerData> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
