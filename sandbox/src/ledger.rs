//! What reached upstream: for tests to compare with what the caller believes.

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

/// One request that was looked at or refused. Reads are counted, not kept, and
/// a call dropped before it was looked at never got this far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When it was answered.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The call.
    pub endpoint: Endpoint,
    /// What the `Authorization` header held.
    pub authorization: Authorization,
    /// The body as it came; a string if it was not JSON.
    pub body: Value,
    /// The same for the same bytes, to the last one, and nothing else: a hash under a
    /// key of this process, so that it gives away nothing that the body hides.
    pub bytes: String,
    /// Whether upstream did what was asked, whatever the caller was told.
    pub accepted: bool,
    /// The status sent, or nothing if the connection was closed instead.
    pub answer: Option<u16>,
    /// The inquiry it led to.
    pub external_id: Option<String>,
}

/// What an `Authorization` header held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authorization {
    /// There was none.
    Missing,
    /// It was no token that lets anybody in.
    Wrong,
    /// It was.
    Right,
}

impl Entry {
    /// The entry with any SSN cut to its last four digits, and without a
    /// webhook's secret: for files and pages.
    #[must_use]
    pub fn masked(&self) -> Self {
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
                let shown = match name.as_str() {
                    "ssn" => last_four(value),
                    "signing_secret" => json!("***"),
                    _ => value.clone(),
                };
                (name.clone(), shown)
            })
            .collect(),
        // Whatever it was, an SSN might stand anywhere in it.
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

/// Everything recorded, in memory and, if so ordered, on disk.
pub(crate) struct Ledger {
    pages: Mutex<Pages>,
    key: RandomState,
}

struct Pages {
    entries: Vec<Entry>,
    calls: HashMap<Endpoint, u64>,
    status_calls: HashMap<String, u64>,
    file: Option<File>,
}

impl Ledger {
    pub(crate) fn open(path: Option<&Path>) -> io::Result<Self> {
        let file = path
            .map(|path| OpenOptions::new().create(true).append(true).open(path))
            .transpose()?;
        let pages = Mutex::new(Pages {
            entries: Vec::new(),
            calls: HashMap::new(),
            status_calls: HashMap::new(),
            file,
        });
        let key = RandomState::new();
        Ok(Self { pages, key })
    }

    /// What [`Entry::bytes`] says of a body.
    pub(crate) fn bytes(&self, body: &[u8]) -> String {
        format!("{:016x}", self.key.hash_one(body))
    }

    /// Counts a call that reached an endpoint, whatever becomes of it.
    pub(crate) fn count(&self, endpoint: Endpoint, external_id: Option<&str>) {
        let mut pages = self.lock();
        *pages.calls.entry(endpoint).or_default() += 1;
        if let (Endpoint::Status, Some(id)) = (endpoint, external_id) {
            *pages.status_calls.entry(id.to_owned()).or_default() += 1;
        }
    }

    /// Records a request. With a file, returns once it is on the disk: blocking
    /// is meant, since no await may come between a deed and its record, or a
    /// caller who hangs up would undo the record alone.
    pub(crate) fn record(&self, entry: Entry) -> io::Result<()> {
        let mut pages = self.lock();
        if let Some(file) = &mut pages.file {
            let mut line = serde_json::to_vec(&entry.masked())?;
            line.push(b'\n');
            file.write_all(&line)?;
            file.sync_data()?;
        }
        pages.entries.push(entry);
        Ok(())
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
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

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
