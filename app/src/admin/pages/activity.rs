//! Staff audit trail: filtered, with a link to the CSV file of the same filter.

use crate::admin::{
    components::Frame,
    context::{ActivityView, PageData, admin_context},
    i18n::staff as words,
    labels::{Timestamp, staff_actor, staff_event, staff_event_kind},
    routes::AdminPath,
};
use kyc::admin::{
    activity::{StaffFilter, StaffLine},
    audit::StaffEvent,
};
use leptos::prelude::*;

/// The address with a filter and a position.
fn address(path: AdminPath, filter: &StaffFilter, before: Option<i64>) -> String {
    let who = filter.who.map(|who| format!("who={who}"));
    let kind = filter.kind.as_ref().map(|kind| format!("kind={kind}"));
    let before = before.map(|before| format!("before={before}"));
    let pairs: Vec<_> = [who, kind, before].into_iter().flatten().collect();
    if pairs.is_empty() {
        return path.pattern().to_owned();
    }
    format!("{}?{}", path.pattern(), pairs.join("&"))
}

/// The page.
#[component]
pub(crate) fn Activity() -> impl IntoView {
    let lang = admin_context().lang;
    let activity = match &admin_context().data {
        PageData::Activity(activity) => ActivityView::clone(activity),
        _ => ActivityView::default(),
    };
    let filter = activity.filter.clone();
    let file = address(AdminPath::ActivityFile, &filter, None);
    let older = activity.older.map(|before| {
        let to = address(AdminPath::Activity, &filter, Some(before));
        view! { <p><a rel="next" href=to>{words::ACTIVITY_OLDER.to(lang)}</a></p> }
    });
    let title = words::ACTIVITY.to(lang);
    let rows = activity.lines.clone();
    let table = if rows.is_empty() {
        view! { <p>{words::ACTIVITY_NONE.to(lang)}</p> }.into_any()
    } else {
        view! { <Table rows/> }.into_any()
    };
    view! {
        <Frame title>
            <h1>{title}</h1>
            <p>{words::ACTIVITY_LEDE.to(lang)}</p>
            <Filters activity/>
            <p><a href=file>{words::ACTIVITY_EXPORT.to(lang)}</a></p>
            {table}
            {older}
        </Frame>
    }
}

/// The filter: by account and by kind.
#[component]
fn Filters(activity: ActivityView) -> impl IntoView {
    let lang = admin_context().lang;
    let ActivityView { filter, staff, .. } = activity;
    let staff = staff.into_iter().map(|member| {
        let selected = filter.who == Some(member.id);
        view! { <option value=member.id.to_string() selected=selected>{member.name}</option> }
    });
    let staff = staff.collect_view();
    let kinds = StaffEvent::ALL.iter().filter_map(|word| {
        let text = staff_event_kind(word)?;
        let name = text.fill(lang, &[("role", "…"), ("case", "…")]);
        let selected = filter.kind.as_deref() == Some(*word);
        Some(view! { <option value=*word selected=selected>{name}</option> })
    });
    let kinds = kinds.collect_view();
    view! {
        <form class="filters" method="get" action=AdminPath::Activity.pattern()>
            <div class="field">
                <label for="who">{words::ACTIVITY_WHO.to(lang)}</label>
                <select class="input w-20" id="who" name="who">
                    <option value="">{words::ACTIVITY_EVERYONE.to(lang)}</option>
                    {staff}
                </select>
            </div>
            <div class="field">
                <label for="kind">{words::ACTIVITY_EVENT.to(lang)}</label>
                <select class="input w-20" id="kind" name="kind">
                    <option value="">{words::ACTIVITY_ALL.to(lang)}</option>
                    {kinds}
                </select>
            </div>
            <button class="button secondary" type="submit">{words::ACTIVITY_FILTER.to(lang)}</button>
        </form>
    }
}

/// The events.
#[component]
fn Table(rows: Vec<StaffLine>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let rows = rows.into_iter().map(|line| {
        let actor = staff_actor(&context, &line);
        let event = staff_event(&context, &line.event);
        view! {
            <tr>
                <td><Timestamp at=line.at/></td>
                <td>{actor}</td>
                <td>{event}</td>
                <td>{line.about_name}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=words::ACTIVITY.to(lang)>
            <table class="admin-table activity">
                <thead>
                    <tr>
                        <th scope="col">{words::ACTIVITY_WHEN.to(lang)}</th>
                        <th scope="col">{words::ACTIVITY_ACTOR.to(lang)}</th>
                        <th scope="col">{words::ACTIVITY_EVENT.to(lang)}</th>
                        <th scope="col">{words::ACTIVITY_ABOUT.to(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
