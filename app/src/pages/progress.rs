//! Progress text "Step 3 of 7" (ux rule 7).

use crate::{i18n::common, page_context::page_context};
use kyc::flow::Step;
use leptos::prelude::*;

/// Position of a page in the wizard.
#[component]
pub(crate) fn Progress(step: Step) -> impl IntoView {
    let (n, total) = (step.number().to_string(), Step::ALL.len().to_string());
    let words = common::STEP_OF.fill(page_context().lang, &[("n", &n), ("total", &total)]);
    view! { <p class="progress" aria-current="step">{words}</p> }
}
