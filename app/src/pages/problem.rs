//! Problem page: one page for every refusal and error, instead of a bare status
//! line.

use crate::{
    components::Page,
    i18n::{Text, problem as words},
    page_context::page_context,
    problem::Problem,
    routes::Path,
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
        Problem::Busy | Problem::Broken => (words::BROKEN_TITLE, words::BROKEN_BODY),
        Problem::TooSlow => (words::SLOW_TITLE, words::SLOW_BODY),
    }
}

/// Problem page, with the request id to quote to support.
pub(crate) fn page(what: Problem, request_id: Option<String>) -> impl IntoView {
    let lang = page_context().lang;
    let (title, body) = of(what);
    view! {
        <Page title=title.to(lang)>
            <section class="plain">
                <h1>{title.to(lang)}</h1>
                <p class="lede">{body.to(lang)}</p>
                <p class="actions">
                    <a class="button secondary" href=Path::Start.href()>{words::HOME.to(lang)}</a>
                </p>
                {request_id.map(|id| view! {
                    <p class="fine">{words::TELL_US.to(lang)}" "<span class="code">{id}</span></p>
                })}
            </section>
        </Page>
    }
}
