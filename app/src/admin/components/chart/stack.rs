//! Stacked bar chart with one bar a day.

use super::{
    Fill, Tick,
    frame::{Plot, down},
    share,
};
use leptos::prelude::*;

/// Parts of a day's bar, from bottom to top.
pub(crate) type Stack = Vec<(Fill, u64)>;

/// Stacked bars of all days.
#[component]
pub(crate) fn Stacks(
    /// Text alternative of the chart.
    alt: String,
    stacks: Vec<Stack>,
    /// Upper end of the scale.
    end: u64,
    ticks: Vec<Tick>,
    days: Vec<String>,
) -> impl IntoView {
    let (many, end) = (stacks.len() as f64, end as f64);
    let bars = stacks.into_iter().enumerate().flat_map(move |(n, parts)| {
        let x = share(n as f64 + 0.12, many);
        let width = share(0.76, many);
        let mut below = 0;
        parts.into_iter().filter(|(_, part)| *part > 0).map(move |(fill, part)| {
            below += part;
            let y = down(below as f64 / end);
            view! { <rect class=fill.class() fill=fill.paint() x=x.clone() y=y width=width.clone() height={share(part as f64, end)}/> }
        }).collect::<Vec<_>>()
    });
    let bars = bars.collect_view();
    view! { <Plot alt ticks days>{bars}</Plot> }
}
