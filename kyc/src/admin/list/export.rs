//! The list as a CSV file for spreadsheets (RFC 4180). The `csv` crate is not used. The formula
//! guard stays, and its writer returns three errors that a line in memory cannot have.

use super::{CaseRow, Decision, ExportColumns, Person};
use crate::{
    pii::Pii,
    value::text::{is_invisible, narrow},
};
use time::{OffsetDateTime, UtcOffset};

/// The columns of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Without personal data.
    Plain,
    /// With full name and email address.
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
    "submitted_at",
    "decided_at",
    "provider_id",
    "erased_at",
    "override",
];
const PERSONAL: &[&str] = &["name", "email"];

impl Columns {
    /// The header line, after a byte order mark: without one, spreadsheets do not read UTF-8.
    #[must_use]
    pub fn head(self) -> String {
        let personal = match self {
            Self::Plain => &[],
            Self::Personal => PERSONAL,
        };
        let cells = PLAIN.iter().chain(personal).map(|cell| (*cell).to_owned());
        format!("\u{FEFF}{}", line(cells))
    }
}

/// A time in seconds and UTC, so that all have one length.
fn timestamp(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (date, (hour, minute, second)) = (at.date(), at.to_hms());
    format!(
        "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

/// The line of a row.
#[must_use]
pub fn csv(row: &CaseRow, columns: Columns) -> String {
    let words = [
        row.provider_status.status.as_str(),
        row.provider_status.sub_status.as_str(),
    ];
    let mut cells = vec![
        row.reference.as_str().to_owned(),
        row.state.as_str().to_owned(),
        Decision::of(row.state).as_str().to_owned(),
        words.join(" ").trim().to_owned(),
        timestamp(row.opened_at),
        row.event.clone(),
        timestamp(row.event_at),
        row.assignee.clone().unwrap_or_default(),
    ];
    let time = |at: Option<OffsetDateTime>| at.map(timestamp).unwrap_or_default();
    let more = row.export.clone().unwrap_or_default();
    let ExportColumns {
        submitted_at,
        decided_at,
        external_id,
        erased_at,
        override_request,
    } = more;
    cells.extend([
        time(submitted_at),
        time(decided_at),
        external_id.unwrap_or_default(),
        time(erased_at),
        override_request.unwrap_or_default(),
    ]);
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

/// One line of quoted cells, none of which is a formula.
pub fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<_> = cells.into_iter().map(|text| cell(&text)).collect();
    format!("{}\r\n", cells.join(","))
}

/// One cell, quoted. A `'` before each start of a formula keeps a spreadsheet from reading it (ASVS
/// 1.2.10).
///
/// A formula may also start after a separator inside the text. A spreadsheet with semicolons or
/// tabs as separators splits the cell there.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 2);
    let mut rest = text;
    loop {
        if starts_a_formula(rest) {
            safe.push('\'');
        }
        let Some(end) = rest.find(is_separator) else {
            break;
        };
        let width = rest[end..].chars().next().map_or(1, char::len_utf8);
        let (part, behind) = rest.split_at(end + width);
        safe.push_str(part);
        rest = behind;
    }
    safe.push_str(rest);
    format!("\"{}\"", safe.replace('"', "\"\""))
}

/// Whether a program may end a cell at this character.
const fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '|' | '\t' | '\n' | '\r' | '"')
}

/// Whether a text is a formula, behind what a program may skip. Full-width signs count: East Asian
/// versions evaluate them.
fn starts_a_formula(text: &str) -> bool {
    let skipped = |c: char| (c.is_whitespace() || is_invisible(c)) && !is_separator(c);
    let sign = |c: char| matches!(narrow(c), '=' | '+' | '-' | '@' | '\t' | '\r');
    let small_sign = |c: char| {
        matches!(
            c,
            '\u{FE62}' | '\u{FE63}' | '\u{FE66}' | '\u{FE6B}' | '\u{2212}'
        )
    };
    let text = text.trim_start_matches(skipped);
    text.starts_with(|c| sign(c) || small_sign(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::name::NameTyped, id::Reference, provider::ProviderStatus, state::StateKind};
    use time::macros::datetime;

    #[test]
    fn csv_cell_is_quoted_and_starts_no_formula() {
        for (text, written) in [
            ("John Doe", "\"John Doe\""),
            ("", "\"\""),
            ("Doe, John", "\"Doe, John\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("a\r\nb", "\"a\r\nb\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t'=1\""),
            ("\r=1", "\"'\r'=1\""),
            (";=1+1", "\";'=1+1\""),
            ("John ; =1+1", "\"John ;' =1+1\""),
            ("a,=1", "\"a,'=1\""),
            ("a|@x", "\"a|'@x\""),
            ("a\n-1", "\"a\n'-1\""),
            ("\"=1", "\"\"\"'=1\""),
            ("＝1+1", "\"'＝1+1\""),
            ("；＝1", "\"；＝1\""),
            ("＋1", "\"'＋1\""),
            ("＠x", "\"'＠x\""),
            ("\u{FEFF}=1", "\"'\u{FEFF}=1\""),
            ("\u{200B}=1", "\"'\u{200B}=1\""),
            (" \u{200E}\u{A0}=1", "\"' \u{200E}\u{A0}=1\""),
            (";\u{200B}=1", "\";'\u{200B}=1\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("O'Brien-Doe", "\"O'Brien-Doe\""),
            ("a=b", "\"a=b\""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
        assert_eq!(
            Columns::Personal.head(),
            "\u{FEFF}\"reference\",\"state\",\"decision\",\"upstream_status\",\"opened_at\",\
             \"last_event\",\"last_event_at\",\"assignee\",\"submitted_at\",\"decided_at\",\
             \"provider_id\",\"erased_at\",\"override\",\"name\",\"email\"\r\n"
        );
        assert!(!Columns::Plain.head().contains("name"));
    }

    #[test]
    fn csv_row_has_full_names_and_times_in_utc_seconds() {
        let typed = NameTyped {
            given: " Ana ".to_owned(),
            middle: "María".to_owned(),
            family: "Doe\u{200B}".to_owned(),
            ..NameTyped::default()
        };
        let row = |opened_at, event_at| CaseRow {
            number: 1,
            reference: Reference::from_entropy([7; 5]),
            state: StateKind::Draft,
            provider_status: ProviderStatus::default(),
            opened_at,
            event: "created".to_owned(),
            event_at,
            assignee_id: None,
            assignee: None,
            contested: false,
            person: Person::unmasked(&typed, "ana@example.com"),
            export: Some(ExportColumns {
                submitted_at: Some(event_at),
                external_id: Some("=ext_1".to_owned()),
                override_request: Some("approve confirmed".to_owned()),
                ..ExportColumns::default()
            }),
        };
        let line = csv(
            &row(
                datetime!(2026-11-26 10:00 UTC),
                datetime!(2026-11-26 12:00:00.123456 +02:00),
            ),
            Columns::Personal,
        );
        assert_eq!(
            line.matches("\"2026-11-26T10:00:00Z\"").count(),
            3,
            "{line}"
        );
        let more = ",\"\",\"'=ext_1\",\"\",\"approve confirmed\",";
        assert!(line.contains(more), "{line}");
        assert!(
            line.contains("\"Ana María Doe\",\"ana@example.com\""),
            "{line}"
        );
    }
}
