//! The document around every page of the desk, and which page stands at which
//! address.

use super::{pages, routes::DeskPath, visit::desk_visit};
use crate::{problem::Problem, text::desk as words, visit::Titles};
use leptos::prelude::*;

/// The page at an address.
#[must_use]
pub fn page(path: Option<DeskPath>) -> AnyView {
    match path {
        None => problem(Problem::Missing, None),
        Some(DeskPath::Home) => view! { <pages::List/> }.into_any(),
        Some(DeskPath::Search) => view! { <pages::Search/> }.into_any(),
        Some(DeskPath::Case) => view! { <pages::Case/> }.into_any(),
        Some(DeskPath::Evidence) => view! { <pages::Evidence/> }.into_any(),
        // A file, and no page.
        Some(DeskPath::EvidenceFile) => problem(Problem::Missing, None),
        Some(DeskPath::Export) => view! { <pages::Export/> }.into_any(),
        Some(DeskPath::Overview) => view! { <pages::Overview/> }.into_any(),
        Some(DeskPath::SignIn) => view! { <pages::SignIn/> }.into_any(),
        Some(DeskPath::Second) => view! { <pages::Second/> }.into_any(),
        Some(DeskPath::Enrol) => view! { <pages::Enrol/> }.into_any(),
        Some(DeskPath::Codes) => view! { <pages::Codes/> }.into_any(),
        Some(DeskPath::Confirm) => view! { <pages::Confirm/> }.into_any(),
        Some(DeskPath::Account) => view! { <pages::Account/> }.into_any(),
        Some(DeskPath::Staff) => view! { <pages::Staff/> }.into_any(),
    }
}

/// The way on to the address that was asked for, which lies at the same one.
#[must_use]
pub fn passage() -> AnyView {
    let visit = desk_visit();
    let words = words::PASSAGE.to(visit.lang);
    expect_context::<Titles>().say(words.to_owned());
    view! {
        <main id="main" class="narrow"><p class="lede"><a href="">{words}</a></p></main>
    }
    .into_any()
}

/// The page of a problem, with the request's number to quote.
#[must_use]
pub fn problem(what: Problem, request_id: Option<String>) -> AnyView {
    pages::problem(what, request_id).into_any()
}

/// The document around a page: the body first, which says its title, then the
/// head that carries it.
pub fn document(body: impl FnOnce() -> AnyView) -> impl IntoView {
    let titles = Titles::default();
    provide_context(titles.clone());
    let body = body();
    let visit = desk_visit();
    view! {
        <!DOCTYPE html>
        <html lang=visit.lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <title>{titles.take()}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=visit.assets.desk_css.clone()/>
            </head>
            <body class="desk">{body}</body>
        </html>
    }
}
