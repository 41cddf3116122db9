//! Server-rendered charts in plain SVG, without a script. Both axes use per cent,
//! so a chart fits any width. Text, lines and patterns keep their size. Every chart
//! has a text alternative and a table with the same figures.

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

/// Share of a whole in per cent, as an SVG attribute.
fn share(part: f64, whole: f64) -> String {
    let share = if whole > 0.0 {
        100.0 * part / whole
    } else {
        0.0
    };
    format!("{share:.2}%")
}
