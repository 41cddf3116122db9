//! A second factor once more, for something that wants it fresh.

use super::factors::Ways;
use crate::{
    desk::{components::Frame, routes::DeskPath, visit::desk_visit},
    text::desk as words,
};
use leptos::prelude::*;

/// The page. It leads back to where they were.
#[component]
pub(crate) fn Confirm() -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let to = visit.asked("to").filter(|to| DeskPath::find(to).is_some());
    let to = to.unwrap_or(DeskPath::Home.pattern()).to_owned();
    view! {
        <Frame title=words::CONFIRM_HEADING.to(lang) narrow=true>
            <h1>{words::CONFIRM_HEADING.to(lang)}</h1>
            <p class="lede">{words::CONFIRM_LEDE.to(lang)}</p>
            <Ways to=Some(to)/>
        </Frame>
    }
}
