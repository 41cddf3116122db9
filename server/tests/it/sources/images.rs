//! Base images are pinned by digest, because a tag can be moved.

use super::files;
use crate::architecture::root;
use std::fs;

/// Images that a Dockerfile or a workflow starts from, with the name of each stage of a Dockerfile.
fn images(text: &str) -> Vec<(String, Option<String>)> {
    let lines = text.lines().filter_map(|line| {
        let line = line.trim();
        let image = line
            .strip_prefix("FROM ")
            .or_else(|| line.strip_prefix("container:"))?;
        let mut words = image.split_whitespace();
        let image = words.next()?.to_owned();
        let stage = words.next().filter(|word| word.eq_ignore_ascii_case("as"));
        Some((image, stage.and_then(|_| words.next()).map(str::to_owned)))
    });
    lines.collect()
}

/// Whether an image is named by tag and digest.
fn is_pinned(image: &str) -> bool {
    let Some((name, digest)) = image.split_once("@sha256:") else {
        return false;
    };
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    name.contains(':') && !name.contains('$') && digest.len() == 64 && digest.chars().all(is_hex)
}

#[test]
fn base_images_are_pinned_by_tag_and_digest() {
    let read = |path| fs::read_to_string(root().join(path)).expect("a Dockerfile");
    let mut found = images(&read("Dockerfile"));
    let build = found[0].0.clone();
    found.extend(images(&read("deploy/pgbouncer/Dockerfile")));
    for (path, text) in files(".github", &["yml"]) {
        for (image, _) in images(&text) {
            assert_eq!(image, build, "{path} runs in the image that builds");
            found.push((image, None));
        }
    }
    let is_stage = |image| found.iter().any(|(_, stage)| stage.as_ref() == Some(image));
    let others: Vec<_> = found.iter().filter(|(image, _)| !is_stage(image)).collect();
    // Two of the Dockerfile, one of PgBouncer's, one of a workflow.
    assert_eq!(others.len(), 4, "{others:?}");
    for (image, _) in others {
        assert!(is_pinned(image), "{image}");
    }
}

#[test]
fn image_without_digest_is_not_pinned() {
    let digest = "0".repeat(64);
    assert!(is_pinned(&format!("debian:13-slim@sha256:{digest}")));
    for wrong in [
        "debian:13-slim".to_owned(),
        format!("debian@sha256:{digest}"),
        format!("debian:${{TAG}}@sha256:{digest}"),
        format!("debian:13-slim@sha256:{}", &digest[1..]),
    ] {
        assert!(!is_pinned(&wrong), "{wrong}");
    }
}
