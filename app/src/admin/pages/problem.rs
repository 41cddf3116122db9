//! Problem page of the admin.

use crate::{
    admin::{
        components::Frame,
        context::admin_context,
        i18n::{self, problem as words},
        routes::AdminPath,
    },
    i18n::Text,
    problem::Problem,
};
use leptos::prelude::*;

/// Heading and explanation.
const fn of(problem: Problem) -> (Text, Text) {
    match problem {
        Problem::Missing => (words::MISSING_TITLE, words::MISSING_BODY),
        Problem::Forged => (words::FORGED_TITLE, words::FORGED_BODY),
        Problem::Denied => (words::DENIED_TITLE, words::DENIED_BODY),
        Problem::TooLarge => (words::LARGE_TITLE, words::LARGE_BODY),
        Problem::Unreadable => (words::FORM_TITLE, words::FORM_BODY),
        Problem::TooMany => (words::MANY_TITLE, words::MANY_BODY),
        Problem::Busy => (words::BUSY_TITLE, words::BUSY_BODY),
        Problem::Broken => (words::BROKEN_TITLE, words::BROKEN_BODY),
        Problem::TooSlow => (words::SLOW_TITLE, words::SLOW_BODY),
    }
}

/// Problem page, with the request id to quote.
pub(crate) fn problem(what: Problem, request_id: Option<String>) -> impl IntoView {
    let lang = admin_context().lang;
    let (title, body) = of(what);
    view! {
        <Frame title=title.to(lang) narrow=true>
            <h1>{title.to(lang)}</h1>
            <p class="lede">{body.to(lang)}</p>
            <p class="actions">
                <a class="button secondary" href=AdminPath::Home.pattern()>{i18n::ADMIN_HOME.to(lang)}</a>
            </p>
            {request_id.map(|id| view! {
                <p class="fine">{words::TELL_US.to(lang)}" "<span class="code">{id}</span></p>
            })}
        </Frame>
    }
}
