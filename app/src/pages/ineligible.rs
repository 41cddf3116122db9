//! Ineligibility pages. They are pages, not field errors (ux rule 17).

use crate::{
    components::Page,
    i18n::{Text, common, outcome},
    page_context::{page_context, t},
    routes::Path,
};
use kyc::flow::Step;
use leptos::prelude::*;

/// Applicant below the minimum age.
#[component]
pub(crate) fn TooYoung() -> impl IntoView {
    // The correction link leads back to where the date was typed: the step or the
    // prefill.
    let context = page_context();
    let application_view = context.application_view.as_ref();
    let is_step_open = application_view
        .is_none_or(|application_view| application_view.progress.opens(Step::BirthDate));
    refusal(
        outcome::YOUNG_HEADING,
        outcome::YOUNG_BODY,
        outcome::YOUNG_FIX,
        if is_step_open {
            Path::Step(Step::BirthDate)
        } else {
            Path::Prefill
        },
    )
}

/// Applicant outside the states served.
#[component]
pub(crate) fn NotServed() -> impl IntoView {
    refusal(
        outcome::UNSERVED_HEADING,
        outcome::UNSERVED_BODY,
        outcome::UNSERVED_FIX,
        Path::Step(Step::Address),
    )
}

/// Ineligibility page: the reason, how to correct a mistake, and how to get help.
fn refusal(heading: Text, body: Text, fix: Text, to: Path) -> impl IntoView {
    view! {
        <Page title=t(heading) back=Some(to)>
            <section class="plain">
                <h1>{t(heading)}</h1>
                <p class="lede">{t(body)}</p>
                <p>{t(outcome::IF_WRONG)}</p>
                <p class="actions"><a class="button secondary" href=to.href()>{t(fix)}</a></p>
                <p>{t(common::HELP_BODY)}</p>
            </section>
        </Page>
    }
}
