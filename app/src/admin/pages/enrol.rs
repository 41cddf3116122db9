//! Enrolment: a password, then a second factor.

use crate::{
    admin::{
        api,
        components::{AdminForm, Field, Frame, PasskeyForm, Passwords},
        context::{Enrolling, PageData, admin_context},
        i18n as words,
        routes::TOTP_IMAGE,
    },
    api::url,
    components::datetime,
};
use leptos::prelude::*;

/// The enrolment page: first the password, then the second factor.
#[component]
pub(crate) fn Enrol() -> impl IntoView {
    let context = admin_context();
    let PageData::Enrol(enrolling) = context.data.clone() else {
        return ().into_any();
    };
    if enrolling.has_password {
        view! { <SecondHalf enrolling/> }.into_any()
    } else {
        view! { <FirstHalf enrolling/> }.into_any()
    }
}

#[component]
fn FirstHalf(enrolling: Enrolling) -> impl IntoView {
    let lang = admin_context().lang;
    let locked = enrolling.locked_at.map(|at| {
        let when = datetime(lang, at);
        view! { <div class="notice warning"><p>{words::WAS_LOCKED.fill(lang, &[("when", &when)])}</p></div> }
    });
    let name = match enrolling.name {
        Some(name) => view! { <p>{words::ENROL_NAME.fill(lang, &[("name", &name)])}</p> }.into_any(),
        None => view! {
            <Field id="name" label=words::NAME_LABEL hint=words::NAME_HINT value=enrolling.typed autocomplete="username" width="w-20"/>
        }
        .into_any(),
    };
    view! {
        <Frame title=words::ENROL_HEADING.to(lang) narrow=true>
            <h1>{words::ENROL_HEADING.to(lang)}</h1>
            <p class="lede">{words::ENROL_LEDE.to(lang)}</p>
            {locked}
            <AdminForm action={url::<api::ChoosePassword>()} button=words::SIGN_IN_BUTTON>
                {name}
                <Passwords/>
            </AdminForm>
        </Frame>
    }
}

#[component]
fn SecondHalf(enrolling: Enrolling) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let address = context.site.url.as_str();
    let named = address
        .replace("127.0.0.1", "localhost")
        .replace("[::1]", "localhost");
    let named = if named == address {
        "https://onboarding.example.com"
    } else {
        &named
    };
    let why_no_passkey = enrolling.passkey.is_none().then(|| {
        let words = words::PASSKEY_NEEDS_NAME.fill(lang, &[("url", address), ("named", named)]);
        view! { <div class="notice"><p>{words}</p></div> }
    });
    view! {
        <Frame title=words::ENROL_SECOND.to(lang) narrow=true>
            <h1>{words::ENROL_SECOND.to(lang)}</h1>
            <p class="lede">{words::ENROL_SECOND_LEDE.to(lang)}</p>
            {why_no_passkey}
            {enrolling.passkey.map(|question| view! {
                <h2>{words::PASSKEY_HEADING.to(lang)}</h2>
                <PasskeyForm action={url::<api::EnrolPasskey>()} question button=words::PASSKEY_MAKE>
                    <PasskeyName/>
                </PasskeyForm>
                <h2>{words::CODE_HEADING.to(lang)}</h2>
            })}
            <AdminForm action={url::<api::EnrolCode>()} button=words::CODE_BUTTON>
                <AppSetup secret=enrolling.secret/>
                <Field id="code" label=words::CODE_LABEL hint=words::CODE_HINT inputmode="numeric" autocomplete="one-time-code" width="w-10"/>
            </AdminForm>
        </Frame>
    }
}

/// Name of a new passkey.
#[component]
pub(crate) fn PasskeyName() -> impl IntoView {
    view! {
        <Field id="passkey_name" label=words::PASSKEY_NAME hint=words::PASSKEY_NAME_HINT maxlength=40 width="w-20"/>
    }
}

/// Setup of an authenticator app: QR code and secret as text.
#[component]
pub(crate) fn AppSetup(secret: String) -> impl IntoView {
    let lang = admin_context().lang;
    let groups: Vec<_> = secret
        .as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect();
    view! {
        <figure class="qr">
            <figcaption>{words::TOTP_SCAN.to(lang)}</figcaption>
            <img src=TOTP_IMAGE alt=words::TOTP_ALT.to(lang) width="240" height="240"/>
        </figure>
        <p>{words::TOTP_TYPE.to(lang)}" "<span class="code secret-text">{groups.join(" ")}</span></p>
    }
}
