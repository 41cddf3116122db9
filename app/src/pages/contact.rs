//! Contact step.

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

/// The contact page.
#[component]
pub(crate) fn Contact() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let answer = context.draft().contact;
    let (typed, faults) = (answer.typed, answer.faults);
    view! {
        <Page title=steps::CONTACT_HEADING.to(lang) back=Some(Path::Step(Step::BirthDate)) faults=faults.clone() form=true>
            <Progress step=Step::Contact/>
            <h1>{steps::CONTACT_HEADING.to(lang)}</h1>
            <StepForm action={api::url::<api::SaveContact>()}>
                <TextField field=Field::Email label=steps::EMAIL hint=steps::EMAIL_HINT value=typed.email faults=faults.clone() kind="email" autocomplete="email"/>
                <TextField field=Field::Phone label=steps::PHONE hint=steps::PHONE_HINT value=typed.phone faults=faults.clone() kind="tel" autocomplete="tel" width="w-20"/>
                <TextField field=Field::Referral label=steps::REFERRAL hint=steps::REFERRAL_HINT value=typed.referral faults autocomplete="off" width="w-20" optional=true/>
                <Why words=steps::CONTACT_WHY.to(lang).to_owned()/>
            </StepForm>
        </Page>
    }
}
