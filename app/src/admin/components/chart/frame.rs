//! Frame of a chart: the scale at its side, grid lines, and dates below.

use leptos::prelude::*;

/// A tick of the scale.
#[derive(Clone, Debug)]
pub(crate) struct Tick {
    /// Height from 0 to 1.
    pub(crate) at: f64,
    /// Its label.
    pub(crate) text: String,
}

/// Upper end of a scale for a maximum: the next of 2, 4, 6, 8, 10, 20 and so on.
/// The end is even, so its half is a whole number.
pub(crate) fn scale(most: u64) -> u64 {
    let mut decade = 1;
    loop {
        let ends = [2, 4, 6, 8, 10].map(|end| decade * end);
        if let Some(end) = ends.into_iter().find(|end| *end >= most) {
            return end;
        }
        decade *= 10;
    }
}

/// Distance from the top in per cent, as an SVG attribute.
pub(super) fn down(at: f64) -> String {
    super::share(1.0 - at, 1.0)
}

/// A chart inside its frame.
#[component]
pub(super) fn Plot(
    /// Text alternative of the chart.
    alt: String,
    ticks: Vec<Tick>,
    /// Labels of the first, a middle and the last day.
    days: Vec<String>,
    children: Children,
) -> impl IntoView {
    let grid = ticks.clone().into_iter().map(|tick| {
        let y = down(tick.at);
        view! { <line class="grid" x1="0" x2="100%" y1=y.clone() y2=y/> }
    });
    let marks = ticks.into_iter().map(|tick| {
        view! { <text x="100%" y=down(tick.at) text-anchor="end" dominant-baseline="central">{tick.text}</text> }
    });
    view! {
        <div class="plot">
            <svg class="plot-scale" aria-hidden="true" focusable="false">{marks.collect_view()}</svg>
            <svg class="plot-area" role="img" aria-label=alt>{grid.collect_view()}{children()}</svg>
            <p class="plot-days" aria-hidden="true">
                {days.into_iter().map(|day| view! { <span>{day}</span> }).collect_view()}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn scale_ends_at_an_even_round_number() {
        for (most, end) in [
            (0, 2),
            (2, 2),
            (3, 4),
            (5, 6),
            (9, 10),
            (11, 20),
            (56, 60),
            (81, 100),
            (1_000_000, 1_000_000),
            (1_000_001, 2_000_000),
        ] {
            assert_eq!(scale(most), end, "{most}");
        }
    }
}
