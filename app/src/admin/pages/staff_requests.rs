//! Requests for a change of the staff that wait for a second administrator.

use crate::{
    admin::{
        api,
        components::AdminCsrf,
        context::{StaffRow, admin_context},
        i18n::staff as words,
        labels::{RelativeTime, staff_request},
    },
    api::url,
};
use kyc::admin::{ReviewerId, four_eyes::StaffRequest};
use leptos::prelude::*;

/// The open requests, each with its buttons.
#[component]
pub(super) fn Requests(requests: Vec<StaffRequest>, members: Vec<StaffRow>) -> impl IntoView {
    let lang = admin_context().lang;
    if requests.is_empty() {
        return None;
    }
    let requests = requests.into_iter().map(|request| {
        let name = |id: ReviewerId| {
            let member = members.iter().find(|member| member.colleague.id == id);
            member.map(|member| member.colleague.name.clone())
        };
        let planned = request.change.name().map(|name| name.as_str().to_owned());
        let account = planned.or_else(|| name(request.account));
        let account = account.unwrap_or_else(|| words::REMOVED_ACCOUNT.to(lang).to_owned());
        let actor = name(request.asked_by).unwrap_or_default();
        view! { <Request request account actor/> }
    });
    let requests = requests.collect_view();
    Some(view! {
        <section class="staff-requests" aria-labelledby="requests-heading">
            <h2 id="requests-heading">{words::REQUESTS.to(lang)}</h2>
            <p>{words::REQUESTS_LEDE.to(lang)}</p>
            <ul>{requests}</ul>
        </section>
    })
}

/// One request.
#[component]
fn Request(request: StaffRequest, account: String, actor: String) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let what = staff_request(&context, &request, &account);
    let by = words::REQUEST_BY.fill(lang, &[("actor", &actor)]);
    let me = context.staff_member.as_ref().map(|me| me.id);
    let is_own = me == Some(request.asked_by);
    let confirm = (!is_own).then(|| {
        let text = words::REQUEST_CONFIRM.to(lang);
        view! { <button class="button secondary" type="submit" name="answer" value="confirm">{text}</button> }
    });
    let reject = if is_own {
        words::REQUEST_WITHDRAW
    } else {
        words::REQUEST_REJECT
    };
    view! {
        <li>
            <p>
                <strong>{what.clone()}</strong>
                ". "{by}", "<RelativeTime at=request.asked_at alone=true/>
            </p>
            <form class="changes" method="post" action={url::<api::AnswerStaffRequest>()} aria-label=what>
                <AdminCsrf/>
                <input type="hidden" name="request" value=request.id.to_string()/>
                {confirm}
                <button class="button secondary" type="submit" name="answer" value="reject">
                    {reject.to(lang)}
                </button>
            </form>
        </li>
    }
}
