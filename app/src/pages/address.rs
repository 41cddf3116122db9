//! Home-address step (ux rule 24).

use super::Progress;
use crate::{
    api,
    components::{Page, StepForm, TextField, Why},
    i18n::steps,
    page_context::page_context,
    routes::Path,
};
use kyc::{flow::Step, form::Field};
use leptos::prelude::*;

/// The address page.
#[component]
pub(crate) fn Address() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let answer = context.draft().address;
    let (typed, faults) = (answer.typed, answer.faults);
    let states = context
        .site
        .states
        .iter()
        .map(|state| view! { <option value=state.label()></option> });
    let states = states.collect_view();
    view! {
        <Page title=steps::ADDRESS_HEADING.to(lang) back=Some(Path::Step(Step::Contact)) faults=faults.clone() form=true>
            <Progress step=Step::Address/>
            <h1>{steps::ADDRESS_HEADING.to(lang)}</h1>
            <p class="lede">{steps::ADDRESS_LEDE.to(lang)}</p>
            <StepForm action={api::url::<api::SaveAddress>()}>
                <TextField field=Field::Line1 label=steps::LINE1 value=typed.line1 faults=faults.clone() autocomplete="address-line1"/>
                <TextField field=Field::Line2 label=steps::LINE2 value=typed.line2 faults=faults.clone() autocomplete="address-line2" width="w-20" optional=true/>
                <TextField field=Field::City label=steps::CITY value=typed.city faults=faults.clone() autocomplete="address-level2" width="w-20"/>
                <TextField field=Field::State label=steps::STATE hint=steps::STATE_HINT value=typed.state faults=faults.clone() autocomplete="address-level1" width="w-20" list="states"/>
                <datalist id="states">{states}</datalist>
                <TextField field=Field::PostalCode label=steps::POSTAL value=typed.postal faults autocomplete="postal-code" inputmode="numeric" width="w-10"/>
                <Why words=steps::ADDRESS_WHY.to(lang).to_owned()/>
            </StepForm>
        </Page>
    }
}
