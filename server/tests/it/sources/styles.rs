//! A class of the stylesheets is a class of a page: a renamed one would leave its page without style.

use super::files;

/// The class names that the selectors of a stylesheet have.
fn classes(css: &str) -> Vec<String> {
    let mut names = Vec::new();
    let without_comments = css
        .split("/*")
        .map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest));
    let css: String = without_comments.collect();
    // What stands before a brace is a selector or an at-rule; declarations stand before a semicolon or a closing brace.
    for selector in css
        .split('{')
        .filter_map(|text| text.rsplit([';', '}', '{']).next())
    {
        for part in selector.split('.').skip(1) {
            let end = part
                .find(|c: char| !c.is_alphanumeric() && c != '-')
                .unwrap_or(part.len());
            if part.starts_with(char::is_alphabetic) {
                names.push(part[..end].to_owned());
            }
        }
    }
    names
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

#[test]
fn every_styled_class_is_on_a_page() {
    let pages: String = files("app/src", &["rs"])
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let mut unused = Vec::new();
    for (path, css) in files("style", &["css"]) {
        let names = classes(&css).into_iter();
        unused.extend(
            names
                .filter(|name| !has_word(&pages, name))
                .map(|name| format!("{path}: .{name}")),
        );
    }
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn classes_of_a_stylesheet_are_found() {
    let css =
        "/* .not */ @media (min-width: 1.5rem) { .one > .two-three:has(> .icon) { margin: .5em } }";
    assert_eq!(classes(css), ["one", "two-three", "icon"]);
    assert!(has_word("class=\"one two-three\"", "two-three"));
    assert!(!has_word("class=\"one two-three\"", "two"));
}
