//! Frame of a panel and of its form. Each form carries the case, its version as
//! seen, and the list context.

use crate::{
    admin::{
        components::AdminCsrf,
        context::{CaseView, admin_context},
    },
    i18n::Text,
};
use leptos::prelude::*;
use std::sync::Arc;

/// A panel.
#[component]
pub(super) fn Panel(
    /// Id of its heading.
    id: &'static str,
    /// Heading text.
    heading: Text,
    /// Content.
    children: Children,
) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <section class="panel" aria-labelledby=id>
            <h2 id=id tabindex="-1">{heading.to(lang)}</h2>
            {children()}
        </section>
    }
}

/// Hidden fields of every case form.
#[component]
pub(super) fn Carried(case_view: Arc<CaseView>) -> impl IntoView {
    view! {
        <AdminCsrf/>
        <input type="hidden" name="case" value=case_view.case.reference.as_str().to_owned()/>
        <input type="hidden" name="seen" value=case_view.case.version().to_string()/>
        <input type="hidden" name="from" value=case_view.list_context.text()/>
    }
}

/// A case form with one button.
#[component]
pub(super) fn CaseForm(
    /// The case.
    case_view: Arc<CaseView>,
    /// URL it posts to.
    action: &'static str,
    /// Button text.
    button: Text,
    /// Optional fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <form method="post" action=action novalidate>
            <Carried case_view/>
            {children.map(|children| children())}
            <div class="actions"><button class="button secondary" type="submit">{button.to(lang)}</button></div>
        </form>
    }
}
