//! Help for browsers that refuse cookies.

use crate::{components::Page, i18n::problem as words, page_context::t, routes::Path};
use leptos::prelude::*;

/// The page for browsers that refuse cookies.
#[component]
pub(crate) fn Cookies() -> impl IntoView {
    view! {
        <Page title=t(words::COOKIES_TITLE)>
            <section class="plain">
                <h1>{t(words::COOKIES_TITLE)}</h1>
                <p class="lede">{t(words::COOKIES_BODY)}</p>
                <p>{t(words::COOKIES_HOW)}</p>
                <p class="actions">
                    <a class="button secondary" href=Path::Start.href()>{t(words::COOKIES_AGAIN)}</a>
                </p>
            </section>
        </Page>
    }
}
