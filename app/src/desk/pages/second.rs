//! The second factor.

use super::factors::Ways;
use crate::{
    api::url,
    desk::{
        api,
        components::{DeskForm, Frame},
        visit::desk_visit,
    },
    text::desk as words,
};
use leptos::prelude::*;

/// The second of two pages of signing in.
#[component]
pub(crate) fn Second() -> impl IntoView {
    let lang = desk_visit().lang;
    view! {
        <Frame title=words::SECOND_HEADING.to(lang) narrow=true>
            <h1>{words::SECOND_HEADING.to(lang)}</h1>
            <Ways to=None/>
            <DeskForm action={url::<api::SignOut>()} button=words::START_OVER secondary=true/>
        </Frame>
    }
}
