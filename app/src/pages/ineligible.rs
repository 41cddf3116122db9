//! Why somebody cannot apply: pages, not field errors (ux rule 17).

use crate::{
    components::Page,
    routes::Path,
    text::{Text, common, outcome},
    visit::{say, visit},
};
use kyc::flow::Step;
use leptos::prelude::*;

/// Younger than the firm may serve.
#[component]
pub(crate) fn TooYoung() -> impl IntoView {
    // Where they were asked: before the questions, if they wanted things filled in.
    let visit = visit();
    let standing = visit.standing.as_ref();
    let asked = standing.is_none_or(|standing| standing.progress.opens(Step::BirthDate));
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
        <Page title=say(heading) back=Some(to)>
            <section class="plain">
                <h1>{say(heading)}</h1>
                <p class="lede">{say(body)}</p>
                <p>{say(outcome::IF_WRONG)}</p>
                <p class="actions"><a class="button secondary" href=to.href()>{say(fix)}</a></p>
                <p>{say(common::HELP_BODY)}</p>
            </section>
        </Page>
    }
}
