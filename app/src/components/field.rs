//! Labelled text input.

use super::FieldMessage;
use crate::{
    i18n::{Text, common},
    page_context::page_context,
};
use kyc::{form::Field, value};
use leptos::prelude::*;

/// Label, hint, error and input, linked by ids.
#[component]
pub(crate) fn TextField(
    /// The form field. Its id is the input's `id` and `name`.
    field: Field,
    /// Label text.
    label: Text,
    /// Prefilled value.
    value: String,
    /// All field errors of the page. The input shows its own.
    faults: Vec<value::FieldError>,
    /// `autocomplete` token (WCAG 1.3.5).
    autocomplete: &'static str,
    /// Hint below the label.
    #[prop(optional)]
    hint: Option<Text>,
    /// `type` attribute of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// `inputmode`, if the type does not imply it.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// CSS width class. It hints at the expected length.
    #[prop(default = "w-full")]
    width: &'static str,
    /// Whether the field may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Id of a `datalist` with suggestions.
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
