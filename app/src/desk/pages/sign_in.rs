//! Name and password.

use crate::{
    api::url,
    desk::{
        api,
        components::{DeskForm, Field, Frame},
        visit::{Content, desk_visit},
    },
    text::desk as words,
};
use leptos::prelude::*;

/// The first of two pages of signing in.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let typed = match &visit.content {
        Content::SignIn(typed) => typed.clone(),
        _ => String::new(),
    };
    view! {
        <Frame title=words::SIGN_IN_HEADING.to(lang) narrow=true>
            <h1>{words::SIGN_IN_HEADING.to(lang)}</h1>
            <DeskForm action={url::<api::SignIn>()} button=words::SIGN_IN_BUTTON>
                <Field id="name" label=words::NAME_LABEL value=typed autocomplete="username" width="w-20"/>
                <Field id="password" label=words::PASSWORD_LABEL kind="password" autocomplete="current-password"/>
            </DeskForm>
            <p class="fine">{words::FORGOT.to(lang)}</p>
        </Frame>
    }
}
