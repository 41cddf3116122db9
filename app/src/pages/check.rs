//! Check step: the applicant reviews the answers before they are sent (ux rule 10).

use super::{Answers, Progress};
use crate::{
    api,
    components::{Page, StepForm},
    i18n::{start, steps},
    page_context::page_context,
    routes::Path,
};
use kyc::flow::Step;
use leptos::prelude::*;

/// The check page.
#[component]
pub(crate) fn Check() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    // The route guard requires a complete draft here.
    let summary = context
        .application_view
        .as_deref()
        .and_then(|application_view| application_view.summary.clone());
    let has_used_prefill = context
        .application()
        .is_some_and(|a| a.draft.prefill.was_begun());
    let lede = if has_used_prefill {
        steps::CHECK_LEDE_ASKED
    } else {
        steps::CHECK_LEDE
    };
    let rejected = context
        .application()
        .is_some_and(|a| a.is_rejected_as_malformed());
    view! {
        <Page title=steps::CHECK_HEADING.to(lang) back=Some(Path::Step(Step::Ssn)) form=true>
            <Progress step=Step::Check/>
            <h1>{steps::CHECK_HEADING.to(lang)}</h1>
            {rejected.then(|| view! { <div class="notice"><p>{steps::CHECK_SENT_BACK.to(lang)}</p></div> })}
            <p class="lede">{lede.to(lang)}</p>
            <h2 class="visually-hidden">{steps::YOUR_ANSWERS.to(lang)}</h2>
            {summary.map(|summary| view! { <Answers summary change=true/> })}
            <p>{start::WHY_BODY.to(lang)}" "{steps::CHECK_DECLARE.to(lang)}</p>
            <StepForm action={api::url::<api::Submit>()} button=steps::SUBMIT/>
        </Page>
    }
}
