//! Changes of the staff above the list, until the staff member dismisses them.

use crate::{
    admin::{
        api,
        components::AdminCsrf,
        context::admin_context,
        i18n::staff as words,
        labels::{RelativeTime, staff_actor, staff_event},
    },
    api::url,
};
use kyc::admin::activity::StaffLine;
use leptos::prelude::*;

/// One line for each change, and one button that dismisses all of them.
#[component]
pub(crate) fn StaffChanges(lines: Vec<StaffLine>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let upto = lines.first().map(|line| line.pos)?;
    let lines = lines.into_iter().map(|line| {
        let about = line.about_name.clone();
        let about = about.unwrap_or_else(|| words::REMOVED_ACCOUNT.to(lang).to_owned());
        let event = staff_event(&context, &line.event);
        let actor = staff_actor(&context, &line);
        view! { <li><p>{format!("{about}: {event}")}" ("{actor}", "<RelativeTime at=line.at alone=true/>")"</p></li> }
    });
    let lines = lines.collect_view();
    Some(view! {
        <section class="staff-changes" aria-label=words::CHANGES.to(lang)>
            <h2>{words::CHANGES.to(lang)}</h2>
            <ul>{lines}</ul>
            <form method="post" action={url::<api::DismissChanges>()}>
                <AdminCsrf/>
                <input type="hidden" name="upto" value=upto.to_string()/>
                <button class="plain-button" type="submit">{words::CHANGES_DISMISS.to(lang)}</button>
            </form>
        </section>
    })
}
