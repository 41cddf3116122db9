//! Why somebody cannot apply: pages, not field errors (ux rule 17).

use crate::{
    components::Page,
    routes::Path,
    text::{Text, common, outcome},
    visit::say,
};
use kyc::flow::Step;
use leptos::prelude::*;

/// Younger than the firm may serve.
#[component]
pub(crate) fn TooYoung() -> impl IntoView {
    refusal(
        outcome::YOUNG_HEADING,
        outcome::YOUNG_BODY,
        outcome::YOUNG_FIX,
        Step::BirthDate,
    )
}

/// Lives where the firm does not serve.
#[component]
pub(crate) fn NotServed() -> impl IntoView {
    refusal(
        outcome::UNSERVED_HEADING,
        outcome::UNSERVED_BODY,
        outcome::UNSERVED_FIX,
        Step::Address,
    )
}

/// The page of either: what, why, how to mend a mistake, whom to ask.
fn refusal(heading: Text, body: Text, fix: Text, step: Step) -> impl IntoView {
    view! {
        <Page title=say(heading) back=Some(Path::Step(step))>
            <section class="plain">
                <h1>{say(heading)}</h1>
                <p class="lede">{say(body)}</p>
                <p>{say(outcome::IF_WRONG)}</p>
                <p class="actions"><a class="button secondary" href=Path::Step(step).href()>{say(fix)}</a></p>
                <p>{say(common::HELP_BODY)}</p>
            </section>
        </Page>
    }
}
