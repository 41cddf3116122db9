//! Help for applicants without an SSN (ux rule 25).

use crate::{
    components::Page,
    i18n::{common, steps},
    page_context::t,
    routes::Path,
};
use kyc::flow::Step;
use leptos::prelude::*;

/// The page for applicants without an SSN.
#[component]
pub(crate) fn NoSsn() -> impl IntoView {
    view! {
        <Page title=t(steps::NO_SSN_HEADING) back=Some(Path::Step(Step::Ssn))>
            <h1>{t(steps::NO_SSN_HEADING)}</h1>
            <p class="lede">{t(steps::NO_SSN_BODY)}</p>
            <p>{t(common::HELP_BODY)}</p>
            <p>{t(steps::NO_SSN_KEPT)}</p>
            <p class="actions">
                <a class="button secondary" href=Path::Step(Step::Ssn).href()>{t(steps::NO_SSN_BACK)}</a>
            </p>
        </Page>
    }
}
