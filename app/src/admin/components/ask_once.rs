//! A question before a button that ends or removes something. It works without a script.

use crate::{admin::context::admin_context, i18n::Text};
use leptos::prelude::*;

/// Opens a question that names what is at stake, above the button itself.
#[component]
pub(crate) fn AskOnce(
    /// Text of the button that opens the question.
    label: Text,
    /// The question.
    #[prop(into)]
    question: String,
    /// What the label is about, for screen readers.
    #[prop(optional, into)]
    about: String,
    /// The button, or its form.
    children: Children,
) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <details class="ask-once">
            <summary class="button secondary">
                {label.to(lang)}
                {(!about.is_empty()).then(|| view! { <span class="visually-hidden">" "{about}</span> })}
            </summary>
            <div class="ask-once-body">
                <p>{question}</p>
                {children()}
            </div>
        </details>
    }
}
