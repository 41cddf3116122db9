//! The fuzz bodies on stable Rust, as a test: the seeds of `fuzz/seeds` and
//! mutations of them, the same in every run. `make fuzz` gives the same bodies
//! to libFuzzer, for as long as one likes.
//!
//! Numbers of inputs, not seconds: a slow machine tests no less. `make test-full`
//! sets `VESTIBULE_TEST_FULL` and gives each target four times as many.

mod bodies;
mod drive;

use drive::drive;

#[test]
fn forms() {
    drive("forms", bodies::forms, 2_000);
}

#[test]
fn requests() {
    drive("requests", bodies::requests, 8_000);
}

#[test]
fn values() {
    drive("values", bodies::values, 40_000);
}

#[test]
fn answers() {
    drive("answers", bodies::answers, 80_000);
}

#[test]
fn links() {
    drive("links", bodies::links, 80_000);
}

#[test]
fn pictures() {
    drive("pictures", bodies::pictures, 8_000);
}

#[test]
fn sessions() {
    drive("sessions", bodies::sessions, 80_000);
}

#[test]
fn webhooks() {
    drive("webhooks", bodies::webhooks, 80_000);
}

#[test]
#[should_panic(expected = "on b\"")]
fn an_input_that_breaks_something_is_named() {
    let fussy = |input: &[u8]| assert!(!input.contains(&0xff), "a byte that it cannot take");
    drive("links", fussy, 20_000);
}

#[test]
fn every_target_has_its_seeds_and_its_place_in_libfuzzer() {
    let named = std::fs::read_to_string(drive::root().join("fuzz/Cargo.toml")).expect("a manifest");
    let tested = include_str!("main.rs");
    for name in bodies::NAMES {
        assert!(!drive::seeds(name).is_empty(), "{name}");
        assert!(named.contains(&format!("name = \"{name}\"")), "{name}");
        assert!(
            tested.contains(&format!("drive(\"{name}\", bodies::{name}")),
            "{name}"
        );
    }
}
