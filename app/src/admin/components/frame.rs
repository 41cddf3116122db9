//! The frame of every page of the desk: a bar with the way round and who is
//! in, what is to be said, main.

use super::{AdminCsrf, alerts::Alerts, nav::Bar, session_timeout::AdminSessionTimeout};
use crate::{
    admin::{
        api,
        context::{AdminFlash, admin_context},
        routes::AdminPath,
    },
    components::Mark,
    i18n::{Text, admin as words, common},
    page_context::PageTitle,
};
use kyc::{admin::Role, lang::Lang};
use leptos::prelude::*;

/// The word of a role.
pub(crate) const fn role(role: Role) -> Text {
    match role {
        Role::Viewer => words::ROLE_VIEWER,
        Role::Reviewer => words::ROLE_REVIEWER,
        Role::Administrator => words::ROLE_ADMINISTRATOR,
    }
}

/// A page of the desk.
#[component]
pub(crate) fn Frame(
    /// What it is, for the title; desk and organisation are added.
    #[prop(into)]
    title: String,
    /// Whether it is a form to read line by line rather than a table.
    #[prop(optional)]
    narrow: bool,
    /// The page itself.
    children: Children,
) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let fault = context.flash.filter(|flash| flash.field().is_some());
    let prefix = fault.map_or("", |_| common::ERROR_PREFIX.to(lang));
    let (desk, firm) = (words::DESK.to(lang), &context.site.organisation);
    expect_context::<PageTitle>().set(format!("{prefix}{title} – {desk}, {firm}"));
    view! {
        <a class="skip" href="#main">{common::SKIP.to(lang)}</a>
        <header class="desk-bar">
            <a class="brand" href=AdminPath::Home.pattern()>
                <Mark/>
                <span class="brand-name">{context.site.organisation.clone()}</span>
            </a>
            <Bar/>
            <SignedInAs/>
            <AdminLanguages/>
        </header>
        <main id="main" class=if narrow { "narrow" } else { "wide" }>
            <Flash flash=context.flash/>
            <Alerts/>
            {children()}
        </main>
        <AdminSessionTimeout/>
    }
}

/// What is to be said above the heading: a summary that takes the focus where
/// something typed has to be mended (ux rule 15).
#[component]
fn Flash(flash: Option<AdminFlash>) -> impl IntoView {
    let lang = admin_context().lang;
    flash.map(|flash| {
        let said = flash.words(lang);
        match flash.field() {
            Some(field) => view! {
                <div class="alert" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
                    <h2 id="problem">{common::PROBLEM.to(lang)}</h2>
                    <ul><li><a href=format!("#{field}")>{said}</a></li></ul>
                </div>
            }
            .into_any(),
            None => view! { <div class="notice" role="status"><p>{said}</p></div> }.into_any(),
        }
    })
}

/// Who is in, and the way out.
#[component]
fn SignedInAs() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    context.staff_member.clone().map(|who| {
        view! {
            <div class="desk-who">
                <p>
                    <span class="visually-hidden">{words::SIGNED_IN_AS.to(lang)}" "</span>
                    <strong>{who.name}</strong>" · "{role(who.role).to(lang)}
                </p>
                <form method="post" action={crate::api::url::<api::SignOut>()}>
                    <AdminCsrf/>
                    <button class="plain-button" type="submit">{words::SIGN_OUT.to(lang)}</button>
                </form>
            </div>
        }
    })
}

/// The language switch. It comes back to the same page.
#[component]
fn AdminLanguages() -> impl IntoView {
    let context = admin_context();
    let back_to = context.path.unwrap_or(AdminPath::Home);
    let back_to = back_to.at(context.parameter.as_deref().unwrap_or_default());
    let buttons = Lang::ALL.iter().map(|lang| {
        let current = (*lang == context.lang).then_some("true");
        let tag = lang.tag();
        view! {
            <button type="submit" name="lang" value=tag lang=tag aria-current=current>
                {lang.own_name()}
            </button>
        }
    });
    view! {
        <form class="languages" method="post" action={crate::api::url::<api::DeskLanguage>()} aria-label=common::LANGUAGE.to(context.lang)>
            <AdminCsrf/>
            <input type="hidden" name="to" value=back_to/>
            {buttons.collect_view()}
        </form>
    }
}
