//! Sentences name an actor: the words that name none are in no comment, no document
//! and no test name.

use super::files;

/// Each hides who acts, or when.
const NO_ACTOR: [&str; 4] = ["somebody", "nobody", "whoever", "whatever"];

/// Files that quote the words in order to forbid them. At most 20.
const ALLOWED: &[&str] = &["CONTRIBUTING.md", "server/tests/it/sources/words.rs"];

/// Whether a line has one of the words, also as a part of a name.
fn has_no_actor(line: &str) -> bool {
    let line = line.to_lowercase();
    let mut words = line.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| NO_ACTOR.contains(&word)) || line.contains(" of before")
}

/// What a reader reads of a line: a comment, a sentence of a document, the name of a test.
fn prose(path: &str, line: &str) -> bool {
    let line = line.trim_start();
    let is_comment =
        ["//", "/*", "* "].iter().any(|mark| line.starts_with(mark)) || line.contains(" // ");
    let is_name =
        line.contains("fn ") || line.starts_with("test(") || line.starts_with("test.describe(");
    path.ends_with(".md") || is_comment || (path.contains("tests/") && is_name)
}

#[test]
fn sentences_and_test_names_name_their_actor() {
    assert!(ALLOWED.len() <= 20);
    let mut found = Vec::new();
    for (path, text) in files("", &["rs", "ts", "mjs", "css", "md"]) {
        if ALLOWED.contains(&&*path) {
            continue;
        }
        let lines = text.lines().enumerate();
        for (at, line) in lines.filter(|(_, line)| prose(&path, line) && has_no_actor(line)) {
            found.push(format!("{path}:{}: {}", at + 1, line.trim()));
        }
    }
    assert!(found.is_empty(), "{} places: {found:#?}", found.len());
}

#[test]
fn words_without_an_actor_are_found() {
    for line in [
        "// Whoever asks",
        "fn nobody_is_told() {",
        "the key of before",
    ] {
        assert!(has_no_actor(line), "{line}");
    }
    assert!(!has_no_actor(
        "The worker retries with jitter, before the lease ends."
    ));
}
