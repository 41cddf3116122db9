//! Admin forms: plain POSTs that work without a script.

use crate::{admin::context::admin_context, i18n::Text};
use leptos::prelude::*;

/// CSRF token that binds a form to its session (ASVS 3.5.1).
#[component]
pub(crate) fn AdminCsrf() -> impl IntoView {
    view! { <input type="hidden" name="csrf" value=admin_context().csrf.clone()/> }
}

/// A form with one button.
#[component]
pub(crate) fn AdminForm(
    /// URL it posts to.
    action: &'static str,
    /// Button text.
    button: Text,
    /// Whether the button is not the page's main action.
    #[prop(optional)]
    secondary: bool,
    /// Element id, if another element refers to the form.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Optional fields.
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
