//! Rules of the design about the sources: words that appear nowhere, or in one place only.

mod images;
mod markdown;
mod styles;
mod types;
mod words;

use crate::architecture::root;
use std::{fs, path::Path};

/// Path and text of every source file below a folder with one of these extensions.
pub(crate) fn files(below: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(below), endings, &mut found);
    assert!(!found.is_empty(), "nothing in {below}");
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
    const NOT_OURS: [&str; 9] = [
        "target",
        ".tools",
        "node_modules",
        ".git",
        "data",
        "test-results",
        "report",
        "dist",
        "playwright-report",
    ];
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let ending = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            walk(&path, endings, found);
        } else if path.is_file() && endings.contains(&ending.as_str()) {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let short = path.strip_prefix(root()).expect("below the root");
            found.push((short.to_string_lossy().into_owned(), text));
        }
    }
}

/// Lines without the text after `//`.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
}

/// Lines of code that contain one of the words, except in the allowed files.
fn occurrences(below: &str, words: &[&str], but: &[&str]) -> Vec<String> {
    let files = files(below, &["rs"]).into_iter();
    files
        .filter(|(path, _)| !but.iter().any(|but| path.starts_with(but)))
        .flat_map(|(path, text)| {
            let lines = code(&text)
                .enumerate()
                .map(|(n, line)| (n + 1, line.to_owned()));
            let found = lines.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
            found
                .map(move |(n, line)| format!("{path}:{n}: {}", line.trim()))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[track_caller]
fn assert_nowhere(below: &str, words: &[&str], but: &[&str]) {
    let found = occurrences(below, words, but);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn app_server_code_is_in_two_folders_only() {
    let words = [
        "feature = \"ssr\"",
        "leptos_axum",
        "axum::",
        "http::",
        "sqlx",
        "tower_sessions",
    ];
    assert_nowhere(
        "app/src",
        &words,
        &["app/src/server", "app/src/admin/server"],
    );
    assert!(
        !occurrences("app/src", &["feature = \"ssr\""], &[]).is_empty(),
        "the search finds it there"
    );
}

#[test]
fn islands_use_no_service_port_or_i18n_catalogue() {
    let words = [
        "crate::server",
        "crate::i18n",
        "kyc::service",
        "kyc::port",
        "kyc::request",
        "expect_context",
    ];
    assert_nowhere("app/src/islands", &words, &[]);
}

#[test]
fn pages_write_no_unescaped_markup() {
    // Leptos does not escape the text of a textarea. One component does, and has a test.
    let field = ["app/src/admin/components/textarea.rs"];
    assert_nowhere("app/src", &["<textarea", "textarea("], &field);
    assert_nowhere("app/src", &["inner_html"], &[]);
}

#[test]
fn lint_exceptions_never_use_allow() {
    for below in ["kyc", "app", "frontend", "server", "sandbox", "bench"] {
        // Split, so that this line does not match itself.
        assert_nowhere(
            below,
            &[concat!("#[", "allow("), concat!("#![", "allow(")],
            &[],
        );
    }
}

#[test]
fn kyc_crate_reads_no_time_randomness_or_settings() {
    let words = [
        "now_utc",
        "SystemTime",
        "Instant::now",
        "std::env",
        "getrandom",
        "rand::",
        "std::fs",
        "std::net::Tcp",
    ];
    assert_nowhere("kyc/src", &words, &[]);
}

#[test]
fn each_external_access_has_one_home() {
    let homes = [
        (
            &["reqwest::Client::new", "Client::builder()", "reqwest::get("][..],
            &["server/src/provider/client.rs"][..],
        ),
        (&["now_utc()"], &["server/src/system.rs"]),
        (
            &["getrandom::fill"],
            &["server/src/system.rs", "server/src/test_support/cluster.rs"],
        ),
        (
            &["env::var", "env::vars"],
            &[
                "server/src/command.rs",
                "server/src/test_support/cluster.rs",
                "server/src/test_support/environment.rs",
            ],
        ),
        (
            // Each verifies the connection's pragmas, except `files.rs`, which also opens a copy.
            &["Connection::open(", "Connection::open_with_flags"],
            &[
                "server/src/db/driver/sqlite/pool.rs",
                "server/src/db/driver/sqlite/pragmas.rs",
                "server/src/db/driver/sqlite/files.rs",
            ],
        ),
        (&["rusqlite", "prepare_cached("], &["server/src/db/driver/"]),
        (&["SELECT ", "INSERT INTO"], &["server/src/db/"]),
    ];
    for (words, homes) in homes {
        assert_nowhere("server/src", words, homes);
        assert!(
            !occurrences("server/src", words, &[]).is_empty(),
            "the search finds {words:?} at home"
        );
    }
}

#[test]
fn sql_stays_in_db_and_wire_names_stay_in_dialects() {
    assert_nowhere("server/src/http", &["sqlx", "provider::a", "wire::"], &[]);
    assert_nowhere(
        "app/src",
        &["participantId", "docvTransactionToken", "externalId"],
        &[],
    );
    assert_nowhere("kyc/src/service", &["sqlx", "serde_json", "reqwest"], &[]);
}

/// SQLite plans a statement again for each bound value of a bare `LIMIT ?`. Planning costs
/// more than the query. A unary plus prevents it.
#[test]
fn limit_parameters_avoid_statement_replanning() {
    assert_nowhere("server/src", &["LIMIT ?"], &[]);
    let signed = occurrences("server/src", &["LIMIT +?"], &[]);
    assert!(!signed.is_empty(), "the search finds them");
}

#[test]
fn tests_wait_for_conditions_and_never_sleep() {
    // The soak kills at random moments. `wait.rs` sleeps between two looks at a condition.
    let homes = [
        "server/tests/it/wait.rs",
        "server/tests/it/crash/soak/reaper.rs",
    ];
    // Split, so that this line does not match itself.
    let words = [concat!("::sle", "ep("), concat!(" sle", "ep(")];
    for below in ["server/tests", "sandbox/tests", "kyc/tests"] {
        assert_nowhere(below, &words, &homes);
    }
    let found = occurrences("server/tests", &words, &[]);
    for home in homes {
        assert!(found.iter().any(|line| line.starts_with(home)), "{home}");
    }
}

#[test]
fn server_functions_never_use_get() {
    assert_nowhere("app/src", &["GetUrl", "GetCbor", "GetJson"], &[]);
}

#[test]
fn source_files_have_at_most_400_lines() {
    // About 300 is the aim. One cohesive file of 400 is better than two that need each other.
    let mut long = Vec::new();
    for (path, text) in files("", &["rs", "ts", "css", "mjs"]) {
        let lines = text.lines().count();
        if lines > 400 {
            long.push(format!("{path}: {lines} lines"));
        }
    }
    assert!(long.is_empty(), "longer than 400 lines: {long:#?}");
}

/// `foo.rs` beside `foo/`, so that an editor's tabs have distinct names.
#[test]
fn module_files_are_named_after_their_module() {
    // `fuzz/lib.rs` includes it by `#[path]`, which looks for submodules in the file's own folder.
    const INCLUDED_BY_PATH: &str = "server/tests/fuzz/bodies/mod.rs";
    let files = files("", &["rs"]).into_iter().map(|(path, _)| path);
    let found: Vec<_> = files
        .filter(|path| path.ends_with("/mod.rs") && path != INCLUDED_BY_PATH)
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_crate_uses_workspace_lints() {
    for name in ["kyc", "app", "frontend", "server", "sandbox", "bench"] {
        let manifest =
            fs::read_to_string(root().join(name).join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name}");
    }
    let workspace = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    assert!(workspace.contains("unsafe_code = \"forbid\""));
}
