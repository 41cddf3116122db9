//! Second factor of the sign-in.

use super::factors::Ways;
use crate::{
    admin::{
        api,
        components::{AdminForm, Frame},
        context::admin_context,
        i18n as words,
    },
    api::url,
};
use leptos::prelude::*;

/// Second of the two sign-in pages.
#[component]
pub(crate) fn Second() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let to = context.query_value("to").map(str::to_owned);
    view! {
        <Frame title=words::SECOND_HEADING.to(lang) narrow=true>
            <h1>{words::SECOND_HEADING.to(lang)}</h1>
            <Ways to/>
            <AdminForm action={url::<api::SignOut>()} button=words::START_OVER secondary=true/>
        </Frame>
    }
}
