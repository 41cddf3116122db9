//! Reauthentication with a second factor.

use super::factors::Ways;
use crate::admin::{components::Frame, context::admin_context, i18n as words, routes::local};
use leptos::prelude::*;

/// The reauthentication page. It redirects back to the page in `to`.
#[component]
pub(crate) fn Confirm() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let to = local(context.query_value("to").unwrap_or_default()).to_owned();
    view! {
        <Frame title=words::CONFIRM_HEADING.to(lang) narrow=true>
            <h1>{words::CONFIRM_HEADING.to(lang)}</h1>
            <p class="lede">{words::CONFIRM_LEDE.to(lang)}</p>
            <Ways to=Some(to)/>
        </Frame>
    }
}
