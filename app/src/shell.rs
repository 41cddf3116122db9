//! HTML document of every applicant page, and the mapping from addresses to pages.

use crate::{
    page_context::{PageTitle, page_context},
    pages,
    routes::{Path, STATUS_AGAIN},
};
use kyc::{eligibility::Ineligible, flow::Step};
use leptos::prelude::*;

/// The page at an address.
pub fn page(path: Option<Path>) -> AnyView {
    match path {
        None => view! { <pages::NotFound/> }.into_any(),
        Some(Path::Start) => view! { <pages::Start/> }.into_any(),
        Some(Path::Step(step)) => match step {
            Step::Consent => view! { <pages::Consent/> }.into_any(),
            Step::Name => view! { <pages::Name/> }.into_any(),
            Step::BirthDate => view! { <pages::BirthDate/> }.into_any(),
            Step::Contact => view! { <pages::Contact/> }.into_any(),
            Step::Address => view! { <pages::Address/> }.into_any(),
            Step::Ssn => view! { <pages::Ssn/> }.into_any(),
            Step::Check => view! { <pages::Check/> }.into_any(),
        },
        Some(Path::Prefill) => view! { <pages::Prefill/> }.into_any(),
        Some(Path::Code) => view! { <pages::Code/> }.into_any(),
        Some(Path::NoSsn) => view! { <pages::NoSsn/> }.into_any(),
        Some(Path::Ineligible(Ineligible::TooYoung)) => view! { <pages::TooYoung/> }.into_any(),
        Some(Path::Ineligible(Ineligible::NotServed)) => view! { <pages::NotServed/> }.into_any(),
        Some(Path::Status) => view! { <pages::Status/> }.into_any(),
        Some(Path::Cookies) => view! { <pages::Cookies/> }.into_any(),
        Some(Path::Renew) => view! { <pages::Renew/> }.into_any(),
        Some(Path::Finish) => view! { <pages::Finish/> }.into_any(),
        Some(Path::Return) => view! { <pages::Return/> }.into_any(),
    }
}

/// HTML document of a page.
///
/// All data was loaded before, so it renders in one pass. The body renders first,
/// because it sets the title in the head.
pub fn document(body: impl FnOnce() -> AnyView) -> impl IntoView {
    let titles = PageTitle::default();
    provide_context(titles.clone());
    let body = body();
    let context = page_context();
    // Without a script the status page reloads itself while the state may change within
    // minutes (ux rule 30). It does so at most every 15 seconds.
    let reload = (context.path == Some(Path::Status) && pages::reloads(&context)).then(|| {
        let again = format!("15;url={STATUS_AGAIN}");
        view! { <noscript><meta http-equiv="refresh" content=again/></noscript> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=context.lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <meta name="format-detection" content="telephone=no"/>
                <title>{titles.take()}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=context.assets.css.clone()/>
                {reload}
            </head>
            <body>{body}</body>
        </html>
    }
}
