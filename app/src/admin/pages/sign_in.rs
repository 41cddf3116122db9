//! Name and password of the sign-in.

use crate::{
    admin::{
        api,
        components::{AdminForm, Field, Frame, PasskeyForm, ShowPassword},
        context::{PageData, SignInView, admin_context},
        i18n as words,
    },
    api::url,
};
use leptos::prelude::*;

/// First of the two sign-in pages.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let SignInView {
        typed,
        passkey,
        challenge,
    } = match &context.data {
        PageData::SignIn(view) => view.clone(),
        _ => SignInView::default(),
    };
    let to = context.query_value("to").map(str::to_owned);
    let on = to.clone();
    let key = passkey.map(|question| {
        view! {
            <PasskeyForm action={url::<api::SignInWithPasskey>()} question button=words::SIGN_IN_PASSKEY secondary=true>
                <input type="hidden" name="challenge" value=challenge/>
                {on.map(|to| view! { <input type="hidden" name="to" value=to/> })}
            </PasskeyForm>
        }
    });
    view! {
        <Frame title=words::SIGN_IN_HEADING.to(lang) narrow=true>
            <h1>{words::SIGN_IN_HEADING.to(lang)}</h1>
            <AdminForm action={url::<api::SignIn>()} button=words::SIGN_IN_BUTTON>
                {to.map(|to| view! { <input type="hidden" name="to" value=to/> })}
                <Field id="name" label=words::NAME_LABEL value=typed autocomplete="username" width="w-20"/>
                <Field id="password" label=words::PASSWORD_LABEL kind="password" autocomplete="current-password"/>
                <ShowPassword/>
            </AdminForm>
            {key}
            <p class="fine">{words::FORGOT.to(lang)}</p>
        </Frame>
    }
}
