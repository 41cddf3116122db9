//! Labelled inputs of the desk.

use super::form_field::FormField;
use crate::i18n::{Text, admin as words};
use leptos::prelude::*;

/// A label, a hint, what is wrong, and the input, tied together by ids.
#[component]
pub(crate) fn Field(
    /// Its id and name.
    id: &'static str,
    /// Its label.
    label: Text,
    /// A hint under the label.
    #[prop(optional)]
    hint: Option<Text>,
    /// What is in it.
    #[prop(optional, into)]
    value: String,
    /// `type`, where it is not text.
    #[prop(default = "text")]
    kind: &'static str,
    /// `autocomplete` token (WCAG 1.3.5).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// `inputmode`, where the kind does not say it.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// The width class, telling how much is expected.
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
            spellcheck="false"
            autocapitalize="none"
            aria-describedby=described
            aria-invalid=wrong
        />
    })
}

/// A new password, twice.
#[component]
pub(crate) fn Passwords() -> impl IntoView {
    view! {
        <Field id="password" label=words::NEW_PASSWORD hint=words::PASSWORD_RULE kind="password" autocomplete="new-password"/>
        <Field id="again" label=words::PASSWORD_AGAIN kind="password" autocomplete="new-password"/>
    }
}
