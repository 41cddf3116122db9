//! Name step.

use super::{Progress, prefill::Offer};
use crate::{
    api,
    components::{Page, StepForm, TextField, Why},
    i18n::steps,
    page_context::page_context,
    routes::Path,
};
use kyc::{flow::Step, form::Field};
use leptos::prelude::*;

/// The name page.
#[component]
pub(crate) fn Name() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let answer = context.draft().name;
    let (typed, faults) = (answer.typed, answer.faults);
    let single = typed.single == "yes";
    view! {
        <Page title=steps::NAME_HEADING.to(lang) back=Some(Path::Step(Step::Consent)) faults=faults.clone() form=true>
            <Progress step=Step::Name/>
            <h1>{steps::NAME_HEADING.to(lang)}</h1>
            <p class="lede">{steps::NAME_LEDE.to(lang)}</p>
            <Offer/>
            <StepForm action={api::url::<api::SaveName>()}>
                <TextField field=Field::Given label=steps::GIVEN value=typed.given faults=faults.clone() autocomplete="given-name" width="w-20"/>
                <TextField field=Field::Middle label=steps::MIDDLE value=typed.middle faults=faults.clone() autocomplete="additional-name" width="w-20" optional=true/>
                <TextField field=Field::Family label=steps::FAMILY value=typed.family faults autocomplete="family-name" width="w-20"/>
                <div class="field">
                    <label class="check">
                        <input type="checkbox" id="single" name="single" value="yes" checked=single aria-describedby="single-hint"/>
                        <span>{steps::ONE_NAME.to(lang)}</span>
                    </label>
                    <p class="hint" id="single-hint">{steps::ONE_NAME_HINT.to(lang)}</p>
                </div>
                <Why words=steps::NAME_WHY.to(lang).to_owned()/>
            </StepForm>
        </Page>
    }
}
