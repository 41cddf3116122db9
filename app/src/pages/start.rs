//! Start page: requirements, duration and purpose (ux rule 1).

use crate::{
    api,
    components::{Csrf, Icon, Page, ReturnLink, Shape},
    i18n::{Text, start},
    page_context::{page_context, t},
    routes::Path,
};
use leptos::prelude::*;

/// The start page.
#[component]
pub(crate) fn Start() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let need = move |shape: Shape, text: Text| view! { <li><Icon shape/><span>{text.to(lang)}</span></li> };
    view! {
        <Page title=start::TITLE.to(lang)>
            <h1>{start::HEADING.to(lang)}</h1>
            <p class="lede">{t(start::LEDE)}</p>
            <Begin/>
            <ReturnLink/>
            <h2>{start::NEEDS.to(lang)}</h2>
            <ul class="needs">
                {need(Shape::Mail, start::NEED_PHONE)}
                {need(Shape::Document, start::NEED_DETAILS)}
                {need(Shape::Shield, start::NEED_SSN)}
                {need(Shape::IdCard, start::NEED_DOCUMENT)}
            </ul>
            <h2>{start::STAGES.to(lang)}</h2>
            <ol class="stages">
                <li>{start::STAGE_1.to(lang)}</li>
                <li>{start::STAGE_2.to(lang)}</li>
                <li>{start::STAGE_3.to(lang)}</li>
            </ol>
            <p>{start::WHY_BODY.to(lang)}</p>
            <p>{start::LEAVE.to(lang)}</p>
        </Page>
    }
}

/// The main action: create an application, continue it, or view its status.
#[component]
fn Begin() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let link = |to: Path, text: Text| {
        view! { <p class="actions"><a class="button" href=to.href()>{text.to(lang)}</a></p> }
            .into_any()
    };
    match &context.application_view {
        None => view! {
            <form method="post" action={api::url::<api::Begin>()}>
                <Csrf/>
                <input type="hidden" name="referral" value=context.referral.clone()/>
                <div class="actions">
                    <button class="button" type="submit">{start::START.to(lang)}</button>
                </div>
            </form>
        }
        .into_any(),
        Some(application_view) if application_view.application.is_draft() => link(
            Path::Step(application_view.progress.furthest()),
            start::RESUME,
        ),
        Some(_) => link(Path::Status, start::SEE_STATUS),
    }
}
