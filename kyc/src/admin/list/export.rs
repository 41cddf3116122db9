//! The list as a CSV file for spreadsheets (RFC 4180). The `csv` crate is not used: the formula
//! guard stays, and its writer returns three errors that a line in memory cannot have.

use super::{CaseRow, Decision, Person};
use crate::pii::Pii;
use time::format_description::well_known::Rfc3339;

/// The columns of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Without personal data.
    Plain,
    /// With name and email address.
    Personal,
}

const PLAIN: &[&str] = &[
    "reference",
    "state",
    "decision",
    "upstream_status",
    "opened_at",
    "last_event",
    "last_event_at",
    "assignee",
];
const PERSONAL: &[&str] = &["name", "email"];

impl Columns {
    /// The header line.
    #[must_use]
    pub fn head(self) -> String {
        let personal = match self {
            Self::Plain => &[],
            Self::Personal => PERSONAL,
        };
        let cells = PLAIN.iter().chain(personal).map(|cell| (*cell).to_owned());
        line(cells)
    }
}

/// The line of a row.
#[must_use]
pub fn csv(row: &CaseRow, columns: Columns) -> String {
    let at = |at: time::OffsetDateTime| at.format(&Rfc3339).unwrap_or_default();
    let words = [
        row.provider_status.status.as_str(),
        row.provider_status.sub_status.as_str(),
    ];
    let mut cells = vec![
        row.reference.as_str().to_owned(),
        row.state.as_str().to_owned(),
        Decision::of(row.state).as_str().to_owned(),
        words.join(" ").trim().to_owned(),
        at(row.opened_at),
        row.event.clone(),
        at(row.event_at),
        row.assignee.clone().unwrap_or_default(),
    ];
    if columns == Columns::Personal {
        let text = |text: &Option<Pii<String>>| {
            text.as_ref()
                .map(|it| it.expose().clone())
                .unwrap_or_default()
        };
        match &row.person {
            Person::Known { name, email } => cells.extend([text(name), text(email)]),
            Person::Erased | Person::Unreadable => cells.extend([String::new(), String::new()]),
        }
    }
    line(cells)
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<_> = cells.into_iter().map(|text| cell(&text)).collect();
    format!("{}\r\n", cells.join(","))
}

/// One cell. A leading `'` keeps a spreadsheet from reading the text as a formula (ASVS 1.2.10).
/// Text with separators is quoted.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if formula || safe.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_ends_early() {
        for (text, written) in [
            ("John Doe", "John Doe"),
            ("", ""),
            ("Doe, John", "\"Doe, John\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("a\r\nb", "\"a\r\nb\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
        assert_eq!(
            Columns::Personal.head(),
            "reference,state,decision,upstream_status,opened_at,last_event,last_event_at,assignee,name,email\r\n"
        );
        assert!(!Columns::Plain.head().contains("name"));
    }
}
