//! Problem page of the admin.

use crate::{
    admin::{components::Frame, context::admin_context, i18n, routes::AdminPath},
    i18n::problem as words,
    problem::Problem,
};
use leptos::prelude::*;

/// Problem page, with the request id to quote.
pub(crate) fn problem(what: Problem, request_id: Option<String>) -> impl IntoView {
    let lang = admin_context().lang;
    let (title, body) = crate::pages::problem::of(what);
    view! {
        <Frame title=title.to(lang) narrow=true>
            <h1>{title.to(lang)}</h1>
            <p class="lede">{body.to(lang)}</p>
            <p class="actions">
                <a class="button secondary" href=AdminPath::Home.pattern()>{i18n::DESK_HOME.to(lang)}</a>
            </p>
            {request_id.map(|id| view! {
                <p class="fine">{words::TELL_US.to(lang)}" "<span class="code">{id}</span></p>
            })}
        </Frame>
    }
}
