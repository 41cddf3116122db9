//! Dependency directions between the crates, as docs/architecture.md describes them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the workspace")
}

/// Names of the crates that a package is built from, without its dev-dependencies.
fn crates(arguments: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
        ])
        .args(["--format", "{lib}"])
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("cargo");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let tree = String::from_utf8_lossy(&output.stdout);
    let names = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[track_caller]
fn assert_without(arguments: &[&str], banned: &[&str]) {
    let crates = crates(arguments);
    assert!(crates.contains("kyc"), "{arguments:?}: {crates:?}");
    for name in banned {
        assert!(
            !crates.contains(*name),
            "{name} is built into {arguments:?}"
        );
    }
}

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

#[test]
fn kyc_crate_depends_on_no_framework_store_clock_or_randomness() {
    let banned = [
        "leptos",
        "axum",
        "http",
        "hyper",
        "sqlx",
        "reqwest",
        "tokio",
        "getrandom",
        "rand",
        "chrono",
        "app",
        "server",
        "sandbox",
    ];
    assert_without(
        &["-p", "kyc", "--no-default-features", "--features", "native"],
        &banned,
    );
    let heavy = [
        &banned[..],
        &["phonenumber", "unicode_normalization", "sha2", "regex"],
    ]
    .concat();
    assert_without(
        &[&["-p", "kyc", "--no-default-features"], &WASM[..]].concat(),
        &heavy,
    );
}

#[test]
fn browser_bundle_depends_on_no_server_crate() {
    let banned = [
        "sqlx",
        "reqwest",
        "tokio",
        "axum",
        "hyper",
        "leptos_axum",
        "tower_sessions_core",
        "tower_http",
        "server",
        "sandbox",
        "phonenumber",
        "chacha20poly1305",
        "sha2",
        "qrcode",
        "png",
    ];
    assert_without(&[&["-p", "frontend"], &WASM[..]].concat(), &banned);
}

#[test]
fn sandbox_depends_on_no_product_crate() {
    let crates = crates(&["-p", "sandbox"]);
    for name in ["kyc", "app", "server"] {
        assert!(!crates.contains(name), "{name}");
    }
}

#[test]
fn kyc_core_never_imports_its_admin_module() {
    let source = root().join("kyc/src");
    let mut open = vec![source.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path == source.join("admin") {
                continue;
            }
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source file");
            let imports = text.contains("admin::");
            assert!(!imports, "{} imports kyc::admin", path.display());
        }
    }
}
