//! The ways to show a second factor, on the page of signing in and on the one
//! that asks once more.

use crate::{
    api::url,
    desk::{
        api,
        components::{DeskForm, Field, PasskeyForm},
        visit::{Content, Factors, Notice, desk_visit},
    },
    text::desk as words,
};
use leptos::prelude::*;

/// The forms. `to` is where the way goes on, on the page that asks once more.
#[component]
pub(crate) fn Ways(
    /// Where the way goes on.
    #[prop(optional_no_strip)]
    to: Option<String>,
) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let Factors {
        totp,
        passkey,
        recovery,
    } = match &visit.content {
        Content::Second(factors) => factors.clone(),
        _ => Factors::default(),
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
            <DeskForm action={url::<api::ShowCode>()} button=words::CODE_BUTTON>
                {first()}
                <Field id="code" label=words::CODE_LABEL hint=words::CODE_HINT inputmode="numeric" autocomplete="one-time-code" width="w-10"/>
            </DeskForm>
        }
    });
    let lost = recovery.then(|| {
        let open = visit.notice == Some(Notice::Recovery);
        view! {
            <details class="lost" open=open>
                <summary>{words::RECOVERY_HEADING.to(lang)}</summary>
                <DeskForm action={url::<api::ShowRecovery>()} button=words::RECOVERY_BUTTON secondary=true>
                    {second()}
                    <Field id="recovery" label=words::RECOVERY_LABEL hint=words::RECOVERY_HINT width="w-20"/>
                </DeskForm>
            </details>
        }
    });
    view! { {key} {code} {lost} }
}
