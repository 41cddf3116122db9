//! Date-of-birth step: three inputs for one answer (ux rule 21).

use super::Progress;
use crate::{
    api,
    components::{FieldMessage, Page, StepForm, Why},
    i18n::{Text, steps},
    page_context::{page_context, t},
    routes::Path,
};
use kyc::{
    flow::Step,
    form::{Field, birth::BirthTyped},
    value,
};
use leptos::prelude::*;

/// The date-of-birth page.
#[component]
pub(crate) fn BirthDate() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let answer = context.draft().birth;
    let (typed, faults) = (answer.typed, answer.faults);
    let fault = faults.first().copied();
    let legend = view! { <h1>{steps::BIRTH_HEADING.to(lang)}</h1> }.into_any();
    view! {
        <Page title=steps::BIRTH_HEADING.to(lang) back=Some(Path::Step(Step::Name)) faults form=true>
            <Progress step=Step::BirthDate/>
            <StepForm action={api::url::<api::SaveBirthDate>()}>
                <DateBoxes legend typed fault/>
                <Why words=t(steps::BIRTH_WHY)/>
            </StepForm>
        </Page>
    }
}

/// The three inputs with their legend.
#[component]
pub(super) fn DateBoxes(
    legend: AnyView,
    typed: BirthTyped,
    fault: Option<value::FieldError>,
) -> impl IntoView {
    let lang = page_context().lang;
    let described = if fault.is_some() {
        "birth-hint month-fault"
    } else {
        "birth-hint"
    };
    view! {
        <fieldset class=if fault.is_some() { "field field-bad" } else { "field" } aria-describedby=described>
            <legend>{legend}</legend>
            <p class="hint" id="birth-hint">{steps::BIRTH_HINT.to(lang)}</p>
            <FieldMessage field=Field::BirthDate fault/>
            <div class="date-parts">
                <Part field=Field::Month label=steps::MONTH value=typed.month width="w-10" token="bday-month" fault/>
                <Part field=Field::Day label=steps::DAY value=typed.day width="w-2" token="bday-day" fault/>
                <Part field=Field::Year label=steps::YEAR value=typed.year width="w-4" token="bday-year" fault/>
            </div>
        </fieldset>
    }
}

/// One of the three inputs. An error of the whole date marks all three.
#[component]
fn Part(
    field: Field,
    label: Text,
    value: String,
    width: &'static str,
    token: &'static str,
    fault: Option<value::FieldError>,
) -> impl IntoView {
    let bad = fault.is_some_and(|fault| {
        matches!(Field::of(fault), Field::BirthDate) || Field::of(fault) == field
    });
    view! {
        <div class="field">
            <label for=field.id()>{label.to(page_context().lang)}</label>
            <input
                class=format!("input {width}")
                id=field.id()
                name=field.id()
                type="text"
                inputmode=(field != Field::Month).then_some("numeric")
                autocomplete=token
                spellcheck="false"
                value=value
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}
