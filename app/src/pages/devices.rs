//! Devices and resume links that can open the application, each with a button that ends it.

use crate::{
    api,
    components::{Csrf, day, day_and_time},
    i18n::resume,
    page_context::page_context,
};
use kyc::{
    device::{AccessKey, Device, LiveAccess},
    lang::Lang,
};
use leptos::prelude::*;

/// The list on the status page.
#[component]
pub(crate) fn Devices() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let accesses = context.application_view.as_deref()?.accesses.clone();
    let others = accesses.iter().any(|access| !access.is_current);
    let rows = accesses.into_iter().map(|access| view! { <Row access/> });
    Some(view! {
        <section class="devices screen-only" aria-labelledby="devices">
            <h2 id="devices">{resume::DEVICES_HEADING.to(lang)}</h2>
            <p>{resume::DEVICES_BODY.to(lang)}</p>
            <ul>{rows.collect_view()}</ul>
            {others.then(|| view! {
                <form id="end-others" method="post" action={api::url::<api::EndAccess>()}>
                    <Csrf/>
                    <input type="hidden" name="which" value="others"/>
                    <div class="actions">
                        <button class="button secondary" type="submit">{resume::DEVICES_OTHERS.to(lang)}</button>
                    </div>
                </form>
            })}
        </section>
    })
}

/// A session or a link. This device's session ends by the sign-out.
#[component]
fn Row(access: LiveAccess) -> impl IntoView {
    let lang = page_context().lang;
    let handle = access.key.handle();
    let label = format!("access-{handle}");
    let device = name(lang, access.device);
    let (title, times, button) = match access.key {
        AccessKey::Session(_) => (
            device,
            resume::DEVICE_SINCE.fill(
                lang,
                &[
                    ("since", &day_and_time(lang, access.since)),
                    ("seen", &day_and_time(lang, access.until)),
                ],
            ),
            resume::DEVICE_END,
        ),
        AccessKey::Link(_) => (
            resume::ACCESS_LINK.fill(lang, &[("device", &device)]),
            resume::ACCESS_LINK_SINCE.fill(
                lang,
                &[
                    ("since", &day(lang, access.since.date())),
                    ("until", &day(lang, access.until.date())),
                ],
            ),
            resume::ACCESS_LINK_END,
        ),
    };
    let (action, field, value) = if access.is_current && access.key.is_session() {
        (api::url::<api::SignOut>(), "reason", "finish".to_owned())
    } else {
        (api::url::<api::EndAccess>(), "which", handle)
    };
    view! {
        <li data-current=access.is_current.then_some("true")>
            <div>
                <p id=label.clone()>
                    <strong>{title}</strong>
                    {access.is_current.then(|| view! {
                        " "<span class="this-device">{resume::DEVICE_THIS.to(lang)}</span>
                    })}
                </p>
                <p class="fine">{times}</p>
            </div>
            <form method="post" action=action>
                <Csrf/>
                <input type="hidden" name=field value=value/>
                <button class="button secondary" type="submit" aria-describedby=label>{button.to(lang)}</button>
            </form>
        </li>
    }
}

/// Name of a device, for example "Firefox on Windows".
fn name(lang: Lang, device: Device) -> String {
    match (device.browser(), device.system()) {
        (Some(browser), Some(system)) => {
            let values = [("browser", browser), ("system", system)];
            resume::DEVICE_ON.fill(lang, &values)
        }
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => resume::DEVICE_UNKNOWN.to(lang).to_owned(),
    }
}
