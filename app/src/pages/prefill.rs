//! Prefill: the offer, the page that requests a code, and the page that verifies it
//! (contract §5). It is optional. Each page also links to the manual steps.

use super::birth::DateBoxes;
use crate::{
    api,
    components::{Icon, Page, Shape, StepForm, TextField, Why},
    i18n::{prefill, steps},
    page_context::{FlashMessage, page_context, t},
    routes::Path,
};
use kyc::{
    flow::Step,
    form::{Draft, Field, prefill::PrefillTyped},
    value,
};
use leptos::prelude::*;

/// Link to the manual steps.
#[component]
fn Instead() -> impl IntoView {
    let words = prefill::INSTEAD.to(page_context().lang);
    view! { <p><a href=Path::Step(Step::Name).href()>{words}</a></p> }
}

/// Offer of a prefill, if the organisation enables it and fields are empty. While a
/// sent code is valid, it links to the code page instead.
#[component]
pub(super) fn Offer() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let draft = context.draft();
    let waits = draft.prefill.waits_for(context.now).is_some();
    let offered = context.site.prefill && (waits || draft.may_be_filled_in());
    let (to, words) = if waits {
        (Path::Code, prefill::OFFER_CODE)
    } else {
        (Path::Prefill, prefill::OFFER_LINK)
    };
    offered.then(|| {
        view! {
            <div class="notice">
                <Icon shape=Shape::Phone/>
                <p><strong>{prefill::OFFER.to(lang)}</strong></p>
                <p>{prefill::OFFER_BODY.to(lang)}</p>
                <p><a href=to.href()>{words.to(lang)}</a></p>
            </div>
        }
    })
}

/// The page that requests a code.
#[component]
pub(crate) fn Prefill() -> impl IntoView {
    let lang = page_context().lang;
    let Draft {
        birth,
        contact,
        prefill: request,
        ..
    } = page_context().draft();
    // Rejected input first, otherwise the answers of the steps with the same
    // fields.
    let typed = request.typed.unwrap_or(PrefillTyped {
        month: birth.typed.month,
        day: birth.typed.day,
        year: birth.typed.year,
        phone: contact.typed.phone,
    });
    let faults = request.faults;
    let of_birth = |fault: &&value::FieldError| Field::of(**fault).is_birth_date();
    let fault = faults.iter().find(of_birth).copied();
    let birth = typed.birth();
    view! {
        <Page title=prefill::HEADING.to(lang) back=Some(Path::Step(Step::Name)) faults=faults.clone() form=true>
            <h1>{prefill::HEADING.to(lang)}</h1>
            <p class="lede">{prefill::LEDE.to(lang)}</p>
            <StepForm action={api::url::<api::AskForCode>()} button=prefill::SEND>
                <DateBoxes legend=prefill::LEGEND.to(lang).into_any() typed=birth fault/>
                <TextField field=Field::Phone label=steps::PHONE hint=prefill::PRICE value=typed.phone faults kind="tel" autocomplete="tel" width="w-20"/>
                <Why words=t(prefill::WHY)/>
            </StepForm>
            <Instead/>
        </Page>
    }
}

/// The page that verifies the code. The typed code is not stored, so the error
/// travels in the query.
#[component]
pub(crate) fn Code() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let fault = match context.flash {
        Some(FlashMessage::FieldError(fault)) => Some(fault),
        _ => None,
    };
    let faults = Vec::from_iter(fault);
    let draft = context.draft();
    let lede = prefill::CODE_LEDE.fill(lang, &[("last2", draft.prefill.last_two())]);
    let last = draft.prefill.has_one_try().then(|| {
        view! { <p class="notice">{prefill::LAST_TRY.to(lang)}</p> }
    });
    let more = draft.may_be_filled_in();
    let back = if more {
        Path::Prefill
    } else {
        Path::Step(Step::Name)
    };
    let another = more.then(|| {
        view! { <p><a href=Path::Prefill.href()>{prefill::ANOTHER.to(lang)}</a></p> }
    });
    view! {
        <Page title=prefill::CODE_HEADING.to(lang) back=Some(back) faults=faults.clone() form=true>
            <h1>{prefill::CODE_HEADING.to(lang)}</h1>
            <p class="lede">{lede}</p>
            <StepForm action={api::url::<api::EnterCode>()}>
                <TextField field=Field::Code label=prefill::CODE hint=prefill::CODE_HINT value=String::new() faults autocomplete="one-time-code" inputmode="numeric" width="w-10"/>
                {last}
            </StepForm>
            {another}
            <Instead/>
        </Page>
    }
}
