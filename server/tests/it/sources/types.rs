//! A type name has one meaning: no two product types share their name.

use super::{code, files};
use std::collections::BTreeMap;

/// Wire types of the dialects. Each dialect describes the same messages, under the same names.
const DIALECTS: &str = "server/src/provider/";

/// Name of the type that a line at the outermost level defines.
fn defined(line: &str) -> Option<&str> {
    let line = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => line,
    };
    let kinds = ["struct ", "enum ", "trait ", "type ", "union "];
    let name = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
    name.split(|letter: char| !letter.is_alphanumeric()).next()
}

fn is_product(path: &str) -> bool {
    !path.contains("/tests") && !path.ends_with("tests.rs")
}

/// The names that several files below these folders define, with the files.
fn shared_names(folders: &[&str]) -> Vec<(String, Vec<String>)> {
    let mut definitions = BTreeMap::<String, Vec<String>>::new();
    for (path, text) in folders.iter().flat_map(|folder| files(folder, &["rs"])) {
        if !is_product(&path) {
            continue;
        }
        for name in code(&text).filter_map(defined) {
            definitions
                .entry(name.to_owned())
                .or_default()
                .push(path.clone());
        }
    }
    let shared = definitions.into_iter().filter(|(_, paths)| {
        paths.len() > 1 && !paths.iter().all(|path| path.starts_with(DIALECTS))
    });
    shared.collect()
}

#[test]
fn type_name_is_defined_once_in_the_product() {
    let shared = shared_names(&["kyc/src", "app/src", "frontend/src", "server/src"]);
    assert!(shared.is_empty(), "{shared:#?}");
}

/// The sandbox is a program of its own: it shares no type with the product.
#[test]
fn type_name_is_defined_once_in_the_sandbox() {
    let shared = shared_names(&["sandbox/src"]);
    assert!(shared.is_empty(), "{shared:#?}");
}

#[test]
fn definitions_of_types_are_found() {
    assert_eq!(defined("pub(crate) struct Pool<'a> {"), Some("Pool"));
    assert_eq!(defined("enum Kind {"), Some("Kind"));
    assert_eq!(defined("pub type Pair<'a, T> = (T, &'a T);"), Some("Pair"));
    assert_eq!(defined("    type Error = FieldError;"), None);
    assert_eq!(defined("fn structure() {"), None);
}
