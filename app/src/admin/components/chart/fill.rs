//! Chart fills. Each combines a colour with a pattern, so fills differ without
//! colour too (WCAG 1.4.1).

use leptos::prelude::*;

/// Fill of a chart area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// Solid.
    Good,
    /// Diagonal stripes.
    Bad,
    /// Horizontal lines.
    Busy,
    /// Dots.
    Warn,
    /// Outline only.
    Empty,
}

impl Fill {
    const ALL: [Self; 5] = [Self::Good, Self::Bad, Self::Busy, Self::Warn, Self::Empty];

    /// Suffix of the CSS class and of the pattern id.
    const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Busy => "busy",
            Self::Warn => "warn",
            Self::Empty => "none",
        }
    }

    /// CSS class of an area with this fill.
    pub(super) fn class(self) -> String {
        format!("fill {}", self.word())
    }

    /// Value of the SVG attribute `fill`.
    pub(super) fn paint(self) -> String {
        format!("url(#fill-{})", self.word())
    }

    /// Path data of the pattern's marks, on a tile of 6 by 6.
    const fn marks(self) -> &'static str {
        match self {
            Self::Good | Self::Empty => "",
            Self::Bad => "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
            Self::Busy => "M0 3H6",
            Self::Warn => "M1.5 1.5h1.5v1.5h-1.5zM4.5 4.5h1.5v1.5h-1.5z",
        }
    }
}

/// SVG pattern definitions. A page with charts needs them once.
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

/// Legend that names each fill.
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
