//! Recovery codes, shown until the owner confirms that they are noted.

use crate::{
    admin::{
        api,
        components::{AdminForm, Frame},
        context::{PageData, admin_context},
        i18n as words,
    },
    api::url,
};
use leptos::prelude::*;

/// The recovery codes page.
#[component]
pub(crate) fn Codes() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let codes = match &context.data {
        PageData::Codes(codes) => codes.clone(),
        _ => Vec::new(),
    };
    let codes = codes
        .into_iter()
        .map(|code| view! { <li class="code">{code}</li> });
    view! {
        <Frame title=words::CODES_HEADING.to(lang) narrow=true>
            <h1>{words::CODES_HEADING.to(lang)}</h1>
            <p class="lede">{words::CODES_LEDE.to(lang)}</p>
            <ol class="recovery">{codes.collect_view()}</ol>
            <AdminForm action={url::<api::CodesNoted>()} button=words::CODES_DONE/>
        </Frame>
    }
}
