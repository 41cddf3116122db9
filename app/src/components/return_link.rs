//! Reference and resume link (ux rules 1 and 11).

use super::{Csrf, day};
use crate::{
    api,
    i18n::{common, resume},
    page_context::page_context,
    routes::{Path, RETURN_LINK},
};
use leptos::prelude::*;

/// Resume link of this session's application. It needs a date of birth, which the
/// resume page verifies.
#[component]
pub(crate) fn ReturnLink() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let Some(application_view) = context.application_view.clone() else {
        return ().into_any();
    };
    let reference = application_view.application.reference.as_str().to_owned();
    let own = context.own_resume_link().map(|resume_link| {
        let secret = resume_link.secret.expose();
        let link = format!("{}{RETURN_LINK}{secret}", context.site.url);
        let until = day(lang, resume_link.link.expires_at.date());
        view! {
            <p>{resume::LINK_BODY.to(lang)}</p>
            <p class="hint" id="return-label">{resume::LINK_LABEL.to(lang)}</p>
            <p class="code link-text" id="return-link" aria-describedby="return-label">{link}</p>
            <p class="fine">{resume::LINK_UNTIL.fill(lang, &[("date", &until)])}</p>
        }
    });
    let knows_birth = application_view.knows_birth;
    let offer = (own.is_none() && knows_birth).then(|| {
        let here = context.path.unwrap_or(Path::Start).href();
        view! {
            <p>{resume::LINK_NONE.to(lang)}</p>
            <form method="post" action={api::url::<api::MakeLink>()}>
                <Csrf/>
                <input type="hidden" name="to" value=here/>
                <div class="actions">
                    <button class="button secondary" type="submit">{resume::LINK_GET.to(lang)}</button>
                </div>
            </form>
        }
    });
    view! {
        <p class="reference">
            {common::REFERENCE.to(lang)}" "<strong class="code">{reference}</strong>
        </p>
        // The link contains a secret, so it is not printed.
        {knows_birth.then(|| view! {
            <section class="return screen-only">
                <h2>{resume::LINK_HEADING.to(lang)}</h2>
                {own}
                {offer}
            </section>
        })}
    }
    .into_any()
}
