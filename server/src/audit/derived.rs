//! Rows of other tables that follow from the trails: assignees, reveals, override requests and
//! staff accounts. What decides is in these tables, so a row written by hand must not go unnoticed.

use super::{RowFault, TrailRow};
use crate::crypto::hex;
use kyc::{
    admin::{ReviewerId, audit::StaffEvent, list::Decision},
    audit::{Action, Actor},
    state::StateKind,
};
use std::collections::{BTreeMap, HashMap};

/// Name and value of a compared column.
pub(crate) type Column = (&'static str, String);

/// An application's id, and the sequence number of an event.
type Place = (Vec<u8>, i64);

/// The word for an empty column.
const NONE: &str = "none";

/// A value as it is compared.
pub(crate) fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| value.to_string())
}

/// A stored reviewer's id as it is compared.
pub(crate) fn reviewer(id: Option<&[u8]>) -> String {
    let id = id.filter(|id| !id.is_empty());
    let known = id.map(|id| match id.try_into() {
        Ok(id) => ReviewerId::new(id).to_string(),
        Err(_) => hex(id),
    });
    shown(known)
}

/// The rows of one table as the trails want them.
struct Expected<K> {
    table: &'static str,
    rows: BTreeMap<K, Vec<Column>>,
}

impl<K: Ord> Expected<K> {
    const fn of(table: &'static str) -> Self {
        Self {
            table,
            rows: BTreeMap::new(),
        }
    }

    fn fault(&self, row: &str, what: String) -> RowFault {
        RowFault {
            table: self.table,
            row: row.to_owned(),
            what,
        }
    }

    /// Compares a stored row, which is then no longer expected.
    fn stored(&mut self, key: &K, row: &str, stored: &[Column]) -> Vec<RowFault> {
        let Some(expected) = self.rows.remove(key) else {
            return vec![self.fault(row, "no event in the trail made this row".to_owned())];
        };
        let both = expected.iter().zip(stored);
        let others = both.filter(|(expected, stored)| expected != stored);
        let what = others
            .map(|((name, trail), (_, row))| format!("{name} is {row}, but {trail} by the trail"));
        what.map(|what| self.fault(row, what)).collect()
    }

    /// The rows that are expected and were not stored.
    fn missing(&self, name: impl Fn(&K) -> String) -> Vec<RowFault> {
        let rows = self.rows.keys();
        let what = || "the row is missing".to_owned();
        rows.map(|key| self.fault(&name(key), what())).collect()
    }
}

/// The rows about cases.
pub(crate) struct CaseRows {
    cases: Expected<Vec<u8>>,
    reveals: Expected<Place>,
    overrides: Expected<Place>,
    /// The event of each application's last override request.
    open_requests: HashMap<Vec<u8>, i64>,
    /// References of the applications with such rows.
    names: HashMap<Vec<u8>, Option<String>>,
    faults: Vec<RowFault>,
}

impl CaseRows {
    pub(crate) fn new() -> Self {
        Self {
            cases: Expected::of("cases"),
            reveals: Expected::of("reveals"),
            overrides: Expected::of("overrules"),
            open_requests: HashMap::new(),
            names: HashMap::new(),
            faults: Vec::new(),
        }
    }

    /// Takes in the next event, in order of position.
    pub(crate) fn event(&mut self, row: &TrailRow<'_>) {
        let line = &row.line;
        let is_known = ["assigned", "revealed", "overrule_"];
        if !is_known.iter().any(|word| line.action.starts_with(word)) {
            return;
        }
        let id = line.application.to_vec();
        let by = match Actor::parse(line.actor) {
            Some(Actor::Reviewer(id)) => id.to_string(),
            _ => line.actor.to_owned(),
        };
        let (place, at) = ((id.clone(), line.seq), line.at.to_string());
        self.names.entry(id.clone()).or_default();
        match serde_json::from_str(line.detail) {
            Ok(Action::Assigned { to: Some(to), .. }) => {
                self.cases.rows.insert(id, vec![("assignee", to)]);
            }
            Ok(Action::Assigned { to: None, .. }) => {
                self.cases.rows.remove(&id);
            }
            Ok(Action::Revealed { field, .. }) => {
                let columns = vec![("reviewer_id", by), ("field", field), ("at", at)];
                self.reveals.rows.insert(place, columns);
            }
            Ok(Action::OverrideRequested { outcome, .. }) => {
                let decision = StateKind::parse(line.to).map(Decision::of);
                let decision = decision.map_or("", Decision::as_str);
                let mut columns = vec![
                    ("outcome", outcome),
                    ("decision", decision.to_owned()),
                    ("asked_by", by),
                    ("asked_at", at),
                ];
                columns.extend(answer("open", None));
                self.open_requests.insert(id, line.seq);
                self.overrides.rows.insert(place, columns);
            }
            Ok(Action::OverrideConfirmed { .. }) => {
                self.answered(id, answer("confirmed", Some((by, at, line.seq))));
            }
            Ok(Action::OverrideRejected { .. }) => {
                self.answered(id, answer("turned_down", Some((by, at, line.seq))));
            }
            // The verifier of the trail reports an event that was changed.
            _ => {}
        }
    }

    fn answered(&mut self, id: Vec<u8>, answer: Vec<Column>) {
        let seq = self.open_requests.get(&id).copied().unwrap_or_default();
        if let Some(columns) = self.overrides.rows.get_mut(&(id, seq)) {
            columns.truncate(4);
            columns.extend(answer);
        }
    }

