//! Line chart with two series a day. One is solid with dots, the other dashed with
//! squares. A dot fits inside a square, so both stay visible at the same point.

use super::{
    Tick,
    frame::{Plot, down},
    share,
};
use leptos::prelude::*;

/// Heights of a day's two points, from 0 to 1. `None` on a day without data.
pub(crate) type PlotPoint = Option<[f64; 2]>;

/// CSS class of each line.
const CLASSES: [&str; 2] = ["line half", "line most"];

/// The two lines. A day without data interrupts them.
#[component]
pub(crate) fn Lines(
    /// Text alternative of the chart.
    alt: String,
    points: Vec<PlotPoint>,
    ticks: Vec<Tick>,
    days: Vec<String>,
) -> impl IntoView {
    let many = points.len() as f64;
    let x = move |n: usize| share(n as f64 + 0.5, many);
    let pairs = points.windows(2).enumerate();
    let strokes = pairs.filter_map(|(n, pair)| Some((n, pair[0]?, pair[1]?)));
    let strokes = strokes.flat_map(|(n, from, to)| {
        [0, 1].map(|which| {
            view! {
                <line class=CLASSES[which] x1=x(n) y1=down(from[which]) x2=x(n + 1) y2=down(to[which])/>
            }
        })
    });
    let strokes = strokes.collect_view();
    let marked = points.iter().enumerate();
    let marks = marked.filter_map(|(n, point)| Some((n, (*point)?)));
    let marks = marks.map(|(n, [half, most])| {
        view! {
            <svg class="point-place" x=x(n) y=down(most)>
                <rect class="point most" x="-5.5" y="-5.5" width="11" height="11"/>
            </svg>
            <circle class="point half" cx=x(n) cy=down(half) r="3"/>
        }
    });
    let marks = marks.collect_view();
    view! { <Plot alt ticks days>{strokes}{marks}</Plot> }
}

/// Legend that names both lines.
#[component]
pub(crate) fn LineLegend(half: &'static str, most: &'static str) -> impl IntoView {
    view! {
        <ul class="legend">
            <li>
                <svg class="swatch wide" width="32" height="16" aria-hidden="true" focusable="false">
                    <line class="line half" x1="0" y1="8" x2="32" y2="8"/>
                    <circle class="point half" cx="16" cy="8" r="3"/>
                </svg>
                {half}
            </li>
            <li>
                <svg class="swatch wide" width="32" height="16" aria-hidden="true" focusable="false">
                    <line class="line most" x1="0" y1="8" x2="32" y2="8"/>
                    <rect class="point most" x="10.5" y="2.5" width="11" height="11"/>
                </svg>
                {most}
            </li>
        </ul>
    }
}
