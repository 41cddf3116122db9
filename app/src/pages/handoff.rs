//! Hand-off to document capture: the QR code for a phone and the link for this
//! device. Both are available on every device (ux rule 27).

use crate::{
    components::{Icon, Shape, TimeSentence},
    i18n::{common, outcome},
    page_context::{page_context, t},
    routes::{Path, QR_IMAGE},
};
use kyc::provider::Capture;
use leptos::prelude::*;

/// Instructions to photograph the documents.
#[component]
pub(crate) fn Handoff(capture: Capture) -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let url = capture.url.expose().clone();
    let code = view! {
        <h2>{outcome::SCAN.to(lang)}</h2>
        <figure class="qr">
            <img src=QR_IMAGE width="240" height="240" alt=outcome::QR_ALT.to(lang)/>
            <figcaption>{outcome::SCAN_HOW.to(lang)}</figcaption>
        </figure>
    };
    // A link, not a form: the CSP's `form-action` also applies to redirects.
    // `noreferrer` hides our URL from the vendor.
    let here = view! {
        <h2>{if context.phone { outcome::ON_PHONE } else { outcome::HERE }.to(lang)}</h2>
        <p>{outcome::HERE_HOW.to(lang)}</p>
        <p class="actions">
            <a class="button" href=url.clone() target="_blank" rel="noopener noreferrer">
                {outcome::OPEN.to(lang)}<Icon shape=Shape::External/>
            </a>
        </p>
        <p class="hint">{outcome::LINK_WORDS.to(lang)}</p>
        <p class="link-text code" id="link">{url}</p>
        // Both buttons need a script and browser support, so the island unhides
        // them.
        <div class="actions" id="pass-on" hidden>
            <button class="button secondary" type="button" id="copy" data-done=outcome::COPIED.to(lang) hidden>
                {outcome::COPY.to(lang)}
            </button>
            <button class="button secondary" type="button" id="share" hidden>
                {outcome::SHARE.to(lang)}
            </button>
        </div>
        <p class="fine">
            {outcome::LINK_SECRET.to(lang)}" "
            // A link that the provider still shows outlives this estimate.
            {(capture.expires_at > context.now).then(|| view! {
                <TimeSentence text=outcome::LINK_EXPIRES id="expires-at" at=capture.expires_at/>
            })}
        </p>
    };
    let body = if context.phone {
        view! {
            <div class="handoff-link">{here}</div>
            <details class="why"><summary>{outcome::OTHER_WAY.to(lang)}</summary>{code}</details>
        }
        .into_any()
    } else {
        view! {
            <div class="handoff-code">{code}</div>
            <div class="handoff-link">{here}</div>
        }
        .into_any()
    };
    view! {
        <h2>{outcome::BEFORE.to(lang)}</h2>
        <ul>
            <li>{outcome::TIP_1.to(lang)}</li>
            <li>{outcome::TIP_2.to(lang)}</li>
        </ul>
        <div class=if context.phone { "handoff on-phone" } else { "handoff on-computer" }>{body}</div>
        <BrokenLink/>
    }
}

/// The way on where the link was used, declined or does not open. Only the applicant
/// knows that, so it is always there.
#[component]
fn BrokenLink() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let left = context
        .application_view
        .as_deref()
        .map_or(0, |view| view.attempts_left);
    if left == 0 {
        return view! {
            <p id="new-link">{outcome::LINK_BROKEN_CONTACT.to(lang)}" "{t(common::HELP_BODY)}</p>
        }
        .into_any();
    }
    view! {
        <p id="new-link"><a href=Path::Renew.href()>{outcome::LINK_BROKEN.to(lang)}</a></p>
    }
    .into_any()
}
