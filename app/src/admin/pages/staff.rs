//! Staff page: all staff members and the commands on each.

use crate::{
    admin::{
        api,
        components::{AdminCsrf, AdminForm, AskOnce, Field, Frame, role},
        context::{InviteLink, PageData, StaffMember, StaffRow, StaffView, admin_context},
        i18n::{self as words, staff as staff_texts},
        pages::staff_requests::Requests,
        routes::{AdminPath, ENROL_LINK},
    },
    api::url,
    i18n::Text,
};
use kyc::admin::Role;
use leptos::prelude::*;

/// The staff page.
#[component]
pub(crate) fn Staff() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let StaffView {
        members,
        link,
        requests,
    } = match &context.data {
        PageData::Staff(staff) => staff.clone(),
        _ => StaffView::default(),
    };
    let roles = Role::ALL.iter().map(move |it| {
        view! { <option value=it.as_str()>{role(*it).to(lang)}</option> }
    });
    view! {
        <Frame title=words::STAFF_HEADING.to(lang)>
            <h1>{words::STAFF_HEADING.to(lang)}</h1>
            <p><a href=AdminPath::Activity.pattern()>{staff_texts::ACTIVITY.to(lang)}</a></p>
            {link.map(|link| view! { <Invite link/> })}
            <Requests requests members=members.clone()/>
            <div class="table-frame" tabindex="0" role="region" aria-label=words::STAFF_HEADING.to(lang)>
                <table class="admin-table">
                    <thead>
                        <tr>
                            <th scope="col">{words::STAFF_NAME.to(lang)}</th>
                            <th scope="col">{words::STAFF_ROLE.to(lang)}</th>
                            <th scope="col">{words::STAFF_STATUS.to(lang)}</th>
                            <th scope="col" class="figure">{words::STAFF_SESSIONS.to(lang)}</th>
                            <th scope="col">{words::STAFF_CHANGE.to(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{members.into_iter().map(|member| view! { <Row member/> }).collect_view()}</tbody>
                </table>
            </div>
            <h2>{words::STAFF_ADD_HEADING.to(lang)}</h2>
            <AdminForm action={url::<api::AddStaff>()} button=words::STAFF_ADD>
                <Field id="name" label=words::NAME_LABEL hint=words::NAME_HINT width="w-20"/>
                <div class="field">
                    <label for="role">{words::STAFF_ROLE.to(lang)}</label>
                    <select class="input w-20" id="role" name="role">{roles.collect_view()}</select>
                </div>
            </AdminForm>
        </Frame>
    }
}

/// A new enrolment link.
#[component]
fn Invite(link: InviteLink) -> impl IntoView {
    let context = admin_context();
    let name = [("name", &*link.name)];
    let address = format!("{}{ENROL_LINK}{}", context.site.url, link.secret);
    view! {
        <section class="handed-on" aria-labelledby="link-heading">
            <h2 id="link-heading">{context.fill(words::STAFF_LINK_HEADING, &name)}</h2>
            <p>{context.fill(words::STAFF_LINK_BODY, &name)}</p>
            <p class="code link-text" id="enrol-link">{address}</p>
        </section>
    }
}

/// Row of one staff member.
#[component]
fn Row(member: StaffRow) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let StaffRow {
        colleague,
        is_enrolled,
        sessions,
    } = member;
    let standing = match (colleague.is_enabled, is_enrolled) {
        (false, _) if colleague.is_altered => words::STAFF_ALTERED,
        (false, _) => words::STAFF_DISABLED,
        (true, false) => words::STAFF_INVITED,
        (true, true) if colleague.locked_at.is_some() => words::STAFF_LOCKED,
        (true, true) => words::STAFF_ACTIVE,
    };
    let is_me = context
        .staff_member
        .as_ref()
        .is_some_and(|me| me.id == colleague.id);
    let name = colleague.name.clone();
    view! {
        <tr>
            <th scope="row">
                {colleague.name.clone()}
                {is_me.then(|| format!(" ({})", words::STAFF_YOU.to(lang)))}
            </th>
            <td>{role(colleague.role).to(lang)}</td>
            <td>{standing.to(lang)}</td>
            <td class="figure">{sessions}</td>
            <td>
                <details>
                    <summary>
                        {words::STAFF_CHANGE.to(lang)}
                        <span class="visually-hidden">" "{name}</span>
                    </summary>
                    <Changes colleague is_me/>
                </details>
            </td>
        </tr>
    }
}

/// Commands on a staff member: one form with a button for each.
#[component]
fn Changes(colleague: StaffMember, is_me: bool) -> impl IntoView {
    let lang = admin_context().lang;
    let label = words::STAFF_CHANGE_OF.fill(lang, &[("name", &colleague.name)]);
    let button = move |value: &'static str, text: String| {
        view! {
            <button class="button secondary" type="submit" name="change" value=value>{text}</button>
        }
    };
    let name = colleague.name.clone();
    let asked = move |value: &'static str, label: Text, question: Text| {
        let question = question.fill(lang, &[("name", &name)]);
        let text = label.to(lang).to_owned();
        view! { <AskOnce label question>{button(value, text)}</AskOnce> }
    };
    let roles = Role::ALL.iter().filter(|other| **other != colleague.role);
    let roles = roles.map(move |other| {
        let text = words::STAFF_MAKE.fill(lang, &[("role", role(*other).to(lang))]);
        button(other.as_str(), text)
    });
    // A disabled staff member cannot use an enrolment link, so there is no reset.
    let reset = !is_me && colleague.is_enabled;
    let door = if colleague.is_enabled {
        asked("disable", words::STAFF_DISABLE, staff_texts::ASK_DISABLE).into_any()
    } else {
        button("enable", words::STAFF_ENABLE.to(lang).to_owned()).into_any()
    };
    view! {
        <form class="changes" method="post" action={url::<api::ChangeStaff>()} aria-label=label>
            <AdminCsrf/>
            <input type="hidden" name="who" value=colleague.id.to_string()/>
            {roles.collect_view()}
            {asked("end", words::STAFF_END, staff_texts::ASK_END)}
            {reset.then(|| asked("reset", words::STAFF_RESET, staff_texts::ASK_RESET))}
            {door}
        </form>
    }
}
