//! Charts, drawn on the server: plain SVG that no script touches. Across they
//! are measured in per cent and down as well, so that they fit any width while
//! words, lines and patterns keep their size. Every chart says in words what it
//! shows, and has a table with the same figures.

mod bar;
mod fill;
mod frame;
mod line;
mod stack;

pub(crate) use bar::Bar;
pub(crate) use fill::{Fill, Legend, Patterns};
pub(crate) use frame::{Tick, scale};
pub(crate) use line::{LineLegend, Lines};
pub(crate) use stack::Stacks;

/// A share of a whole in per cent, as an attribute.
fn share(part: f64, whole: f64) -> String {
    let share = if whole > 0.0 {
        100.0 * part / whole
    } else {
        0.0
    };
    format!("{share:.2}%")
}
