//! One labelled text input.

use super::FieldMessage;
use crate::{
    i18n::{Text, common},
    page_context::page_context,
};
use kyc::{form::Field, value};
use leptos::prelude::*;

/// A label, a hint, what is wrong, and the input, tied together by ids.
#[component]
pub(crate) fn TextField(
    /// Which field; its id is the control's id and name.
    field: Field,
    /// Its label.
    label: Text,
    /// What is in it.
    value: String,
    /// All faults of the page; the field shows its own.
    faults: Vec<value::FieldError>,
    /// `autocomplete` token (WCAG 1.3.5).
    autocomplete: &'static str,
    /// A hint under the label.
    #[prop(optional)]
    hint: Option<Text>,
    /// `type`, where it is not text.
    #[prop(default = "text")]
    kind: &'static str,
    /// `inputmode`, where the kind does not say it.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// The width class, telling how much is expected.
    #[prop(default = "w-full")]
    width: &'static str,
    /// Whether it may be left blank.
    #[prop(optional)]
    optional: bool,
    /// A list of suggestions by its id.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let lang = page_context().lang;
    let fault = faults.into_iter().find(|fault| Field::of(*fault) == field);
    let id = field.id();
    let described: Vec<_> = [
        hint.map(|_| format!("{id}-hint")),
        fault.map(|_| format!("{id}-fault")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let class = if fault.is_some() {
        "field field-bad"
    } else {
        "field"
    };
    view! {
        <div class=class>
            <label for=id>
                {label.to(lang)}
                {optional.then(|| format!(" {}", common::OPTIONAL.to(lang)))}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint.to(lang)}</p> })}
            <FieldMessage field fault/>
            <input
                class=format!("input {width}")
                id=id
                name=id
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                list=list
                spellcheck="false"
                aria-describedby=described
                aria-invalid=fault.map(|_| "true")
            />
        </div>
    }
}
