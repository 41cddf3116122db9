//! The document around every page.

use crate::{
    pages::{self, Status, not_found::NotFound},
    routes::Path,
    visit::visit,
};
use kyc::{eligibility::Ineligible, flow::Step};
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode, StaticSegment,
    components::{Route, Router, Routes},
};

/// The document of a routed page.
pub fn shell() -> impl IntoView {
    document(|| view! { <Pages/> })
}

/// A document around any body.
pub(crate) fn document<V: IntoView>(body: impl FnOnce() -> V) -> impl IntoView {
    provide_meta_context();
    let visit = visit();
    // Without a script the status page asks by loading itself again, not more
    // often than every 15 seconds (ux rule 30).
    let reload = (visit.path == Some(Path::Status) && pages::is_waiting(&visit)).then(|| {
        view! { <noscript><meta http-equiv="refresh" content="15"/></noscript> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=visit.lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=visit.assets.css.clone()/>
                {reload}
                <MetaTags/>
            </head>
            <body>{body()}</body>
        </html>
    }
}

/// The segment of a page's address below the root.
fn at(path: Path) -> StaticSegment<&'static str> {
    StaticSegment(path.href().trim_start_matches('/'))
}

/// The routes. Rendered as a whole before anything is sent, so that the status
/// line is true.
#[component]
pub fn Pages() -> impl IntoView {
    let mode = SsrMode::Async;
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=at(Path::Start) view=pages::Start ssr=mode.clone()/>
                <Route path=at(Path::Step(Step::Consent)) view=pages::Consent ssr=mode.clone()/>
                <Route path=at(Path::Step(Step::Name)) view=pages::Name ssr=mode.clone()/>
                <Route path=at(Path::Step(Step::BirthDate)) view=pages::BirthDate ssr=mode.clone()/>
                <Route path=at(Path::Step(Step::Contact)) view=pages::Contact ssr=mode.clone()/>
                <Route path=at(Path::Step(Step::Address)) view=pages::Address ssr=mode.clone()/>
                <Route path=at(Path::Step(Step::Ssn)) view=pages::Ssn ssr=mode.clone()/>
                <Route path=at(Path::Step(Step::Check)) view=pages::Check ssr=mode.clone()/>
                <Route path=at(Path::NoSsn) view=pages::NoSsn ssr=mode.clone()/>
                <Route path=at(Path::Ineligible(Ineligible::TooYoung)) view=pages::TooYoung ssr=mode.clone()/>
                <Route path=at(Path::Ineligible(Ineligible::NotServed)) view=pages::NotServed ssr=mode.clone()/>
                <Route path=at(Path::Status) view=Status ssr=mode.clone()/>
                <Route path=at(Path::Renew) view=pages::Renew ssr=mode/>
            </Routes>
        </Router>
    }
}
