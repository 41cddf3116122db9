//! SSN step. The HTML never contains the SSN.

use super::Progress;
use crate::{
    api,
    components::{Page, SsnInput, StepForm, Why},
    i18n::steps,
    page_context::page_context,
    routes::Path,
};
use kyc::flow::Step;
use leptos::prelude::*;

/// The SSN page.
#[component]
pub(crate) fn Ssn() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let entry = context.draft().ssn;
    let fault = entry.faults.first().copied();
    let held = entry.last_four.filter(|_| entry.held).map(|last| {
        let words = steps::SSN_HELD.fill(lang, &[("last4", last.expose())]);
        view! { <div class="notice"><p>{words}</p></div> }
    });
    // After a malformed request was rejected, the applicant returns here first,
    // because the SSN is erased.
    let rejected = context
        .application()
        .is_some_and(|a| a.is_rejected_as_malformed() && !a.draft.ssn.held);
    let rejected = rejected.then(|| {
        view! { <div class="notice"><p>{steps::CHECK_SENT_BACK.to(lang)}</p></div> }
    });
    let again = fault.map(|_| view! { <p>{steps::SSN_AGAIN.to(lang)}</p> });
    view! {
        <Page title=steps::SSN_HEADING.to(lang) back=Some(Path::Step(Step::Address)) faults=entry.faults form=true>
            <Progress step=Step::Ssn/>
            <h1>{steps::SSN_HEADING.to(lang)}</h1>
            {rejected}
            {held}
            {again}
            <StepForm action={api::url::<api::SaveSsn>()}>
                <SsnInput fault/>
                <Why words=steps::SSN_WHY.to(lang).to_owned()/>
            </StepForm>
            <p><a href=Path::NoSsn.href()>{steps::SSN_NONE.to(lang)}</a></p>
        </Page>
    }
}
