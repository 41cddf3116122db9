//! The style sheet mirrors itself for right-to-left scripts, because it names no physical
//! side.

use crate::sources::files;

/// Properties that name a side or an axis of the screen instead of the text.
const PHYSICAL: &[&str] = &[
    "left",
    "right",
    "top",
    "bottom",
    "inset",
    "width",
    "height",
    "min-width",
    "min-height",
    "max-width",
    "max-height",
    "overflow-x",
    "overflow-y",
];

/// Whether a property names a side of the screen, for example `margin-left` or
/// `border-top-right-radius`.
fn is_physical(property: &str) -> bool {
    let sided = |part: &str| ["left", "right", "top", "bottom"].contains(&part);
    PHYSICAL.contains(&property) || (property.contains('-') && property.split('-').any(sided))
}

/// Whether a value names a side, or sets different values for left and right.
fn is_one_sided(property: &str, value: &str) -> bool {
    let words: Vec<_> = value.split_whitespace().collect();
    let sides = words.iter().any(|word| ["left", "right"].contains(word));
    let shorthand = ["margin", "padding", "inset"].contains(&property);
    sides || (shorthand && words.len() == 4 && words[1] != words[3])
}

#[test]
fn style_sheet_uses_logical_sides_only() {
    let mut found = Vec::new();
    let mut declarations = 0;
    for (path, text) in files("style", &["css"]) {
        for (n, line) in text.lines().enumerate() {
            let Some((property, value)) = line.trim().split_once(": ") else {
                continue;
            };
            declarations += 1;
            let value = value.trim_end_matches(';');
            if is_physical(property) || is_one_sided(property, value) {
                found.push(format!("{path}:{}: {}", n + 1, line.trim()));
            }
        }
    }
    assert!(declarations > 400, "{declarations} declarations were read");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn colours_are_defined_in_tokens_only() {
    let mut found = Vec::new();
    for (path, text) in files("style", &["css"]) {
        let raw = text.lines().filter(|line| {
            let value = line.trim().split_once(": ").map_or("", |(_, value)| value);
            ["#", "rgb", "hsl", "oklch"]
                .iter()
                .any(|word| value.contains(word))
        });
        found.extend(raw.map(|line| format!("{path}: {}", line.trim())));
    }
    assert!(found.len() > 20, "the search finds them at home");
    found.retain(|line| !line.starts_with("style/tokens.css"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn physical_sides_are_found() {
    for property in ["margin-left", "right", "border-top-right-radius", "width"] {
        assert!(is_physical(property), "{property}");
    }
    for property in [
        "margin-inline-start",
        "inline-size",
        "border-start-start-radius",
    ] {
        assert!(!is_physical(property), "{property}");
    }
    assert!(is_one_sided("text-align", "right") && is_one_sided("padding", "0 1px 0 2px"));
    assert!(!is_one_sided("padding", "0 1px 2px 1px"));
}