    /// Takes in the reference of an application.
    pub(crate) fn application(&mut self, id: &[u8], reference: &str) {
        if let Some(name) = self.names.get_mut(id) {
            *name = Some(reference.to_owned());
        }
    }

    /// Compares the state of the list's row with the application's.
    pub(crate) fn state(&mut self, reference: &str, application: &str, case: Option<&str>) {
        if case != Some(application) {
            let what = format!("state is {}, but {application} by the trail", shown(case));
            self.faults.push(self.cases.fault(reference, what));
        }
    }

    /// Compares the assignee of a case.
    pub(crate) fn assignee(&mut self, id: &[u8], reference: &str, assignee: &[u8]) {
        let columns = vec![("assignee", reviewer(Some(assignee)))];
        let found = self.cases.stored(&id.to_vec(), reference, &columns);
        self.faults.extend(found);
    }

    /// Compares a reveal.
    pub(crate) fn reveal(&mut self, id: &[u8], seq: i64, columns: &[Column]) {
        let (place, row) = ((id.to_vec(), seq), self.row(id, seq));
        let found = self.reveals.stored(&place, &row, columns);
        self.faults.extend(found);
    }

    /// Compares an override request. The store marks an unanswered one as void where the provider
    /// has changed its decision: that is no event.
    pub(crate) fn override_row(&mut self, id: &[u8], seq: i64, columns: &[Column]) {
        let (place, row) = ((id.to_vec(), seq), self.row(id, seq));
        let void = ("standing", "void".to_owned());
        if columns.contains(&void)
            && let Some(expected) = self.overrides.rows.get_mut(&place)
        {
            let open = ("standing", "open".to_owned());
            if let Some(status) = expected.iter_mut().find(|it| **it == open) {
                status.clone_from(&void);
            }
        }
        let found = self.overrides.stored(&place, &row, columns);
        self.faults.extend(found);
    }

    fn row(&self, id: &[u8], seq: i64) -> String {
        let name = self.names.get(id).cloned().flatten();
        format!("{}, event {seq}", name.unwrap_or_else(|| hex(id)))
    }

    /// Returns the faults after all events and rows.
    pub(crate) fn end(mut self) -> Vec<RowFault> {
        let mut found = Vec::new();
        for (id, columns) in &self.cases.rows {
            let name = self.names.get(id).cloned().flatten();
            let name = name.unwrap_or_else(|| hex(id));
            for (column, trail) in columns {
                let what = format!("{column} is {NONE}, but {trail} by the trail");
                found.push(self.cases.fault(&name, what));
            }
        }
        let place = |(id, seq): &Place| self.row(id, *seq);
        found.extend(self.reveals.missing(place));
        found.extend(self.overrides.missing(place));
        self.faults.append(&mut found);
        self.faults
    }
}

/// The columns of the answer to an override request.
fn answer(status: &str, by: Option<(String, String, i64)>) -> Vec<Column> {
    let (by, at, seq) = match by {
        Some((by, at, seq)) => (Some(by), Some(at), Some(seq)),
        None => (None, None, None),
    };
    vec![
        ("standing", status.to_owned()),
        ("answered_by", shown(by)),
        ("answered_at", shown(at)),
        ("answered_seq", shown(seq)),
    ]
}

/// The staff accounts.
pub(crate) struct AccountRows {
    expected: Expected<Vec<u8>>,
    faults: Vec<RowFault>,
}

impl AccountRows {
    pub(crate) fn new() -> Self {
        Self {
            expected: Expected::of("reviewers"),
            faults: Vec::new(),
        }
    }

    /// Takes in the next event of the staff's trail, in order of position.
    pub(crate) fn event(&mut self, about: &[u8], event: &str, detail: &str) {
        let words = ["added", "withdrawn", "role_changed", "disabled", "enabled"];
        if !words.contains(&event) {
            return;
        }
        let rows = &mut self.expected.rows;
        let mut set = |column: usize, value: String| {
            if let Some(columns) = rows.get_mut(about) {
                columns[column].1 = value;
            }
        };
        match serde_json::from_str(detail) {
            Ok(StaffEvent::RoleChanged { to, .. }) => set(0, to.as_str().to_owned()),
            Ok(StaffEvent::Disabled) => set(1, true.to_string()),
            Ok(StaffEvent::Enabled) => set(1, false.to_string()),
            Ok(StaffEvent::Added { role }) => {
                let role = role.as_str().to_owned();
                let columns = vec![("role", role), ("disabled", false.to_string())];
                rows.insert(about.to_vec(), columns);
            }
            Ok(StaffEvent::Withdrawn) => {
                rows.remove(about);
            }
            _ => {}
        }
    }

    /// Compares a stored account: its role, whether it is disabled, and the `fault` of its row.
    pub(crate) fn stored(
        &mut self,
        id: &[u8],
        name: &str,
        (role, is_disabled): (&str, bool),
        fault: Option<String>,
    ) {
        let (role, disabled) = (role.to_owned(), is_disabled.to_string());
        let columns = vec![("role", role), ("disabled", disabled)];
        let found = self.expected.stored(&id.to_vec(), name, &columns);
        self.faults.extend(found);
        self.faults
            .extend(fault.map(|fault| self.expected.fault(name, fault)));
    }

    /// Ends the accounts.
    pub(crate) fn end(mut self) -> Vec<RowFault> {
        let name = |id: &Vec<u8>| reviewer(Some(id.as_slice()));
        self.faults.extend(self.expected.missing(name));
        self.faults
    }
}
