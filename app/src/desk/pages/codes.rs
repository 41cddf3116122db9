//! Recovery codes, shown until their owner says that they are noted.

use crate::{
    api::url,
    desk::{
        api,
        components::{DeskForm, Frame},
        visit::{Content, desk_visit},
    },
    text::desk as words,
};
use leptos::prelude::*;

/// The codes.
#[component]
pub(crate) fn Codes() -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let codes = match &visit.content {
        Content::Codes(codes) => codes.clone(),
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
            <DeskForm action={url::<api::CodesNoted>()} button=words::CODES_DONE/>
        </Frame>
    }
}
