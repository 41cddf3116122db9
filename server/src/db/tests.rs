//! Tests of the whole store, on both engines at once.

mod differential;
