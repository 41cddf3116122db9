//! `docs/ux-rules.md` lists every rule once, and names only files and tests that exist.

use crate::architecture::root;
use std::fs;

fn table() -> String {
    fs::read_to_string(root().join("docs/ux-rules.md")).expect("the table")
}

/// Texts between backticks in the rows of the table.
fn named(table: &str) -> Vec<&str> {
    let rows = table.lines().filter(|line| line.starts_with("| "));
    rows.flat_map(|row| row.split('`').skip(1).step_by(2))
        .collect()
}

/// Whether a file contains a test or a group with this title.
fn holds(text: &str, path: &str, title: &str) -> bool {
    if path.ends_with(".rs") {
        return text.contains(&format!("fn {title}("));
    }
    text.lines().any(|line| {
        let starts = ["'", "`"].map(|quote| line.contains(&format!("({quote}{title}")));
        (line.contains("test(") || line.contains("describe(")) && starts.contains(&true)
    })
}

#[test]
fn every_named_file_and_test_exists() {
    let table = table();
    let named = named(&table);
    assert!(named.len() > 80, "{} names were read", named.len());
    let missing: Vec<_> = named
        .into_iter()
        .filter(|name| {
            let (path, title) = name.split_once(" › ").unwrap_or((name, ""));
            let folder = if path.ends_with(".spec.ts") {
                "end2end/tests"
            } else {
                ""
            };
            let text = fs::read_to_string(root().join(folder).join(path)).unwrap_or_default();
            text.is_empty() || (!title.is_empty() && !holds(&text, path, title))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_rule_is_listed_once_in_order() {
    let table = table();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| "));
    let mut numbers = Vec::new();
    for row in rows {
        let first = row.split(' ').next().unwrap_or_default();
        let (from, to) = first.split_once('–').unwrap_or((first, first));
        if let (Ok(from), Ok(to)) = (from.parse::<u8>(), to.parse()) {
            numbers.extend(from..=to);
        }
    }
    assert_eq!(numbers, (1..=42).collect::<Vec<_>>());
}

#[test]
fn every_rule_has_a_test_or_is_marked_not_yet() {
    for row in table().lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        if cells[0].starts_with(|c: char| c.is_ascii_digit()) {
            assert_eq!(cells.len(), 4, "{row}");
            assert_eq!(cells[2].starts_with("not yet: "), cells[3] == "–", "{row}");
        }
    }
}
