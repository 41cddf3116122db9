//! Forms: plain POSTs that work without a script.

use super::FieldMessage;
use crate::{
    i18n::{common, steps},
    page_context::page_context,
};
use kyc::{form::Field, value};
use leptos::prelude::*;

/// CSRF token that binds a form to its session (ASVS 3.5.1).
#[component]
pub(crate) fn Csrf() -> impl IntoView {
    view! { <input type="hidden" name="csrf" value=page_context().csrf.clone()/> }
}

/// The single form of a step. The buttons of the language switch belong to it, so
/// that a language change keeps the input.
#[component]
pub(crate) fn StepForm(
    /// URL it posts to.
    action: &'static str,
    /// Button text.
    #[prop(default = common::CONTINUE)]
    button: crate::i18n::Text,
    /// Optional fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = page_context().lang;
    view! {
        <form id="step" method="post" action=action novalidate>
            <Csrf/>
            {children.map(|children| children())}
            <div class="actions"><button class="button" type="submit">{button.to(lang)}</button></div>
        </form>
    }
}

/// Explanation why sensitive data is needed (ux rule 6).
#[component]
pub(crate) fn Why(words: String) -> impl IntoView {
    view! {
        <details class="why">
            <summary>{common::WHY.to(page_context().lang)}</summary>
            <p>{words}</p>
        </details>
    }
}

/// SSN input. The server never prefills it. CSS masks the digits, with a switch
/// that needs no script (ux rule 25).
#[component]
pub(crate) fn SsnInput(fault: Option<value::FieldError>) -> impl IntoView {
    let lang = page_context().lang;
    let described = if fault.is_some() {
        "ssn-hint ssn-fault"
    } else {
        "ssn-hint"
    };
    view! {
        <div class=if fault.is_some() { "field field-bad" } else { "field" }>
            <label for="ssn">{steps::SSN_LABEL.to(lang)}</label>
            <p class="hint" id="ssn-hint">{steps::SSN_HINT.to(lang)}</p>
            <FieldMessage field=Field::Ssn fault/>
            <input
                class="input w-10 secret code"
                id="ssn"
                name="ssn"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                spellcheck="false"
                maxlength="40"
                aria-describedby=described
                aria-invalid=fault.map(|_| "true")
            />
            <label class="check reveal">
                <input type="checkbox" class="reveal-toggle"/>
                <span>{steps::SSN_SHOW.to(lang)}</span>
            </label>
        </div>
    }
}
