//! A way on for people without an SSN (ux rule 25).

use crate::{
    components::Page,
    routes::Path,
    text::{common, steps},
    visit::say,
};
use kyc::flow::Step;
use leptos::prelude::*;

/// The page for people without an SSN.
#[component]
pub(crate) fn NoSsn() -> impl IntoView {
    view! {
        <Page title=say(steps::NO_SSN_HEADING) back=Some(Path::Step(Step::Ssn))>
            <h1>{say(steps::NO_SSN_HEADING)}</h1>
            <p class="lede">{say(steps::NO_SSN_BODY)}</p>
            <p>{say(common::HELP_BODY)}</p>
            <p>{say(steps::NO_SSN_KEPT)}</p>
            <p class="actions">
                <a class="button secondary" href=Path::Step(Step::Ssn).href()>{say(steps::NO_SSN_BACK)}</a>
            </p>
        </Page>
    }
}
