//! HTML document of every admin page, and the mapping from addresses to pages.

use super::{context::admin_context, pages, routes::AdminPath};
use crate::{admin::i18n as words, page_context::PageTitle, problem::Problem};
use leptos::prelude::*;

/// The page at an address.
#[must_use]
pub fn page(path: Option<AdminPath>) -> AnyView {
    match path {
        None => problem(Problem::Missing, None),
        Some(AdminPath::Home) => view! { <pages::List/> }.into_any(),
        Some(AdminPath::Search) => view! { <pages::Search/> }.into_any(),
        Some(AdminPath::Case) => view! { <pages::Case/> }.into_any(),
        Some(AdminPath::Evidence) => view! { <pages::Evidence/> }.into_any(),
        // This address serves a file, not a page.
        Some(AdminPath::EvidenceFile | AdminPath::ActivityFile | AdminPath::CodesFile) => {
            problem(Problem::Missing, None)
        }
        Some(AdminPath::Export) => view! { <pages::Export/> }.into_any(),
        Some(AdminPath::Overview) => view! { <pages::Overview/> }.into_any(),
        Some(AdminPath::SignIn) => view! { <pages::SignIn/> }.into_any(),
        Some(AdminPath::Second) => view! { <pages::Second/> }.into_any(),
        Some(AdminPath::Enrol) => view! { <pages::Enrol/> }.into_any(),
        Some(AdminPath::Codes) => view! { <pages::Codes/> }.into_any(),
        Some(AdminPath::Confirm) => view! { <pages::Confirm/> }.into_any(),
        Some(AdminPath::Account) => view! { <pages::Account/> }.into_any(),
        Some(AdminPath::Staff) => view! { <pages::Staff/> }.into_any(),
        Some(AdminPath::Activity) => view! { <pages::Activity/> }.into_any(),
    }
}

/// Page that continues a cross-site navigation. Its link reloads the same address.
#[must_use]
pub fn cross_site_redirect() -> AnyView {
    let context = admin_context();
    let words = words::PASSAGE.to(context.lang);
    expect_context::<PageTitle>().set(words.to_owned());
    view! {
        <main id="main" class="narrow"><p class="lede"><a href="">{words}</a></p></main>
    }
    .into_any()
}

/// Problem page, with the request id to quote.
#[must_use]
pub fn problem(what: Problem, request_id: Option<String>) -> AnyView {
    pages::problem(what, request_id).into_any()
}

/// HTML document of a page. It renders the body first, because the body sets the
/// title in the head.
pub fn document(body: impl FnOnce() -> AnyView) -> impl IntoView {
    let titles = PageTitle::default();
    provide_context(titles.clone());
    let body = body();
    let context = admin_context();
    view! {
        <!DOCTYPE html>
        <html lang=context.lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <title>{titles.take()}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=context.assets.admin_css.clone()/>
            </head>
            <body class="admin">{body}</body>
        </html>
    }
}
