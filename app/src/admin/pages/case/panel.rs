//! The frame of a panel, and of its form: each carries which case it is about, as
//! it was seen, and where it was opened from.

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
    /// The id of its heading.
    id: &'static str,
    /// Its heading.
    heading: Text,
    /// What is in it.
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

/// What every form about a case carries.
#[component]
pub(super) fn Carried(case_view: Arc<CaseView>) -> impl IntoView {
    view! {
        <AdminCsrf/>
        <input type="hidden" name="case" value=case_view.case.reference.as_str().to_owned()/>
        <input type="hidden" name="seen" value=case_view.case.version().to_string()/>
        <input type="hidden" name="from" value=case_view.list_context.text()/>
    }
}

/// A form about a case, with one button.
#[component]
pub(super) fn CaseForm(
    /// Which case.
    case_view: Arc<CaseView>,
    /// Where it goes.
    action: &'static str,
    /// The words of its button.
    button: Text,
    /// Its fields, if it has any.
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
