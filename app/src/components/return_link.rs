//! The reference and the return link (ux rules 1 and 11).

use super::{Csrf, day};
use crate::{
    api,
    routes::{Path, RETURN_LINK},
    text::{common, leave},
    visit::visit,
};
use leptos::prelude::*;

/// How to come back to the application of this session, once there is a date
/// of birth to ask for.
#[component]
pub(crate) fn ReturnLink() -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let Some(standing) = visit.standing.clone() else {
        return ().into_any();
    };
    let reference = standing.application.reference.as_str().to_owned();
    let own = visit.own_return().map(|returning| {
        let secret = returning.secret.expose();
        let link = format!("{}{RETURN_LINK}{secret}", visit.site.url);
        let until = day(lang, returning.link.expires_at.date());
        view! {
            <p>{leave::LINK_BODY.to(lang)}</p>
            <p class="hint" id="return-label">{leave::LINK_LABEL.to(lang)}</p>
            <p class="code link-text" id="return-link" aria-describedby="return-label">{link}</p>
            <p class="fine">{leave::LINK_UNTIL.fill(lang, &[("date", &until)])}</p>
        }
    });
    let knows_birth = standing.knows_birth;
    let offer = (own.is_none() && knows_birth).then(|| {
        let here = visit.path.unwrap_or(Path::Start).href();
        view! {
            <p>{leave::LINK_NONE.to(lang)}</p>
            <form method="post" action={api::url::<api::MakeLink>()}>
                <Csrf/>
                <input type="hidden" name="to" value=here/>
                <div class="actions">
                    <button class="button secondary" type="submit">{leave::LINK_GET.to(lang)}</button>
                </div>
            </form>
        }
    });
    view! {
        <p class="reference">
            {common::REFERENCE.to(lang)}" "<strong class="code">{reference}</strong>
        </p>
        // A key does not belong on a printed receipt.
        {knows_birth.then(|| view! {
            <section class="return screen-only">
                <h2>{leave::LINK_HEADING.to(lang)}</h2>
                {own}
                {offer}
            </section>
        })}
    }
    .into_any()
}
