//! The list of applications.

use crate::{
    desk::{components::Frame, visit::desk_visit},
    text::desk as words,
};
use leptos::prelude::*;

/// The list.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let lang = desk_visit().lang;
    view! {
        <Frame title=words::HOME_HEADING.to(lang)>
            <h1>{words::HOME_HEADING.to(lang)}</h1>
        </Frame>
    }
}
