//! Second factor, at sign-in and for reauthentication: both pages and their forms.

use crate::{
    admin::{
        api,
        components::{AdminForm, Field, Frame, PasskeyForm},
        context::{AdminFlash, AvailableFactors, PageData, admin_context},
        i18n as words,
        routes::local,
    },
    api::url,
};
use leptos::prelude::*;

/// Second of the two sign-in pages.
#[component]
pub(crate) fn Second() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let to = context.query_value("to").map(str::to_owned);
    view! {
        <Frame title=words::SECOND_HEADING.to(lang) narrow=true>
            <h1>{words::SECOND_HEADING.to(lang)}</h1>
            <Ways to/>
            <AdminForm action={url::<api::SignOut>()} button=words::START_OVER secondary=true/>
        </Frame>
    }
}

/// The reauthentication page. It redirects back to the page in `to`.
#[component]
pub(crate) fn Confirm() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let to = local(context.query_value("to").unwrap_or_default()).to_owned();
    view! {
        <Frame title=words::CONFIRM_HEADING.to(lang) narrow=true>
            <h1>{words::CONFIRM_HEADING.to(lang)}</h1>
            <p class="lede">{words::CONFIRM_LEDE.to(lang)}</p>
            <Ways to=Some(to)/>
        </Frame>
    }
}

/// The forms. `to` is the page to redirect to.
#[component]
fn Ways(
    /// Page to redirect to.
    #[prop(optional_no_strip)]
    to: Option<String>,
) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let AvailableFactors {
        totp,
        passkey,
        recovery,
    } = match &context.data {
        PageData::Second(factors) => factors.clone(),
        _ => AvailableFactors::default(),
    };
    let on = move || {
        to.clone()
            .map(|to| view! { <input type="hidden" name="to" value=to/> })
    };
    let (first, second, third) = (on.clone(), on.clone(), on);
    let key = passkey.map(|question| {
        view! {
            <h2>{words::PASSKEY_HEADING.to(lang)}</h2>
            <p>{words::PASSKEY_BODY.to(lang)}</p>
            <PasskeyForm action={url::<api::ShowPasskey>()} question button=words::PASSKEY_BUTTON>{third()}</PasskeyForm>
            {totp.then(|| view! { <h2>{words::CODE_HEADING.to(lang)}</h2> })}
        }
    });
    let code = totp.then(|| {
        view! {
            <AdminForm action={url::<api::ShowCode>()} button=words::CODE_BUTTON>
                {first()}
                <Field id="code" label=words::CODE_LABEL hint=words::CODE_HINT inputmode="numeric" autocomplete="one-time-code" width="w-10"/>
            </AdminForm>
        }
    });
    let lost = recovery.then(|| {
        let open = context.flash == Some(AdminFlash::Recovery);
        view! {
            <details class="lost" open=open>
                <summary>{words::RECOVERY_HEADING.to(lang)}</summary>
                <AdminForm action={url::<api::ShowRecovery>()} button=words::RECOVERY_BUTTON secondary=true>
                    {second()}
                    <Field id="recovery" label=words::RECOVERY_LABEL hint=words::RECOVERY_HINT width="w-20"/>
                </AdminForm>
            </details>
        }
    });
    view! { {key} {code} {lost} }
}
