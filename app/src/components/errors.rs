//! Field errors: the summary above the heading and the message at the field (ux
//! rule 15).

use crate::{
    i18n::{self, common},
    page_context::page_context,
};
use kyc::{form::Field, value};
use leptos::prelude::*;

/// Error summary. `autofocus` gives it the focus on load, without a script.
#[component]
pub(crate) fn ProblemSummary(faults: Vec<value::FieldError>) -> impl IntoView {
    let lang = page_context().lang;
    (!faults.is_empty()).then(|| {
        let entries = faults.into_iter().map(|fault| {
            let target = format!("#{}", Field::of(fault).id());
            view! { <li><a href=target>{i18n::field_errors::of(fault).to(lang)}</a></li> }
        });
        view! {
            <div class="alert" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
                <h2 id="problem">{common::PROBLEM.to(lang)}</h2>
                <ul>{entries.collect_view()}</ul>
            </div>
        }
    })
}

/// Error message of a field, linked to it by id.
#[component]
pub(crate) fn FieldMessage(field: Field, fault: Option<value::FieldError>) -> impl IntoView {
    let lang = page_context().lang;
    fault.map(|fault| {
        view! {
            <p class="fault" id=format!("{}-fault", field.id())>
                <span class="visually-hidden">{common::ERROR_HIDDEN.to(lang)}" "</span>
                {i18n::field_errors::of(fault).to(lang)}
            </p>
        }
    })
}
