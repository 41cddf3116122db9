//! What areas are filled with: a colour and a pattern each, so that they differ
//! without colours, too.

use leptos::prelude::*;

/// A filling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// Whole.
    Good,
    /// Stripes.
    Bad,
    /// Light.
    Busy,
    /// Dots.
    Warn,
    /// Nothing but an edge.
    Empty,
}

impl Fill {
    const ALL: [Self; 5] = [Self::Good, Self::Bad, Self::Busy, Self::Warn, Self::Empty];

    /// The word of its class.
    const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Busy => "busy",
            Self::Warn => "warn",
            Self::Empty => "none",
        }
    }

    /// The class of an area that is filled with it.
    pub(super) fn class(self) -> String {
        format!("fill {}", self.word())
    }

    /// What its attribute `fill` says.
    pub(super) fn paint(self) -> String {
        format!("url(#fill-{})", self.word())
    }

    /// What is drawn on its ground, on a tile of 6 by 6.
    const fn marks(self) -> &'static str {
        match self {
            Self::Good | Self::Empty => "",
            Self::Bad => "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
            Self::Busy => "M0 3H6",
            Self::Warn => "M1.5 1.5h1.5v1.5h-1.5zM4.5 4.5h1.5v1.5h-1.5z",
        }
    }
}

/// The patterns, once on a page that has charts.
#[component]
pub(crate) fn Patterns() -> impl IntoView {
    let patterns = Fill::ALL.map(|fill| {
        view! {
            <pattern id=format!("fill-{}", fill.word()) class=fill.class() patternUnits="userSpaceOnUse" width="6" height="6">
                <rect class="ground" width="6" height="6"/>
                <path class="marks" d=fill.marks()/>
            </pattern>
        }
    });
    view! {
        <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
            <defs>{patterns.into_iter().collect_view()}</defs>
        </svg>
    }
}

/// What each filling stands for.
#[component]
pub(crate) fn Legend(of: Vec<(Fill, &'static str)>) -> impl IntoView {
    let lines = of.into_iter().map(|(fill, word)| {
        view! {
            <li>
                <svg class="swatch" width="16" height="16" aria-hidden="true" focusable="false">
                    <rect class=fill.class() fill=fill.paint() x="1" y="1" width="14" height="14"/>
                </svg>
                {word}
            </li>
        }
    });
    view! { <ul class="legend">{lines.collect_view()}</ul> }
}
