//! Markdown pages of the project: the length of the README, and every relative link.

use super::files;
use crate::architecture::root;
use std::{collections::BTreeMap, fs, path::Path};

/// Pages at the root, in addition to those in `docs/`.
const AT_THE_ROOT: [&str; 4] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
];

/// Text of every Markdown page by its path from the root.
fn pages() -> BTreeMap<String, String> {
    let docs = fs::read_dir(root().join("docs")).expect("the folder docs");
    let docs = docs
        .map(|entry| entry.expect("an entry").file_name())
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"));
    AT_THE_ROOT
        .map(str::to_owned)
        .into_iter()
        .chain(docs)
        .map(|path| {
            let text = fs::read_to_string(root().join(&path)).expect("a page");
            (path, text)
        })
        .collect()
}

/// The lines outside of fenced code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

/// Targets of the links outside of code.
fn links(text: &str) -> Vec<String> {
    let plain = prose(text).collect::<Vec<_>>().join("\n");
    // Every second part lies between backticks, so it is code.
    let plain: String = plain.split('`').step_by(2).collect();
    let targets = plain.split("](").skip(1);
    targets
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let allowed = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let text: String = heading.to_lowercase().chars().filter(allowed).collect();
    text.replace(' ', "-")
}

fn anchors(text: &str) -> Vec<String> {
    prose(text)
        .filter_map(|line| {
            line.strip_prefix('#')?
                .trim_start_matches('#')
                .strip_prefix(' ')
        })
        .map(anchor)
        .collect()
}

/// Reason why a link of a page is broken, or `None`.
fn fault(page: &str, target: &str) -> Option<String> {
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let file = if path.is_empty() {
        root().join(page)
    } else {
        root().join(folder).join(path)
    };
    if !file.exists() {
        return Some(format!("{page}: {target}: no such file"));
    }
    if heading.is_empty() {
        return None;
    }
    let text = fs::read_to_string(file).unwrap_or_default();
    let is_there = anchors(&text).iter().any(|anchor| anchor == heading);
    (!is_there).then(|| format!("{page}: {target}: no such heading"))
}

#[test]
fn readme_has_at_most_150_lines_and_both_commands() {
    let readme = &pages()["README.md"];
    let lines = readme.lines().count();
    assert!(lines <= 150, "{lines} lines: move the rest into docs/");
    for command in ["make run", "make test"] {
        assert!(readme.contains(command), "{command}");
    }
}

#[test]
fn every_relative_link_leads_to_a_file_and_a_heading() {
    let pages = pages();
    let all = pages.iter().flat_map(|(page, text)| {
        let links = links(text).into_iter();
        links.map(move |target| (page, target))
    });
    let relative: Vec<_> = all
        .filter(|(_, target)| !target.contains("://") && !target.starts_with("mailto:"))
        .collect();
    assert!(relative.len() > 40, "{} links were read", relative.len());
    let broken: Vec<_> = relative
        .iter()
        .filter_map(|(page, target)| fault(page, target))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_of_docs_is_linked_from_the_readme() {
    let pages = pages();
    let linked = links(&pages["README.md"]);
    let missing: Vec<_> = pages
        .keys()
        .filter(|page| *page != "README.md" && !linked.contains(page))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The texts between backticks.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn mended_points_name_existing_files_and_tests() {
    let security = &pages()["docs/security.md"];
    let table = security.split_once("## What the field found");
    let rows = table.expect("the table").1.lines();
    let rows: Vec<Vec<&str>> = rows
        .filter(|line| line.starts_with("| "))
        .map(|line| line.split(" | ").collect())
        .skip(1)
        .collect();
    assert!(rows.len() > 40, "{} rows were read", rows.len());
    let crates = ["app", "kyc", "server"];
    let sources = crates.iter().flat_map(|name| files(name, &["rs"]));
    let code: String = sources.map(|(_, text)| text).collect();
    let is_name = |it: &&str| {
        it.contains('_') && !it.contains(|c: char| c != '_' && !c.is_ascii_alphanumeric())
    };
    for row in rows {
        let [_, places, tests] = *row else {
            panic!("three cells: {row:?}");
        };
        for path in code_spans(places) {
            assert!(root().join(path).exists(), "{path}");
        }
        for name in code_spans(tests).filter(is_name) {
            assert!(code.contains(&format!("fn {name}(")), "{name}");
        }
    }
}

#[test]
fn broken_link_is_found() {
    let text = "See [a](docs/b.md#c-d), `[code](nowhere.md)`.\n```\n[e](f.md)\n```\n";
    assert_eq!(links(text), ["docs/b.md#c-d"]);
    assert_eq!(
        anchor("6. Webhooks (`POST` & more_so)"),
        "6-webhooks-post--more_so"
    );
    assert!(fault("docs/crash.md", "no-such-page.md").is_some());
    assert!(fault("docs/crash.md", "../README.md#no-such-heading").is_some());
    assert_eq!(fault("docs/crash.md", "../README.md#two-commands"), None);
    assert_eq!(fault("docs/crash.md", "#failpoints"), None);
}
