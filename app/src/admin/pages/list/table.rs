//! Table of cases. Each row links to its case.

use super::address;
use crate::{
    admin::{
        context::{ListContext, admin_context},
        i18n::{self as admin_texts, disclosure, list as texts},
        labels::{self, RelativeTime, StateMark},
        routes::AdminPath,
    },
    components::{Icon, Shape},
    i18n::Text,
};
use kyc::{
    admin::list::{CaseRow, Decision, Direction, ListFilter, Person, Sort, SortOrder},
    pii::Pii,
};
use leptos::prelude::*;

/// The table. A list has a query and is sortable. Search results have no query.
#[component]
pub(super) fn Table(rows: Vec<CaseRow>, query: Option<ListFilter>) -> impl IntoView {
    let lang = admin_context().lang;
    let plain = |text: Text| view! { <th scope="col">{text.to(lang)}</th> };
    let sorted = |sort| view! { <Sorted sort query=query.clone()/> };
    let from = query.clone();
    let lines = rows.into_iter().map(move |row| {
        view! { <Line row query=from.clone()/> }
    });
    view! {
        <div class="table-frame wide-table" tabindex="0" role="region" aria-label=admin_texts::HOME_HEADING.to(lang)>
            <table class="admin-table cases">
                <thead>
                    <tr>
                        {sorted(Sort::Reference)}
                        {plain(texts::COLUMN_APPLICANT)}
                        {sorted(Sort::State)}
                        <Sorted sort=Sort::State also=texts::DECISION query=query.clone()/>
                        {plain(texts::COLUMN_PROVIDER)}
                        {sorted(Sort::Age)}
                        {sorted(Sort::Event)}
                        {sorted(Sort::Assignee)}
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Header of a sortable column. A query with an age filter does not offer every
/// sort order.
#[component]
fn Sorted(
    sort: Sort,
    query: Option<ListFilter>,
    /// Own label of a second column with the same sort order.
    #[prop(optional)]
    also: Option<Text>,
) -> impl IntoView {
    let lang = admin_context().lang;
    let (name, _) = labels::sorted(sort, Direction::Asc);
    let text = also.unwrap_or(name);
    let Some(query) = query.filter(|query| query.offers(sort)) else {
        return view! { <th scope="col">{text.to(lang)}</th> }.into_any();
    };
    let is_by = query.sort() == sort;
    let order = if is_by {
        query.order.reversed()
    } else {
        SortOrder::Default
    };
    let (sorted, arrow) = match query.direction() {
        // Only one column announces the sort order.
        _ if !is_by || also.is_some() => (None, ""),
        // The newest row has the latest time and the lowest age.
        Direction::Desc => (Some("descending"), " ↓"),
        Direction::Asc => (Some("ascending"), " ↑"),
    };
    let (_, next) = labels::sorted(sort, sort.direction(order));
    let turn = texts::SORT_TURN.fill(lang, &[("order", next.to(lang))]);
    let to = address(&ListFilter {
        sorted_by: sort,
        order,
        ..query
    });
    view! {
        <th scope="col" aria-sort=sorted>
            <a href=to>
                {text.to(lang)}
                <span aria-hidden="true">{arrow}</span>
                <span class="visually-hidden">", "{turn}</span>
            </a>
        </th>
    }
    .into_any()
}

/// One case.
#[component]
fn Line(row: CaseRow, query: Option<ListFilter>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let searched = context.path == Some(AdminPath::Search);
    let search = context.parameter.as_deref().filter(|_| searched);
    let position = context.page_position();
    let to = ListContext::of(search, position, query.as_ref(), &row).case(&row.reference);
    let (name, email) = match &row.person {
        Person::Known { name, email } => (
            name.clone().map(Pii::into_exposed),
            email.clone().map(Pii::into_exposed),
        ),
        Person::Erased => (Some(texts::ERASED.to(lang).to_owned()), None),
        Person::Unreadable => (Some(texts::UNREADABLE.to(lang).to_owned()), None),
    };
    let status = labels::provider_status(&row.provider_status);
    let contested = row.contested.then(|| {
        view! { " "<span class="standing warn"><Icon shape=Shape::Alert/>{disclosure::MARK_LIST.to(lang)}</span> }
    });
    let decision = labels::decision(Decision::of(row.state)).to(lang);
    let unassigned = row.assignee.is_none().then_some("soft");
    let assignee = row.assignee;
    let assignee = assignee.unwrap_or_else(|| texts::UNASSIGNED.to(lang).to_owned());
    let title = assignee.clone();
    view! {
        <tr>
            <th scope="row"><a href=to>{row.reference.as_str().to_owned()}</a></th>
            <td class="applicant">
                <bdi>{name.unwrap_or_else(|| texts::NOT_GIVEN.to(lang).to_owned())}</bdi>
                {email.map(|email| view! { " "<bdi class="soft">{email}</bdi> })}
            </td>
            <td><StateMark label=row.state/></td>
            <td>{decision}{contested}</td>
            <td class="soft"><bdi>{status}</bdi></td>
            <td><RelativeTime at=row.opened_at/></td>
            <td class="last"><span>{labels::event(lang, &row.event)}</span>" "<RelativeTime at=row.event_at/></td>
            <td class=unassigned><span class="assignee" title=title>{assignee}</span></td>
        </tr>
    }
}
