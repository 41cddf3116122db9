//! Icons in one stroke weight. Each is beside a text and hidden from screen
//! readers.

use leptos::prelude::*;

/// Shape of an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Chevron to the start.
    Back,
    /// Check mark in a circle.
    Approved,
    /// Cross in a circle.
    Denied,
    /// Clock.
    Clock,
    /// Document.
    Document,
    /// Identity card with a photo.
    IdCard,
    /// Shield.
    Shield,
    /// Triangle with an exclamation mark.
    Alert,
    /// Envelope.
    Mail,
    /// Phone.
    Phone,
    /// Arrow leaving a box.
    External,
}

impl Shape {
    /// SVG path data on a grid of 24 by 24.
    const fn path(self) -> &'static str {
        match self {
            Self::Back => "M14.5 5.5L8 12l6.5 6.5",
            Self::Approved => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8 12.25l2.75 2.75L16 9.5",
            Self::Denied => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9l6 6M15 9l-6 6",
            Self::Clock => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5.25l3.5 2",
            Self::Document => {
                "M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4"
            }
            Self::IdCard => {
                "M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5zM10.5 10.25a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0zM5.75 15.5a3 3 0 0 1 6 0M14.5 10h3.5M14.5 14h3.5"
            }
            Self::Shield => {
                "M12 3l7.5 2.75v5.75c0 4.5-3 7.75-7.5 9.5-4.5-1.75-7.5-5-7.5-9.5V5.75zM8.75 12l2.25 2.25 4.25-4.5"
            }
            Self::Alert => {
                "M10.7 4.25a1.5 1.5 0 0 1 2.6 0l7.9 13.75a1.5 1.5 0 0 1-1.3 2.25H4.1A1.5 1.5 0 0 1 2.8 18zM12 9.5v4.25M12 17v.01"
            }
            Self::Mail => {
                "M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5zM3.5 7l8.5 6.5L20.5 7"
            }
            Self::Phone => {
                "M8.5 2.5h7A1.5 1.5 0 0 1 17 4v16a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 20V4a1.5 1.5 0 0 1 1.5-1.5zM10.5 18.5h3"
            }
            Self::External => {
                "M14 4h6v6M20 4l-9 9M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4"
            }
        }
    }
}

/// An icon. Directional icons are mirrored in right-to-left text.
#[component]
pub(crate) fn Icon(shape: Shape) -> impl IntoView {
    let class = if matches!(shape, Shape::Back | Shape::External) {
        "icon turns"
    } else {
        "icon"
    };
    view! {
        <svg class=class viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <path d=shape.path()/>
        </svg>
    }
}

/// Default logo, if the organisation has not configured one: a doorway.
#[component]
pub(crate) fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <path d="M3 30V15.5a13 13 0 0 1 26 0V30h-4V15.5a9 9 0 0 0-18 0V30zM10.5 30V16a5.5 5.5 0 0 1 5.5-5.5V30z"/>
        </svg>
    }
}
