//! Coming back: the date of birth before anything is shown, or how to get
//! here with a link.

use super::birth::DateBoxes;
use crate::{
    api,
    components::{Csrf, Page},
    routes::Path,
    text::leave,
    visit::{Notice, Returning, say, visit},
};
use kyc::{form::birth::BirthTyped, return_link::TRIES, value::FieldError};
use leptos::prelude::*;

/// The page of a return link, and of a session that has ended.
#[component]
pub(crate) fn Return() -> impl IntoView {
    let visit = visit();
    let fault = match visit.notice {
        Some(Notice::FieldError(fault)) => Some(fault),
        _ => None,
    };
    match visit.returning.clone() {
        Some(returning) => view! { <Ask returning fault/> }.into_any(),
        None => view! { <Explain/> }.into_any(),
    }
}

/// Asks for the date of birth. What was typed is not kept: here it is what a
/// password is elsewhere.
#[component]
fn Ask(returning: Returning, fault: Option<FieldError>) -> impl IntoView {
    let lang = visit().lang;
    let left = returning.link.tries_left;
    let warning = match left {
        TRIES.. => None,
        1 => Some(leave::RETURN_LAST.to(lang).to_owned()),
        _ => Some(leave::RETURN_TRIES.fill(lang, &[("n", &left.to_string())])),
    };
    view! {
        <Page title=leave::RETURN_HEADING.to(lang) faults=Vec::from_iter(fault)>
            <h1>{leave::RETURN_HEADING.to(lang)}</h1>
            <p class="lede">{leave::RETURN_LEDE.to(lang)}</p>
            <form id="step" method="post" action={api::url::<api::ComeBack>()} novalidate>
                <Csrf/>
                <DateBoxes legend=leave::RETURN_LEGEND.to(lang).into_any() typed=BirthTyped::default() fault/>
                {warning.map(|words| view! { <p class="notice">{words}</p> })}
                <div class="actions">
                    <button class="button" type="submit">{leave::RETURN_BUTTON.to(lang)}</button>
                </div>
            </form>
        </Page>
    }
}

/// Says how to come back with a link, to somebody who came without one.
#[component]
fn Explain() -> impl IntoView {
    let lang = visit().lang;
    view! {
        <Page title=leave::RETURN_HOW_HEADING.to(lang)>
            <h1>{leave::RETURN_HOW_HEADING.to(lang)}</h1>
            <ul>
                <li>{leave::RETURN_HOW_LINK.to(lang)}</li>
                <li>{leave::RETURN_HOW_OTHER.to(lang)}</li>
                <li>{say(leave::RETURN_HOW_HELP)}</li>
                <li>{leave::RETURN_HOW_NEW.to(lang)}</li>
            </ul>
            <p class="actions">
                <a class="button" href=Path::Start.href()>{leave::RETURN_BEGIN.to(lang)}</a>
            </p>
        </Page>
    }
}
