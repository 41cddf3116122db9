//! Renewal of the capture link: one page, with the SSN as its only field (ux rule
//! 29).

use super::status::AttemptsLeft;
use crate::{
    api,
    components::{Page, SsnInput, StepForm, Why},
    i18n::{outcome, steps},
    page_context::page_context,
    routes::Path,
};
use leptos::prelude::*;

/// The page that requests the SSN again and creates a new capture link.
#[component]
pub(crate) fn Renew() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let faults = context.draft().ssn.faults;
    let fault = faults.first().copied();
    view! {
        <Page title=outcome::RENEW_HEADING.to(lang) back=Some(Path::Status) faults form=true>
            <h1>{outcome::RENEW_HEADING.to(lang)}</h1>
            <p class="lede">{outcome::RENEW_LEDE.to(lang)}</p>
            <AttemptsLeft/>
            <StepForm action={api::url::<api::Renew>()} button=outcome::RENEW_BUTTON>
                <SsnInput fault/>
                <Why words=steps::SSN_WHY.to(lang).to_owned()/>
            </StepForm>
        </Page>
    }
}
