//! The fuzz bodies on stable Rust, as a test. The inputs are the seeds of `fuzz/seeds` and
//! mutations of them, the same in every run. `make fuzz` runs the same bodies under libFuzzer
//! without a limit.
//!
//! Each target has a number of inputs, not of seconds: a slow machine tests no less. `make
//! test-full` sets `VESTIBULE_TEST_FULL`, which gives each target four times as many.

mod bodies;
mod drive;

use drive::drive;

#[test]
fn forms() {
    drive("forms", bodies::forms, 3_000);
}

#[test]
fn requests() {
    drive("requests", bodies::requests, 8_000);
}

#[test]
fn values() {
    drive("values", bodies::values, 10_000);
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
fn failing_input_is_named_in_the_panic() {
    let fussy = |input: &[u8]| assert!(!input.contains(&0xff), "a byte that it cannot take");
    drive("links", fussy, 20_000);
}

#[test]
fn fuzz_targets_all_have_seeds_and_a_libfuzzer_entry() {
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
