//! Forms of the desk: plain posts that work without a script.

use crate::{admin::context::admin_context, i18n::Text};
use leptos::prelude::*;

/// The token that ties a form to its session (ASVS 3.5.1).
#[component]
pub(crate) fn AdminCsrf() -> impl IntoView {
    view! { <input type="hidden" name="csrf" value=admin_context().csrf.clone()/> }
}

/// A form with one button.
#[component]
pub(crate) fn AdminForm(
    /// Where it posts to.
    action: &'static str,
    /// The words of its button.
    button: Text,
    /// Whether it is not what the page is for.
    #[prop(optional)]
    secondary: bool,
    /// An id, where something else refers to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The fields, if it has any.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = admin_context().lang;
    let class = if secondary {
        "button secondary"
    } else {
        "button"
    };
    view! {
        <form id=id method="post" action=action novalidate>
            <AdminCsrf/>
            {children.map(|children| children())}
            <div class="actions"><button class=class type="submit">{button.to(lang)}</button></div>
        </form>
    }
}
