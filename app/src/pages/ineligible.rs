//! Why somebody cannot apply: pages, not field errors (ux rule 17).

use crate::{
    components::Page,
    i18n::{Text, common, outcome},
    page_context::{page_context, t},
    routes::Path,
};
use kyc::flow::Step;
use leptos::prelude::*;

/// Younger than the firm may serve.
#[component]
pub(crate) fn TooYoung() -> impl IntoView {
    // Where they were asked: before the questions, if they wanted things filled in.
    let context = page_context();
    let application_view = context.application_view.as_ref();
    let asked = application_view
        .is_none_or(|application_view| application_view.progress.opens(Step::BirthDate));
    refusal(
        outcome::YOUNG_HEADING,
        outcome::YOUNG_BODY,
        outcome::YOUNG_FIX,
        if asked {
            Path::Step(Step::BirthDate)
        } else {
            Path::Prefill
        },
    )
}

/// Lives where the firm does not serve.
#[component]
pub(crate) fn NotServed() -> impl IntoView {
    refusal(
        outcome::UNSERVED_HEADING,
        outcome::UNSERVED_BODY,
        outcome::UNSERVED_FIX,
        Path::Step(Step::Address),
    )
}

/// The page of either: what, why, how to mend a mistake, whom to ask.
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
