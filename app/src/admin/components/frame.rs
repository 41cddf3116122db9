//! Frame of every admin page: navigation bar, signed-in staff member, flash
//! message, main content.

use super::{AdminCsrf, alerts::Alerts, nav::Bar, session_timeout::AdminSessionTimeout};
use crate::{
    admin::{
        api,
        context::{AdminFlash, Tone, admin_context},
        i18n as words,
        routes::AdminPath,
    },
    components::{Icon, Mark, Shape, datetime},
    i18n::{Text, common},
    page_context::PageTitle,
};
use kyc::{admin::Role, lang::Lang};
use leptos::prelude::*;

/// Label of a role.
pub(crate) const fn role(role: Role) -> Text {
    match role {
        Role::Viewer => words::ROLE_VIEWER,
        Role::Reviewer => words::ROLE_REVIEWER,
        Role::Administrator => words::ROLE_ADMINISTRATOR,
    }
}

/// Layout of an admin page.
#[component]
pub(crate) fn Frame(
    /// Page title. The frame appends the admin's name and the organisation.
    #[prop(into)]
    title: String,
    /// Whether the page is a narrow form instead of a wide table.
    #[prop(optional)]
    narrow: bool,
    /// Page content.
    children: Children,
) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let fault = context.flash.filter(|flash| flash.field().is_some());
    let prefix = fault.map_or("", |_| common::ERROR_PREFIX.to(lang));
    let (admin, firm) = (words::ADMIN.to(lang), &context.site.organisation);
    expect_context::<PageTitle>().set(format!("{prefix}{title} – {admin}, {firm}"));
    view! {
        <a class="skip" href="#main">{common::SKIP.to(lang)}</a>
        <header class="admin-bar">
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
            <Locked/>
            <Alerts/>
            {children()}
        </main>
        <AdminSessionTimeout/>
    }
}

/// Flash message above the heading. If it is about a field, it is an error summary
/// that takes the focus (ux rule 15).
#[component]
fn Flash(flash: Option<AdminFlash>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    flash.map(|flash| {
        let message = flash.words(&context);
        match flash.field() {
            Some(field) => view! {
                <div class="alert" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
                    <h2 id="problem">{common::PROBLEM.to(lang)}</h2>
                    <ul><li><a href=format!("#{field}")>{message}</a></li></ul>
                </div>
            }
            .into_any(),
            None => {
                let (class, shape) = match flash.tone() {
                    Tone::Success => ("notice success", Some(Shape::Approved)),
                    Tone::Error => ("notice error", Some(Shape::Denied)),
                    Tone::LockOut => ("notice warning", Some(Shape::Clock)),
                    Tone::Info => ("notice", None),
                };
                let icon = shape.map(|shape| view! { <Icon shape/> });
                view! { <div class=class role="status">{icon}<p>{message}</p></div> }.into_any()
            }
        }
    })
}

/// Tells the owner of a locked account, wherever they are still signed in or have used a passkey.
#[component]
fn Locked() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let at = context.staff_member.as_ref().and_then(|who| who.locked_at);
    at.map(|at| {
        let said = words::OWN_LOCKED.fill(lang, &[("when", &datetime(lang, at))]);
        view! { <div class="notice warning" id="locked"><Icon shape=Shape::Alert/><p>{said}</p></div> }
    })
}

/// Name and role of the signed-in staff member, and the sign-out button.
#[component]
fn SignedInAs() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    context.staff_member.clone().map(|who| {
        view! {
            <div class="admin-account">
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

/// Language switch. It redirects back to the same page.
#[component]
fn AdminLanguages() -> impl IntoView {
    let context = admin_context();
    let back_to = context.address();
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
        <form class="languages" method="post" action={crate::api::url::<api::AdminLanguage>()} aria-label=common::LANGUAGE.to(context.lang)>
            <AdminCsrf/>
            <input type="hidden" name="to" value=back_to/>
            {buttons.collect_view()}
        </form>
    }
}
