//! Labelled inputs of the desk.

use crate::{
    desk::visit::desk_visit,
    text::{Text, common, desk as words},
};
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
    let visit = desk_visit();
    let lang = visit.lang;
    let notice = visit.notice.filter(|notice| notice.field() == Some(id));
    let fault = notice.map(|notice| notice.words(lang));
    let (bad, wrong) = (fault.is_some(), fault.is_some().then_some("true"));
    let parts = [(hint.is_some(), "hint"), (bad, "fault")];
    let described: Vec<_> = parts
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{id}-{part}"))
        .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    view! {
        <div class=if bad { "field field-bad" } else { "field" }>
            <label for=id>{label.to(lang)}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint.to(lang)}</p> })}
            {fault.map(|fault| view! {
                <p class="fault" id=format!("{id}-fault")>
                    <span class="visually-hidden">{common::ERROR_HIDDEN.to(lang)}" "</span>
                    {fault}
                </p>
            })}
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
        </div>
    }
}

/// A new password, twice.
#[component]
pub(crate) fn Passwords() -> impl IntoView {
    view! {
        <Field id="password" label=words::NEW_PASSWORD hint=words::PASSWORD_RULE kind="password" autocomplete="new-password"/>
        <Field id="again" label=words::PASSWORD_AGAIN kind="password" autocomplete="new-password"/>
    }
}
