//! Sign-out page: it shows the way back before the applicant leaves this device.

use crate::{
    api,
    components::{Csrf, Page, ReturnLink},
    i18n::resume,
    page_context::page_context,
    routes::Path,
};
use leptos::prelude::*;

/// The sign-out page.
#[component]
pub(crate) fn Finish() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let knows_birth = context
        .application_view
        .as_ref()
        .is_some_and(|application_view| application_view.knows_birth);
    let way_back = if knows_birth {
        resume::FINISH_LINK
    } else {
        resume::FINISH_EARLY
    };
    view! {
        <Page title=resume::FINISH.to(lang)>
            <h1>{resume::FINISH.to(lang)}</h1>
            <p class="lede">{resume::FINISH_LEDE.to(lang)}</p>
            <p>{way_back.to(lang)}</p>
            <ReturnLink/>
            <form id="sign-out" method="post" action={api::url::<api::SignOut>()}>
                <Csrf/>
                <input type="hidden" name="reason" value="finish"/>
                <div class="actions">
                    <button class="button" type="submit">{resume::FINISH_BUTTON.to(lang)}</button>
                    <a href=Path::Start.href()>{resume::FINISH_STAY.to(lang)}</a>
                </div>
            </form>
        </Page>
    }
}
