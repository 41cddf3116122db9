//! Forms for each second factor, at sign-in and for reauthentication.

use crate::{
    admin::{
        api,
        components::{AdminForm, Field, PasskeyForm},
        context::{AdminFlash, AvailableFactors, PageData, admin_context},
        i18n as words,
    },
    api::url,
};
use leptos::prelude::*;

/// The forms. `to` is the page to redirect to.
#[component]
pub(crate) fn Ways(
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
