//! Resume page: it verifies the date of birth before it shows anything, or explains
//! resume links.

use super::birth::DateBoxes;
use crate::{
    api,
    components::{Csrf, Page},
    i18n::resume,
    page_context::{ApplicationLabel, FlashMessage, ResumeLink, page_context, t},
    routes::Path,
};
use kyc::{form::birth::BirthTyped, return_link::TRIES, value::FieldError};
use leptos::prelude::*;

/// The page of a resume link, and of an expired session.
#[component]
pub(crate) fn Return() -> impl IntoView {
    let context = page_context();
    let fault = match context.flash {
        Some(FlashMessage::FieldError(fault)) => Some(fault),
        _ => None,
    };
    match context.resume_link.clone() {
        Some(resume_link) => view! { <Ask resume_link fault/> }.into_any(),
        None => view! { <Explain/> }.into_any(),
    }
}

/// Form for the date of birth. It never shows the typed date again, because that
/// date serves as a password here.
#[component]
fn Ask(resume_link: ResumeLink, fault: Option<FieldError>) -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let open = context.application().map(ApplicationLabel::of);
    let alone = open.is_none();
    let left = resume_link.link.tries_left;
    let warning = match left {
        TRIES.. => None,
        1 => Some(resume::RETURN_LAST.to(lang).to_owned()),
        _ => Some(resume::RETURN_TRIES.fill(lang, &[("n", &left.to_string())])),
    };
    view! {
        <Page title=resume::RETURN_HEADING.to(lang) faults=Vec::from_iter(fault)>
            <h1>{resume::RETURN_HEADING.to(lang)}</h1>
            {open.map(|open| view! {
                <div class="notice" id="open-application">
                    <p><strong>{resume::OTHER_OPEN.to(lang)}</strong>" "{label(&open)}</p>
                    <p>{resume::OTHER_OPEN_BODY.to(lang)}</p>
                    <p><a href=Path::Start.href()>{resume::OTHER_KEEP.to(lang)}</a></p>
                </div>
            })}
            <p class="lede">{resume::RETURN_LEDE.to(lang)}</p>
            {resume_link.owner.as_ref().map(|owner| view! {
                <p id="owner"><strong>{resume::RETURN_WHOSE.to(lang)}</strong>" "{label(owner)}</p>
            })}
            <form id="step" method="post" action={api::url::<api::ResumeByLink>()} novalidate>
                <Csrf/>
                {(!alone).then(|| view! { <input type="hidden" name="followed" value="yes"/> })}
                <DateBoxes legend=resume::RETURN_LEGEND.to(lang).into_any() typed=BirthTyped::default() fault/>
                {warning.map(|words| view! { <p class="notice">{words}</p> })}
                <div class="actions">
                    <button class="button" type="submit">{resume::RETURN_BUTTON.to(lang)}</button>
                </div>
            </form>
            {alone.then(|| view! { <NotMine/> })}
        </Page>
    }
}

/// Initials and reference of an application.
fn label(application: &ApplicationLabel) -> AnyView {
    let ApplicationLabel {
        initials,
        reference,
    } = application.clone();
    let initials = (!initials.is_empty()).then(|| format!("{initials}, "));
    view! { {initials}<span class="code">{reference}</span> }.into_any()
}

/// Removes the application from a device that is not the applicant's.
#[component]
fn NotMine() -> impl IntoView {
    let lang = page_context().lang;
    view! {
        <form id="not-mine" method="post" action={api::url::<api::SignOut>()}>
            <Csrf/>
            <input type="hidden" name="reason" value="device"/>
            <p class="fine">{resume::NOT_MINE_BODY.to(lang)}</p>
            <div class="actions">
                <button class="button secondary" type="submit">{resume::NOT_MINE.to(lang)}</button>
            </div>
        </form>
    }
}

/// Explanation of resume links, for applicants without one.
#[component]
fn Explain() -> impl IntoView {
    let lang = page_context().lang;
    view! {
        <Page title=resume::RETURN_HOW_HEADING.to(lang)>
            <h1>{resume::RETURN_HOW_HEADING.to(lang)}</h1>
            <ul>
                <li>{resume::RETURN_HOW_LINK.to(lang)}</li>
                <li>{resume::RETURN_HOW_OTHER.to(lang)}</li>
                <li>{t(resume::RETURN_HOW_HELP)}</li>
                <li>{resume::RETURN_HOW_NEW.to(lang)}</li>
            </ul>
            <p class="actions">
                <a class="button" href=Path::Start.href()>{resume::RETURN_BEGIN.to(lang)}</a>
            </p>
        </Page>
    }
}
