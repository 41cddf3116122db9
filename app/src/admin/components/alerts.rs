//! Alerts for administrators: staff members who tried to exceed their daily reveal
//! budget.

use crate::{
    admin::{
        api, components::AdminCsrf, context::admin_context, i18n::disclosure as texts,
        labels::RelativeTime,
    },
    api::url,
};
use leptos::prelude::*;

/// Reveal alerts above every administrator page, until an administrator dismisses
/// them.
#[component]
pub(super) fn Alerts() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let me = context.staff_member.as_ref().map(|who| who.id);
    let alerts = context.alerts.iter().map(|alert| {
        let n = alert.refused.to_string();
        // The time is an element of its own, so the sentence is split around it.
        let values = [("name", &*alert.name), ("n", &*n), ("ago", "\n")];
        let message = texts::ALERT.fill(lang, &values);
        let (before, after) = message.split_once('\n').unwrap_or((&*message, ""));
        let (before, after) = (before.to_owned(), after.to_owned());
        let away = (me != Some(alert.who)).then(|| {
            view! {
                <form method="post" action={url::<api::DismissAlert>()}>
                    <AdminCsrf/>
                    <input type="hidden" name="who" value=alert.who.to_string()/>
                    <button class="plain-button" type="submit">
                        {texts::ALERT_SEEN.to(lang)}
                        <span class="visually-hidden">" "{alert.name.clone()}</span>
                    </button>
                </form>
            }
        });
        view! { <li><p>{before}<RelativeTime at=alert.last_at alone=true/>{after}</p>{away}</li> }
    });
    let alerts = alerts.collect_view();
    (!context.alerts.is_empty()).then(|| {
        view! {
            <section class="alerts" aria-label=texts::ALERTS.to(lang)>
                <ul>{alerts}</ul>
            </section>
        }
    })
}
