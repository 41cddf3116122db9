//! Labelled inputs of the admin.

use super::{form_field::FormField, show_password::ShowPassword};
use crate::{admin::i18n as words, i18n::Text};
use leptos::prelude::*;

/// Label, hint, error and input, linked by ids.
#[component]
pub(crate) fn Field(
    /// Value of `id` and `name`.
    id: &'static str,
    /// Label text.
    label: Text,
    /// Hint below the label.
    #[prop(optional)]
    hint: Option<Text>,
    /// Prefilled value.
    #[prop(optional, into)]
    value: String,
    /// `type` attribute of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// `autocomplete` token (WCAG 1.3.5).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// `inputmode`, if the type does not imply it.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Longest input, in UTF-16 units.
    #[prop(optional)]
    maxlength: Option<u16>,
    /// CSS width class. It hints at the expected length.
    #[prop(default = "w-full")]
    width: &'static str,
) -> impl IntoView {
    let frame = FormField::new(id, label, hint);
    let (described, wrong) = (frame.described(), frame.wrong());
    frame.around(view! {
        <input
            class=format!("input {width}")
            id=id
            name=id
            type=kind
            value=value
            autocomplete=autocomplete
            inputmode=inputmode
            maxlength=maxlength
            spellcheck="false"
            autocapitalize="none"
            aria-describedby=described
            aria-invalid=wrong
        />
    })
}

/// New password and its repetition.
#[component]
pub(crate) fn Passwords() -> impl IntoView {
    view! {
        <Field id="password" label=words::NEW_PASSWORD hint=words::PASSWORD_RULE kind="password" autocomplete="new-password"/>
        <Field id="again" label=words::PASSWORD_AGAIN kind="password" autocomplete="new-password"/>
        <ShowPassword/>
    }
}
