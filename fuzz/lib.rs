//! The fuzz bodies, for the libFuzzer targets beside this file. They live in
//! `server/tests/fuzz`, where a test on stable Rust runs the same ones.

#[path = "../server/tests/fuzz/bodies/mod.rs"]
pub mod bodies;
